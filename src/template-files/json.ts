// JSON that people write: what is wrong with it is shown where it is.
import { AppError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../rules/values.ts';

/** The object that these bytes are the JSON of. Fails with `template_invalid`, its message naming `path`. */
export function parseJsonObject(bytes: Uint8Array, path: string): JsonObject {
  // Editors on Windows put a byte order mark in front, which the decoder drops.
  const text = new TextDecoder().decode(bytes);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw refuse(`${path}: ${jsonProblem(text, (error as SyntaxError).message)}`);
  }
  if (isObject(value)) return value;
  throw refuse(`${path}: a template is a JSON object: {"templateName": …, "passConstructor": {…}}, or a pass.json.`);
}

/** V8's message as line and column with the line and a caret, where it names a position. */
function jsonProblem(text: string, message: string): string {
  const [, problem, digits] = /^(.*?)(?: in JSON)? at position (\d+)/s.exec(message) ?? [];
  const ended = /^Unexpected end of JSON input/.test(message);
  if (digits === undefined && !ended) return `it is no JSON: ${message}.`;
  const position = Math.min(digits === undefined ? text.length : Number(digits), text.length);
  const before = text.slice(0, position).split('\n');
  const line = before.at(-1)!;
  const rest = /^[^\r\n]*/.exec(text.slice(position))![0];
  const what = ended ? 'The JSON ends too early' : problem;
  // A long line, such as one with an image in it, is shown around the place.
  const from = Math.max(0, line.length - 60);
  const excerpt = `${line.slice(from)}${rest.slice(0, 20)}`.replaceAll('\t', ' ');
  return `Line ${before.length}, column ${line.length + 1}: ${what}.\n${excerpt}\n${' '.repeat(line.length - from)}^`;
}

function refuse(message: string): AppError {
  return new AppError('template_invalid', { field: 'file', message });
}
