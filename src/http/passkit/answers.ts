// How the PassKit surface says what went wrong: `{error, message, field?}` with the statuses of its guide.
import type { Context as HonoContext } from 'hono';
import type { AppError, ErrorCode } from '../../errors.ts';

export const STATUS: Readonly<Record<ErrorCode, 400 | 401 | 403 | 404 | 500 | 503>> = {
  parameter_missing: 400,
  parameter_invalid: 400,
  body_invalid: 400,
  body_too_large: 400,
  function_unknown: 404,
  endpoint_unknown: 404,
  method_not_allowed: 404,
  media_type_unsupported: 400,
  login_failed: 401,
  login_throttled: 503,
  client_hash_missing: 401,
  client_hash_invalid: 401,
  token_invalid: 401,
  api_key_invalid: 401,
  api_key_not_found: 404,
  account_expired: 403,
  account_not_found: 404,
  manager_not_found: 404,
  email_taken: 400,
  device_unauthorized: 401,
  access_denied: 403,
  barcode_taken: 400,
  passcode_required: 403,
  passcode_wrong: 401,
  template_not_found: 404,
  template_invalid: 400,
  template_id_mismatch: 400,
  pass_not_found: 404,
  campaign_not_found: 404,
  name_taken: 400,
  issue_final: 400,
  issue_refused: 400,
  issue_limit_reached: 400,
  not_yet_available: 403,
  no_longer_available: 403,
  pass_invalid: 400,
  user_defined_id_taken: 400,
  path_unknown: 400,
  path_reserved: 400,
  value_invalid: 400,
  trigger_error: 400,
  image_invalid: 400,
  image_too_large: 400,
  image_unreachable: 400,
  image_not_found: 404,
  idempotency_mismatch: 400,
  idempotency_in_progress: 503,
  certificate_invalid: 400,
  certificate_not_found: 404,
  certificate_in_use: 400,
  certificate_missing: 500,
  depth_exceeded: 403,
  rate_limited: 503,
  internal: 500,
};

/** `error` is our code: it stays the same when the sentence changes. */
export function failure(c: HonoContext, error: AppError): Response {
  const { code, message, field, beside } = error;
  // Of passes that were made all the same.
  const id = beside.id === undefined ? {} : { id: beside.id };
  return c.json({ error: code, message, ...(field === undefined ? {} : { field }), ...id }, STATUS[code]);
}
