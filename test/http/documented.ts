// Holds every answer that a test gets from an API function against what the function's entry declares, and so against the
// OpenAPI document and the page, which are made from it.
import { z } from 'zod';
import { answersOf, FAILURE } from '../../src/http/passsource/answers.ts';
import { FUNCTIONS } from '../../src/http/passsource/functions.ts';

const schemas = new Map(
  Object.entries(FUNCTIONS).map(([name, entry]) => [name, z.union(Object.values(answersOf(entry)))]),
);
const failure = z.strictObject(FAILURE);

/** Throws when an answer is not as declared: a field that nobody declared, one missing, or one of another type. */
export function requireDocumented(name: string, answer: unknown): void {
  const result = (schemas.get(name) ?? failure).safeParse(answer);
  if (result.success) return;
  throw new Error(
    `${name} answers what is not documented: ${z.prettifyError(result.error)}\n${JSON.stringify(answer)}`,
  );
}
