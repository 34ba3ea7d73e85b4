// Prepares API paths for writing: fetches and stores images that arrive as files or URLs, because a
// decision of the store cannot wait for a download.
import { AppError } from '../../errors.ts';
import { locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type JsonValue, toText } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { takeImage } from '../images.ts';
import { takeHoldersImage } from './count-additions.ts';
import { editableLocation, type Fields } from './write-fields.ts';

/** API path -> value; an uploaded file is its bytes. */
export type RawFields = Readonly<Record<string, JsonValue | Uint8Array>>;

/** The writer. Pictures of a writer without full access count for the template's quota. */
export type Writer =
  | { readonly full: true; readonly depth: Depth; readonly templateHash?: undefined }
  | { readonly full: boolean; readonly depth: Depth; readonly templateHash: string };

/**
 * Fails with the codes of takeImage, and with `value_invalid` for a file in a place that is no
 * image. Drops what a writer without full access may not edit, so that nothing is fetched for it.
 */
export async function takeFields(context: Context, program: Program, raw: RawFields, writer: Writer): Promise<Fields> {
  const fields: Record<string, JsonValue> = {};
  for (const [path, given] of Object.entries(raw)) {
    if (!writer.full && editableLocation(program, path) === null) continue;
    if (isImagePath(program, path)) fields[path] = await takeImageField(context, path, given, writer);
    else if (given instanceof Uint8Array) throw noText(path);
    else fields[path] = given;
  }
  return fields;
}

export function isImagePath(program: Program, path: string): boolean {
  return locate(program, path)?.steps[0] === 'images';
}

/** The error for bytes in a place of text. */
export function noText(path: string): AppError {
  const message = `${path} is no image; give text in UTF-8 instead of a file or other bytes.`;
  return new AppError('value_invalid', { field: path, message });
}

/** Null or DELETE gives the pass the template's image back; "" leaves the pass without an image. */
function takeImageField(
  context: Context,
  path: string,
  given: JsonValue | Uint8Array,
  { full, depth, templateHash }: Writer,
): Promise<string | null> | string | null {
  const take = (image: string | Uint8Array) =>
    full || templateHash === undefined
      ? takeImage(context, image, path, { depth, isHolders: !full })
      : takeHoldersImage(context, templateHash, image, path, { depth });
  if (given instanceof Uint8Array) return given.length === 0 ? null : take(given);
  const text = toText(given);
  if (given === null || text === 'DELETE') return null;
  return text === '' ? '' : take(text);
}

/**
 * Thrown inside a store's decision that needs the fields: the call is no retry, so fetch its images
 * and call the store again.
 */
class FieldsNeeded extends Error {}

/**
 * Calls a store's method whose decision writes fields. With an idempotency key, it asks the store
 * before it fetches anything: a retry must get its stored answer even when an image has vanished
 * from its URL.
 */
export async function withFields<T>(
  mayBeRetry: boolean,
  take: () => Promise<Fields>,
  call: (fields: () => Fields) => Promise<T>,
): Promise<T> {
  if (mayBeRetry) {
    try {
      return await call(() => {
        throw new FieldsNeeded('the fields are not taken yet');
      });
    } catch (error) {
      if (!(error instanceof FieldsNeeded)) throw error;
    }
  }
  const fields = await take();
  return call(() => fields);
}
