// What Passwright asks of a database about calls that may be repeated. Times are milliseconds since 1970.

/**
 * A caller's promise that two calls with one key are the same call. Kept for 24 hours from `now`.
 * `begin`: look the key up first, reserve it if it is free. `finish`: the reservation is ours, write the answer.
 */
export interface Idempotency {
  /** Function, caller and target, so that keys of different callers never meet. */
  readonly scope: string;
  readonly key: string;
  /** Hash of the call's parameters: the same key with others is refused (`idempotency_mismatch`). */
  readonly fingerprint: string;
  readonly now: number;
  readonly phase: 'begin' | 'finish';
}

/** How long an idempotency key answers, and how long a reservation without an answer holds (a crashed run), in ms. */
export const IDEMPOTENCY_LIFETIME = 24 * 60 * 60 * 1000;

export const IDEMPOTENCY_RESERVATION = 2 * 60 * 1000;

export interface IdempotencyStore {
  /** Drops idempotency keys that no longer answer. */
  forgetExpired(now: number): Promise<void>;
}
