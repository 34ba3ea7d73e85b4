// The HTTP status of each error code on one surface: a row for each kind of error, and the codes
// whose status differs from that of their kind.
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ERROR_CODES, type ErrorCode, type ErrorKind, kindOf } from '../errors.ts';

/**
 * Answers the status of every code. A kind without a status does not compile, nor does an exception
 * for a code that `errors.ts` does not have.
 */
export function statusByCode<const S extends ContentfulStatusCode>(
  ofKind: Readonly<Record<ErrorKind, S>>,
  exceptions: { readonly [C in ErrorCode]?: S },
): Readonly<Record<ErrorCode, S>> {
  const status = (code: ErrorCode) => exceptions[code] ?? ofKind[kindOf(code)];
  return Object.fromEntries(ERROR_CODES.map((code) => [code, status(code)])) as Record<ErrorCode, S>;
}

/** What HTTP has for each kind of error: for surfaces that follow no other service's statuses. */
export const USUAL_STATUS = {
  invalid: 400,
  too_large: 413,
  not_found: 404,
  unauthorized: 401,
  forbidden: 403,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
} as const satisfies Readonly<Record<ErrorKind, ContentfulStatusCode>>;
