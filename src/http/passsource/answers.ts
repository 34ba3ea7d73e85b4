// Answers of this surface: JSON with `success`, HTTP 200 for every outcome of a function
// (surfaces.md, 1).
import type { Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError, ERROR_CODES, shownError } from '../../errors.ts';
import { statusByCode } from '../error-status.ts';
import { setRetryAfter } from '../retry-after.ts';
import type { ApiFunction } from './api-function.ts';

/**
 * 200 for every outcome of a function. Other statuses are for requests that reached no function,
 * and for failures that proxies and clients have to notice.
 */
export const STATUS = statusByCode(
  {
    invalid: 200,
    too_large: 200,
    not_found: 200,
    unauthorized: 200,
    forbidden: 200,
    conflict: 200,
    rate_limited: 429,
    unavailable: 503,
    internal: 500,
  },
  {
    body_too_large: 413,
    function_unknown: 404,
    endpoint_unknown: 404,
    method_not_allowed: 405,
    media_type_unsupported: 415,
    depth_exceeded: 508,
  },
);

/** `{success: false, message, code}` and what helps to correct the call. */
export function failure(error: AppError): Record<string, unknown> {
  // A header of its own.
  return {
    ...error.beside,
    success: false,
    message: error.message,
    code: error.code,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.diagnostics.length === 0 ? {} : { diagnostics: error.diagnostics }),
  };
}

/** Answers an AppError and a store that is away; throws any other error again. */
export function answerFailure(c: HonoContext, thrown: unknown): Response {
  const error = shownError(thrown);
  if (!(error instanceof AppError)) throw thrown;
  c.set('failure', error.code);
  setRetryAfter(c, error);
  return c.json(failure(error), STATUS[error.code]);
}

/** The fields that `failure` answers, and the requestId that the server answers to a crash. */
export const FAILURE = {
  success: z.literal(false),
  message: z.string().describe('A sentence that says what would be right.'),
  code: z.enum(ERROR_CODES).describe('Stays the same when the sentence changes.'),
  field: z.string().optional().describe('The parameter, API path or place in the template at fault.'),
  diagnostics: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .optional()
    .describe('All that is wrong with a template.'),
  errors: z
    .array(
      z.strictObject({
        row: z.int().describe('As the spreadsheet counts, with the headings as row 1.'),
        column: z.string().nullable().describe('Its heading or letters; null: the row as a whole.'),
        message: z.string(),
      }),
    )
    .optional()
    .describe('The first mistakes in a table.'),
  retryAfter: z
    .int()
    .optional()
    .describe(
      'Of too many calls, and where the server cannot answer now: the seconds to wait, as in the header Retry-After.',
    ),
  requestId: z.string().optional().describe('Of a crash: the log has its cause under this id.'),
};

/** The schemas of a function's answers: success and failure. */
export function answersOf({ answer, runsTriggers }: Pick<ApiFunction, 'answer' | 'runsTriggers'>) {
  const beside = runsTriggers ? z.object(answer).partial().shape : {};
  return {
    success: z.strictObject({ success: z.literal(true), ...answer }),
    failure: z.strictObject({ ...beside, ...FAILURE }),
  };
}
