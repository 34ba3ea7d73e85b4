// Counts what people without an account add to a template, before and while it is stored.
import { AppError } from '../../errors.ts';
import type { Limit } from '../../ports/limits.ts';
import type { Context } from '../context.ts';
import { type ImageRequest, takeImage } from '../images.ts';

/** Counts a pass made without an account. Fails with `rate_limited`. */
export function countPass({ quotas, log }: Context, templateHash: string): Promise<void> {
  return count(quotas.passes, templateHash, 1, () => {
    log.warn({ limit: 'PASS_LIMIT' }, 'a template has as many new passes as a day allows');
    const message = 'Too many passes of this kind were made today. Try again tomorrow.';
    return new AppError('rate_limited', { message });
  });
}

/** Does what takeImage does, for a holder. Fails with its codes and `rate_limited`. */
export async function takeHoldersImage(
  context: Context,
  templateHash: string,
  given: string | Uint8Array,
  field: string,
  request: Omit<ImageRequest, 'isHolders'>,
): Promise<string> {
  const { quotas, log, store } = context;
  const charge = (bytes: number) =>
    count(quotas.pictures, templateHash, bytes, () => {
      log.warn({ limit: 'PICTURE_LIMIT' }, 'a template has as many pictures of holders as a day allows');
      const message = `${field}: too many pictures were sent today. Try again tomorrow.`;
      return new AppError('rate_limited', { field, message });
    });
  const bytes = bytesOf(given);
  // The size of a picture at a URL is known once it is here; a used-up quota fetches none.
  await charge(bytes ?? 1);
  const hash = await takeImage(context, given, field, { ...request, isHolders: true });
  if (bytes === null) {
    const size = (await store.image(hash))?.bytes.length ?? 0;
    await quotas.pictures.count(templateHash, size);
  }
  return hash;
}

/** The bytes of an upload or a data URI; null: a URL or a content hash. */
function bytesOf(given: string | Uint8Array): number | null {
  if (typeof given !== 'string') return given.length;
  return /^\s*data:/i.test(given) ? Math.ceil((given.length * 3) / 4) : null;
}

/** Takes a refused amount back, so that a smaller one may still fit. */
async function count(limit: Limit, key: string, points: number, refusal: () => AppError): Promise<void> {
  if ((await limit.count(key, points)) === 0) return;
  await limit.takeBack(key, points);
  throw refusal();
}
