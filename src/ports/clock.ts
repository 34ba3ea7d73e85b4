// The time, injected so that tests decide it.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}
