// JSON of a program's request: what is wrong with it is told with line and column.
import { AppError } from '../errors.ts';
import type { JsonValue } from '../rules/values.ts';
import { jsonProblem, valueWithoutCommas } from '../template-files/json.ts';

export interface JsonBody {
  /** The parameter that it came in. */
  readonly field?: string;
  /** Take it although commas are missing. */
  readonly withoutCommas?: boolean;
}

/** `what` begins the message: "The body". Fails with `body_invalid`. */
export function parseJson(bytes: Uint8Array, what: string, { field, withoutCommas }: JsonBody = {}): JsonValue {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const meant = withoutCommas ? valueWithoutCommas(text) : undefined;
    if (meant !== undefined) return meant;
    const problem = jsonProblem(text) ?? (error as SyntaxError).message;
    const message = `${what} is not valid JSON. ${problem}`;
    throw new AppError('body_invalid', { message, ...(field === undefined ? {} : { field }) });
  }
}
