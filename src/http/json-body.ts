// Parses JSON of a request. An error says the line and column of the mistake.
import { AppError } from '../errors.ts';
import { inTurns } from '../operations/next-turn.ts';
import { JsonTooLarge, jsonSteps } from '../rules/values/json-text.ts';
import { atOnce, type Steps } from '../rules/values/steps.ts';
import type { JsonValue } from '../rules/values/values.ts';
import { jsonProblem, valueWithoutCommas } from '../template-files/json.ts';
import { decodeText } from './charset.ts';

export interface JsonBody {
  /** The parameter that holds the JSON. */
  readonly field?: string;
  /** Whether JSON with missing commas is accepted. */
  readonly withoutCommas?: boolean;
  /** The Content-Type that names the charset; UTF-8 without one. */
  readonly contentType?: string;
}

/**
 * Parses JSON. `what` is the subject of the message, such as "The body". Fails with `body_invalid`.
 */
export function parseJson(given: Uint8Array | string, what: string, options: JsonBody = {}): JsonValue {
  return atOnce(parseSteps(given, what, options));
}

/** The same, in turns of the event loop where the JSON is long. */
export function parseLongJson(given: Uint8Array | string, what: string, options: JsonBody = {}): Promise<JsonValue> {
  const steps = parseSteps(given, what, options);
  return given.length <= LONGEST_TURN ? Promise.resolve().then(() => atOnce(steps)) : inTurns(steps);
}

/** The most bytes or characters of JSON that are parsed in one turn. */
export const LONGEST_TURN = 64 * 1024;

function* parseSteps(given: Uint8Array | string, what: string, options: JsonBody): Steps<JsonValue> {
  const text = typeof given === 'string' ? given : decodeText(given, options.contentType ?? '', what);
  yield;
  try {
    return yield* jsonSteps(text);
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
