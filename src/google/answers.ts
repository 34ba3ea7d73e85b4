// Reads what Google's answers mean for what was sent: pure.
import type { GoogleResult, GoogleVerdict } from '../ports/google.ts';
import { isArray, isObject, type JsonObject, toText } from '../rules/values/values.ts';

export interface Reply {
  /** Null: there was no answer. */
  readonly status: number | null;
  /** The header Retry-After. */
  readonly retryAfter: string | null;
  /** The JSON object of the answer; {}: there was none. */
  readonly body: JsonObject;
}

/** Google's reasons of a 403 that says to wait. */
const QUOTA = [
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
  'RESOURCE_EXHAUSTED',
];
/** Longer reasons are cut, in characters. */
const LONGEST_REASON = 500;
/** Longer waits are cut: a header is nobody's order, in s. */
const LONGEST_WAIT = 3600;

export function answerOf(reply: Reply): GoogleResult {
  const { status } = reply;
  const verdict = verdictOf(reply);
  if (verdict === 'done') return { verdict, status, reason: null, retryAfterMs: null };
  const seconds = /^\d{1,9}$/.test(reply.retryAfter ?? '') ? Number(reply.retryAfter) : null;
  const retryAfterMs = seconds === null ? null : Math.min(seconds, LONGEST_WAIT) * 1000;
  return { verdict, status, reason: reasonOf(reply), retryAfterMs };
}

export function failed(verdict: GoogleVerdict, reason: string): GoogleResult {
  return { verdict, status: null, reason, retryAfterMs: null };
}

function verdictOf({ status, body }: Reply): GoogleVerdict {
  if (status === null || status >= 500 || status === 408) return 'unavailable';
  if (status < 300) return 'done';
  if (status === 401) return isOfToken(body) ? 'refused' : 'unavailable';
  if (status === 404) return 'missing';
  if (status === 409) return 'exists';
  if (status === 429) return 'busy';
  return status === 403 && reasonsOf(body).some((reason) => QUOTA.includes(reason)) ? 'busy' : 'refused';
}

/** The answer of the token's address has an error that is a word: the key or the account is wrong. */
function isOfToken({ error }: JsonObject): boolean {
  return typeof error === 'string';
}

function reasonsOf({ error }: JsonObject): string[] {
  if (!isObject(error)) return [];
  const errors = isArray(error.errors) ? error.errors.filter(isObject) : [];
  return [toText(error.status), ...errors.map(({ reason }) => toText(reason))];
}

function reasonOf({ status, body }: Reply): string {
  const { error } = body;
  const said = isObject(error) ? toText(error.message) : toText(body.error_description) || toText(error);
  return (said.trim() || `Google answered ${status}.`).slice(0, LONGEST_REASON);
}
