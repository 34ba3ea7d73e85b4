// How this surface says what happened: JSON with `success`, HTTP 200 for every outcome of a function (surfaces.md, 1).
import type { Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError, ERROR_CODES, type ErrorCode } from '../../errors.ts';
import type { ApiFunction } from './api-function.ts';

/** 200: the function answered. Anything else never reached one, or must look like it did not to a proxy or a client. */
export const STATUS: Readonly<Record<ErrorCode, 200 | 404 | 405 | 413 | 415 | 429 | 500 | 508>> = {
  parameter_missing: 200,
  parameter_invalid: 200,
  body_invalid: 200,
  body_too_large: 413,
  function_unknown: 404,
  endpoint_unknown: 404,
  method_not_allowed: 405,
  media_type_unsupported: 415,
  login_failed: 200,
  login_throttled: 429,
  client_hash_missing: 200,
  client_hash_invalid: 200,
  token_invalid: 200,
  api_key_invalid: 200,
  api_key_not_found: 200,
  account_expired: 200,
  account_not_found: 200,
  manager_not_found: 200,
  email_taken: 200,
  device_unauthorized: 200,
  access_denied: 200,
  barcode_taken: 200,
  passcode_required: 200,
  passcode_wrong: 200,
  template_not_found: 200,
  template_invalid: 200,
  template_id_mismatch: 200,
  pass_not_found: 200,
  campaign_not_found: 200,
  name_taken: 200,
  issue_final: 200,
  issue_refused: 200,
  issue_limit_reached: 200,
  not_yet_available: 200,
  no_longer_available: 200,
  pass_invalid: 200,
  user_defined_id_taken: 200,
  path_unknown: 200,
  path_reserved: 200,
  value_invalid: 200,
  trigger_error: 200,
  image_invalid: 200,
  image_too_large: 200,
  image_unreachable: 200,
  image_not_found: 200,
  idempotency_mismatch: 200,
  idempotency_in_progress: 200,
  certificate_invalid: 200,
  certificate_not_found: 200,
  certificate_in_use: 200,
  certificate_missing: 500,
  depth_exceeded: 508,
  rate_limited: 429,
  internal: 500,
};

/** `{success: false, message, code}` and what helps to put it right. */
export function failure(error: AppError): Record<string, unknown> {
  return {
    ...error.beside,
    success: false,
    message: error.message,
    code: error.code,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.diagnostics.length === 0 ? {} : { diagnostics: error.diagnostics }),
  };
}

/** An AppError as the API answers it; throws anything else on. */
export function answerFailure(c: HonoContext, error: unknown): Response {
  if (!(error instanceof AppError)) throw error;
  c.set('failure', error.code);
  return c.json(failure(error), STATUS[error.code]);
}

/** What `failure` answers, and what the server answers to a crash (requestId). */
export const FAILURE = {
  success: z.literal(false),
  message: z.string().describe('A sentence that says what would be right.'),
  code: z.enum(ERROR_CODES).describe('Stays the same when the sentence changes.'),
  field: z.string().optional().describe('The parameter, API path or place in the template at fault.'),
  diagnostics: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .optional()
    .describe('All that is wrong with a template.'),
  requestId: z.string().optional().describe('Of a crash: the log has its cause under this id.'),
};

/** What a function answers when it worked, and when it did not. */
export function answersOf({ answer, runsTriggers }: Pick<ApiFunction, 'answer' | 'runsTriggers'>) {
  const beside = runsTriggers ? z.object(answer).partial().shape : {};
  return {
    success: z.strictObject({ success: z.literal(true), ...answer }),
    failure: z.strictObject({ ...beside, ...FAILURE }),
  };
}
