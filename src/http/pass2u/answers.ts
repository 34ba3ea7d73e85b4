// How the Pass2U surface says what went wrong: `{message}` with the statuses of its guide's table.
import type { Context as HonoContext } from 'hono';
import type { AppError, ErrorCode } from '../../errors.ts';

const STATUS: Readonly<Record<ErrorCode, 400 | 403 | 404 | 405 | 409 | 415 | 429 | 500 | 503>> = {
  parameter_missing: 400,
  parameter_invalid: 400,
  body_invalid: 400,
  body_too_large: 400,
  function_unknown: 404,
  endpoint_unknown: 404,
  method_not_allowed: 405,
  media_type_unsupported: 415,
  login_failed: 403,
  login_throttled: 429,
  client_hash_missing: 403,
  client_hash_invalid: 403,
  token_invalid: 403,
  api_key_invalid: 403,
  api_key_not_found: 404,
  account_expired: 403,
  account_not_found: 404,
  manager_not_found: 404,
  email_taken: 409,
  device_unauthorized: 403,
  access_denied: 403,
  barcode_taken: 409,
  passcode_required: 403,
  passcode_wrong: 403,
  template_not_found: 404,
  template_invalid: 400,
  template_id_mismatch: 400,
  pass_not_found: 404,
  path_unknown: 400,
  path_reserved: 400,
  value_invalid: 400,
  trigger_error: 400,
  image_invalid: 400,
  image_too_large: 400,
  image_unreachable: 400,
  image_not_found: 404,
  idempotency_mismatch: 409,
  idempotency_in_progress: 503,
  certificate_invalid: 400,
  certificate_not_found: 404,
  certificate_in_use: 409,
  certificate_missing: 500,
  depth_exceeded: 403,
  rate_limited: 429,
  internal: 500,
};

/** With Retry-After when the error says after how many seconds a retry helps. */
export function failure(c: HonoContext, { code, message, beside }: AppError): Response {
  if (beside.retryAfter !== undefined) c.header('retry-after', String(beside.retryAfter));
  return c.json({ message }, STATUS[code]);
}
