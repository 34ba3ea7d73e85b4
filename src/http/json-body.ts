// JSON of a program's request: what is wrong with it is told with line and column.
import { AppError } from '../errors.ts';
import type { JsonValue } from '../rules/values.ts';
import { jsonProblem } from '../template-files/json.ts';

/** `what` begins the message: "The body". Fails with `body_invalid`. */
export function parseJson(bytes: Uint8Array, what: string, field?: string): JsonValue {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const problem = jsonProblem(text) ?? (error as SyntaxError).message;
    const message = `${what} is not valid JSON. ${problem}`;
    throw new AppError('body_invalid', { message, ...(field === undefined ? {} : { field }) });
  }
}
