// Answers errors of the PassKit surface: `{error, message, field?}` with the statuses of the guide.
import type { Context as HonoContext } from 'hono';
import type { AppError } from '../../errors.ts';
import { statusByCode } from '../error-status.ts';
import { setRetryAfter } from '../retry-after.ts';

export const STATUS = statusByCode(
  {
    invalid: 400,
    too_large: 400,
    not_found: 404,
    unauthorized: 401,
    forbidden: 403,
    conflict: 400,
    rate_limited: 503,
    unavailable: 503,
    internal: 500,
  },
  {
    method_not_allowed: 404,
    api_key_invalid: 401,
    idempotency_in_progress: 503,
  },
);

/** Answers an error. `error` is our code, which stays the same when the sentence changes. */
export function failure(c: HonoContext, error: AppError): Response {
  const { code, message, field, beside } = error;
  setRetryAfter(c, error);
  // The ids of passes that the call created despite the error.
  const id = beside.id === undefined ? {} : { id: beside.id };
  return c.json({ error: code, message, ...(field === undefined ? {} : { field }), ...id }, STATUS[code]);
}
