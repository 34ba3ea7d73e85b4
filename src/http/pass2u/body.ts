// Reads JSON bodies as Pass2U's clients send them, whatever their Content-Type.
import { getNodeValue, type ParseError, parseTree } from 'jsonc-parser';
import { AppError } from '../../errors.ts';
import { quoteRounded } from '../../rules/values/json-text.ts';
import { isObject, isTooDeep, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import { LONGEST_EXPLAINED } from '../../template-files/json.ts';
import { decodeText } from '../charset.ts';
import { parseJson } from '../json-body.ts';
import { readBody } from '../parameters.ts';

/** In bytes: JSON may contain an image of 4 MB in base64, which is a third longer. */
export const LARGEST_BODY = 8 * 1024 * 1024;
/** In bytes: a pass is smaller (LARGEST_PASS), and checking a body blocks all other requests. */
const LARGEST_PASS_BODY = 1024 * 1024;

/** Reads an object. Fails with `body_too_large`, `body_invalid`, `media_type_unsupported`. */
export async function readJsonObject(request: Request): Promise<JsonObject> {
  const bytes = await readBody(request, LARGEST_PASS_BODY);
  const type = (request.headers.get('content-type') ?? '').replace(/;.*/s, '').trim();
  const start = Buffer.from(bytes.subarray(0, 100)).toString('latin1').trimStart();
  if (!/json|^$/i.test(type) && !/^[{[]/.test(start)) {
    throw new AppError('media_type_unsupported', { message: `The body must be JSON, not ${type.slice(0, 100)}.` });
  }
  return readObject(bytes, request.headers.get('content-type') ?? '');
}

/** Parses a body's object. Fails with `body_invalid`. */
export function readObject(bytes: Uint8Array, contentType: string): JsonObject {
  const value = parseLenient(decodeText(bytes, contentType, 'The body'));
  if (isObject(value)) return value;
  throw new AppError('body_invalid', { message: 'The body must be a JSON object.' });
}

/** Allows trailing commas: the guide's example of "Update pass" has one before its last bracket. */
function parseLenient(text: string): JsonValue {
  try {
    return parseJson(text, 'The body');
  } catch (error) {
    const value = parseWithCommas(text);
    if (value === undefined || isTooDeep(value)) throw error;
    return value;
  }
}

/**
 * Undefined: the text is no JSON with trailing commas either, or so long that parsing it would
 * block all other requests.
 */
function parseWithCommas(text: string): JsonValue | undefined {
  if (text.length > LONGEST_EXPLAINED) return undefined;
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(quoteRounded(text), errors, { allowTrailingComma: true, disallowComments: true });
    return tree === undefined || errors.length > 0 ? undefined : getNodeValue(tree);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The text nests deeper than the parser's stack.
    return undefined;
  }
}
