// What Passwright asks of a database about calls that clients may repeat. Times are milliseconds
// since 1970.

/**
 * A caller's promise that two calls with one key are the same call. Stored for 24 hours from `now`.
 * `begin`: look the key up and reserve it if it is free. `finish`: the reservation is this call's,
 * write the answer.
 */
export interface Idempotency {
  /** Function, caller and target, so that two callers may use the same key. */
  readonly scope: string;
  readonly key: string;
  /**
   * Hash of the call's parameters: the same key with other parameters is refused
   * (`idempotency_mismatch`).
   */
  readonly fingerprint: string;
  readonly now: number;
  readonly phase: 'begin' | 'finish';
}

/**
 * How long an idempotency key answers, in ms. A reservation without an answer, as of a crashed run,
 * holds for the shorter time below.
 */
export const IDEMPOTENCY_LIFETIME = 24 * 60 * 60 * 1000;

export const IDEMPOTENCY_RESERVATION = 2 * 60 * 1000;

export interface IdempotencyStore {
  /** Deletes idempotency keys that no longer answer. */
  forgetExpired(now: number): Promise<void>;
}
