// Bodies as PassKit's clients send them: JSON, with or without saying so, or a multipart form whose part jsonBody is JSON
// beside files.

import { AppError } from '../../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../../rules/values.ts';
import { parseJson } from '../json-body.ts';
import { multipartType, readBody, readMultipart } from '../parameters.ts';

/** A template comes with an image of each kind for each state and language. In bytes. */
const LARGEST_BODY = 32 * 1024 * 1024;

export interface PassKitBody {
  /** Undefined: there is none. */
  readonly json: JsonValue | undefined;
  /** The other parts of a form. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Fails with `body_too_large`, `body_invalid`. */
export async function readPassKitBody(request: Request): Promise<PassKitBody> {
  const bytes = await readBody(request, LARGEST_BODY);
  const type = multipartType(bytes, request.headers.get('content-type') ?? '');
  if (type === null) return { json: bytes.length === 0 ? undefined : parseJson(bytes, 'The body'), files: {} };
  const { jsonBody, ...files } = Object.fromEntries(
    (await readMultipart(bytes, type)).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? value : new Uint8Array(Buffer.from(String(value))),
    ]),
  );
  return { json: jsonBody && parseJson(jsonBody, 'The part jsonBody', 'jsonBody'), files };
}

/** The body's JSON when it is an object. Fails with `body_invalid`. */
export function requireObject({ json }: PassKitBody): JsonObject {
  if (isObject(json)) return json;
  throw new AppError('body_invalid', { message: 'The body must be a JSON object, or a form with one as jsonBody.' });
}
