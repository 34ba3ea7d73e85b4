// The header Retry-After of answers to errors that say when a retry helps.
import type { Context as HonoContext } from 'hono';
import type { AppError } from '../errors.ts';

/** Sets the header when the error has `retryAfter` (s) beside its message. */
export function setRetryAfter(c: HonoContext, { beside }: Pick<AppError, 'beside'>): void {
  if (beside.retryAfter !== undefined) c.header('retry-after', String(beside.retryAfter));
}
