// JSON bodies as Pass2U's clients send them, with or without saying so.
import { AppError } from '../../errors.ts';
import { isObject, type JsonObject } from '../../rules/values.ts';
import { parseJson } from '../json-body.ts';
import { readBody } from '../parameters.ts';

/** An image comes as base64 in JSON too, so 4 MB of it as a third more. In bytes. */
const LARGEST_BODY = 8 * 1024 * 1024;

/** Fails with `body_too_large`, `body_invalid`, `media_type_unsupported`. */
export async function readJsonObject(request: Request): Promise<JsonObject> {
  const bytes = await readBody(request, LARGEST_BODY);
  const type = (request.headers.get('content-type') ?? '').replace(/;.*/s, '').trim();
  const start = Buffer.from(bytes.subarray(0, 100)).toString('latin1').trimStart();
  if (!/json|^$/i.test(type) && !/^[{[]/.test(start)) {
    throw new AppError('media_type_unsupported', { message: `The body must be JSON, not ${type.slice(0, 100)}.` });
  }
  const value = parseJson(bytes, 'The body');
  if (isObject(value)) return value;
  throw new AppError('body_invalid', { message: 'The body must be a JSON object.' });
}
