// Checks every answer that a test gets from an API function against the function's entry, and so
// against the OpenAPI document and the page, which are made from the entry.
import { z } from 'zod';
import { answersOf, FAILURE } from '../../src/http/passsource/answers.ts';
import { FUNCTIONS } from '../../src/http/passsource/functions.ts';

const schemas = new Map(
  Object.entries(FUNCTIONS).map(([name, entry]) => [name, z.union(Object.values(answersOf(entry)))]),
);
const failure = z.strictObject(FAILURE);

/**
 * Throws when an answer differs from its declaration: an undeclared field, a missing one, or one of
 * another type.
 */
export function requireDocumented(name: string, answer: unknown): void {
  const result = (schemas.get(name) ?? failure).safeParse(answer);
  if (result.success) return;
  throw new Error(
    `${name} answers what is not documented: ${z.prettifyError(result.error)}\n${JSON.stringify(answer)}`,
  );
}
