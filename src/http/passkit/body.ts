// Reads bodies as PassKit's clients send them: JSON, whatever their Content-Type, or a multipart
// form with JSON in the part jsonBody beside files.

import { AppError } from '../../errors.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import { type JsonBody, parseLongJson } from '../json-body.ts';
import { multipartType, readBody, readMultipart } from '../parameters.ts';

/** In bytes: a template has an image of each kind for each state and language. */
const LARGEST_BODY = 32 * 1024 * 1024;
/** The largest JSON in a body, in bytes, because checking JSON blocks all other requests. */
const LARGEST_JSON = 2 * 1024 * 1024;

/** The guide's own example of a batch update lacks a comma. */
const LENIENT = { withoutCommas: true } as const;

export interface PassKitBody {
  /** Undefined: the body has no JSON. */
  readonly json: JsonValue | undefined;
  /** The other parts of a form. */
  readonly files: Readonly<Record<string, FormFile>>;
}

export interface FormFile {
  readonly bytes: Uint8Array;
  /** The client's name for the file; undefined: the client sent none. */
  readonly fileName: string | undefined;
}

/** Reads a request's body. Fails with `body_too_large`, `body_invalid`. */
export async function readPassKitBody(request: Request): Promise<PassKitBody> {
  const bytes = await readBody(request, LARGEST_BODY);
  const contentType = request.headers.get('content-type') ?? '';
  const type = multipartType(bytes, contentType);
  if (type === null) {
    return {
      json: bytes.length === 0 ? undefined : await parsed(bytes, 'The body', { ...LENIENT, contentType }),
      files: {},
    };
  }
  const { jsonBody, ...files } = Object.fromEntries(
    (await readMultipart(bytes, type)).map(([name, value, fileName]): [string, FormFile] => [
      name,
      { bytes: value instanceof Uint8Array ? value : new Uint8Array(Buffer.from(String(value))), fileName },
    ]),
  );
  return {
    json: jsonBody && (await parsed(jsonBody.bytes, 'The part jsonBody', { ...LENIENT, field: 'jsonBody' })),
    files,
  };
}

async function parsed(bytes: Uint8Array, what: string, options: JsonBody): Promise<JsonValue> {
  if (bytes.length <= LARGEST_JSON) return parseLongJson(bytes, what, options);
  const message = `${what} is at most ${LARGEST_JSON / 1024 / 1024} MB of JSON; images come beside it, as files of a form.`;
  throw new AppError('body_too_large', { message });
}

/** The list that a body is, or has under `key`. Fails with `body_invalid`. */
export function requireList({ json }: PassKitBody, key: string): JsonValue {
  if (isArray(json)) return json;
  if (isObject(json)) return json[key] ?? null;
  throw new AppError('body_invalid', { message: `The body must be a JSON object with ${key}, or the array itself.` });
}

/**
 * The JSON object of a body. Null, which PassKit's SDK for PHP sends, counts as an empty one. Fails
 * with `body_invalid`.
 */
export function requireObject({ json }: PassKitBody): JsonObject {
  if (isObject(json)) return json;
  if (json === null) return {};
  throw new AppError('body_invalid', { message: 'The body must be a JSON object, or a form with one as jsonBody.' });
}
