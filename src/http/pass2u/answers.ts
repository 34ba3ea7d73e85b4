// Answers errors of the Pass2U surface: `{message}` with the statuses of the guide's table.
import type { Context as HonoContext } from 'hono';
import type { AppError } from '../../errors.ts';
import { statusByCode } from '../error-status.ts';
import { setRetryAfter } from '../retry-after.ts';

export const STATUS = statusByCode(
  {
    invalid: 400,
    too_large: 400,
    not_found: 404,
    unauthorized: 403,
    forbidden: 403,
    conflict: 409,
    rate_limited: 429,
    unavailable: 503,
    internal: 500,
  },
  {
    method_not_allowed: 405,
    media_type_unsupported: 415,
    idempotency_in_progress: 503,
  },
);

/** Answers an error, with Retry-After when the error says after how many seconds a retry helps. */
export function failure(c: HonoContext, error: AppError): Response {
  setRetryAfter(c, error);
  return c.json({ message: error.message }, STATUS[error.code]);
}
