// What APNs' answers mean for a push: its status codes and reasons, as "Handling notification responses from APNs" lists
// them, become verdicts.
import type { PushResult, PushVerdict } from '../ports/push.ts';

/** An answer as it came: all of it, or a 200, which says everything in its first frame. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** Where the status alone does not decide. */
const BY_REASON: ReadonlyMap<string | null, PushVerdict> = new Map([
  ['BadDeviceToken', 'gone'],
  // About the connection, not about this push.
  ['IdleTimeout', 'unavailable'],
  ['Shutdown', 'unavailable'],
]);

/** Reads an answer of APNs. Never throws, whatever the body is. */
export function readAnswer({ status, retryAfter, body }: Answer): PushResult {
  const { reason, timestamp } = readBody(body);
  const verdict = BY_REASON.get(reason) ?? verdictOf(status);
  if (verdict === 'delivered') return { verdict, status, reason: null, since: null, retryAfterMs: null };
  return {
    verdict,
    status,
    reason: reason ?? `APNs answered with status ${status} and no reason.`,
    since: verdict === 'gone' ? timestamp : null,
    retryAfterMs: readRetryAfter(retryAfter),
  };
}

/** A push that no answer came for. `reason` is a sentence. */
export function unavailable(reason: string): PushResult {
  return { verdict: 'unavailable', status: null, reason, since: null, retryAfterMs: null };
}

function verdictOf(status: number): PushVerdict {
  if (status === 200) return 'delivered';
  if (status === 410) return 'gone';
  if (status === 429) return 'busy';
  // DeviceTokenNotForTopic too: it comes of a wrong certificate as well, and a registration once removed does not return.
  if (status >= 400 && status < 500) return 'refused';
  // 500 and 503, and what no APNs says, such as a proxy's 502: nothing is known of the device, so the push must not be lost.
  return 'unavailable';
}

/** The reason, and the time in milliseconds since 1970 that a 410 carries. */
function readBody(body: string): { reason: string | null; timestamp: number | null } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = null;
  }
  const { reason, timestamp } = (parsed ?? {}) as { reason?: unknown; timestamp?: unknown };
  return {
    reason: typeof reason === 'string' && reason !== '' ? reason.slice(0, 100) : null,
    timestamp: Number.isSafeInteger(timestamp) ? (timestamp as number) : null,
  };
}

/** Seconds as milliseconds. A date instead is not read: it would need a clock, and APNs sends none. */
function readRetryAfter(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) * 1000 : null;
}
