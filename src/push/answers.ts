// Turns APNs' answers into verdicts, by the status codes and reasons that Apple lists in
// "Handling notification responses from APNs".
import type { PushResult, PushVerdict } from '../ports/push.ts';

/** An answer of APNs: the whole answer, or only its first frame, which is enough for a 200. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** Reasons that decide where the status alone does not. */
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
  // APNs refuses the certificate. The devices still need their push once the owner has renewed it.
  if (status === 403) return 'unavailable';
  // DeviceTokenNotForTopic too, because a wrong certificate causes it as well, and a removed
  // registration never returns.
  if (status >= 400 && status < 500) return 'refused';
  // 500, 503 and statuses that APNs never sends, such as a proxy's 502, say nothing about the
  // device: try the push again.
  return 'unavailable';
}

/** Reads the reason, and the time (milliseconds since 1970) that a 410 carries. */
function readBody(body: string): { reason: string | null; timestamp: number | null } {
  // A push that was accepted has no body, and an error of JSON.parse costs more than the push.
  if (body === '') return { reason: null, timestamp: null };
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

/** Converts seconds to milliseconds. It reads no dates, because APNs sends none. */
function readRetryAfter(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) * 1000 : null;
}
