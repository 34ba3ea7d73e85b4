// Decides about idempotency keys without a database: when a key replays an answer, what it refuses,
// and how long it lasts. Times are milliseconds since 1970.
import { AppError } from '../errors.ts';
import type { Idempotency } from '../ports/store/idempotency.ts';
import { IDEMPOTENCY_LIFETIME, IDEMPOTENCY_RESERVATION } from '../ports/store/idempotency.ts';
import type { JsonValue } from '../rules/values/values.ts';

/** The stored columns of a key. */
export interface StoredAnswer {
  /** JSON text; null while the first call is still running. */
  readonly answer: string | null;
  readonly expiresAt: number;
}

/**
 * Returns the stored answer of a key, or null when the call has to run. `row`: undefined when the
 * key is not stored. Fails with `idempotency_mismatch`, `idempotency_in_progress`.
 */
export function replayOf(
  { fingerprint, now, phase }: Idempotency,
  row: (StoredAnswer & { readonly fingerprint: string }) | undefined,
): { readonly replayed: true; readonly answer: JsonValue } | null {
  if (phase === 'finish' || row === undefined || row.expiresAt <= now) return null;
  if (row.fingerprint !== fingerprint) throw new AppError('idempotency_mismatch');
  if (row.answer === null) throw new AppError('idempotency_in_progress');
  return { replayed: true, answer: JSON.parse(row.answer) as JsonValue };
}

/**
 * What to store after a call. `answer` undefined: reserves the key, because the run continues
 * later.
 */
export function storedAnswer({ now }: Idempotency, answer: JsonValue | undefined): StoredAnswer {
  if (answer === undefined) return { answer: null, expiresAt: now + IDEMPOTENCY_RESERVATION };
  return { answer: JSON.stringify(answer), expiresAt: now + IDEMPOTENCY_LIFETIME };
}
