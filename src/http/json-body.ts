// JSON of a program's request: what is wrong with it is told with line and column.
import { AppError } from '../errors.ts';
import { isTooDeep, type JsonValue } from '../rules/values/values.ts';
import { jsonProblem, valueWithoutCommas } from '../template-files/json.ts';

export interface JsonBody {
  /** The parameter that it came in. */
  readonly field?: string;
  /** Take it although commas are missing. */
  readonly withoutCommas?: boolean;
}

/** No body of a program needs as many levels, and what checks one would overflow the stack at some thousands. */
const DEEPEST_BODY = 100;

/** `what` begins the message: "The body". Fails with `body_invalid`. */
export function parseJson(bytes: Uint8Array, what: string, options: JsonBody = {}): JsonValue {
  const value = valueIn(new TextDecoder().decode(bytes), what, options);
  if (!isTooDeep(value, DEEPEST_BODY)) return value;
  throw refuse(`${what} is nested too deep: at most ${DEEPEST_BODY} levels are taken.`, options);
}

function valueIn(text: string, what: string, options: JsonBody): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const meant = options.withoutCommas ? valueWithoutCommas(text) : undefined;
    if (meant !== undefined) return meant;
    const problem = jsonProblem(text) ?? (error as SyntaxError).message;
    throw refuse(`${what} is not valid JSON. ${problem}`, options);
  }
}

function refuse(message: string, { field }: JsonBody): AppError {
  return new AppError('body_invalid', { message, ...(field === undefined ? {} : { field }) });
}
