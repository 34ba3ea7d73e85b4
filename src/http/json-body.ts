// JSON of a request: an error names line and column of what is wrong.
import { AppError } from '../errors.ts';
import { JsonTooLarge, parseJsonText } from '../rules/values/json-text.ts';
import type { JsonValue } from '../rules/values/values.ts';
import { jsonProblem, valueWithoutCommas } from '../template-files/json.ts';
import { decodeText } from './charset.ts';

export interface JsonBody {
  /** The parameter that the JSON came in. */
  readonly field?: string;
  /** Read JSON in which commas are missing. */
  readonly withoutCommas?: boolean;
  /** Names the charset; UTF-8 without it. */
  readonly contentType?: string;
}

/** `what` begins the message: "The body". Fails with `body_invalid`. */
export function parseJson(given: Uint8Array | string, what: string, options: JsonBody = {}): JsonValue {
  const text = typeof given === 'string' ? given : decodeText(given, options.contentType ?? '', what);
  try {
    return parseJsonText(text);
  } catch (error) {
    if (error instanceof JsonTooLarge) throw refuse(`${what} ${error.message}.`, options);
    const meant = options.withoutCommas ? valueWithoutCommas(text) : undefined;
    if (meant !== undefined) return meant;
    const problem = jsonProblem(text) ?? (error as SyntaxError).message;
    throw refuse(`${what} is not valid JSON. ${problem}`, options);
  }
}

function refuse(message: string, { field }: JsonBody): AppError {
  return new AppError('body_invalid', { message, ...(field === undefined ? {} : { field }) });
}
