// Counts what callers may do only so often. Servers that share a database share the counts.

import type { LimitName } from './metrics.ts';

/** So many points in so many seconds, which begin with the first one. */
export interface Terms {
  readonly points: number;
  readonly seconds: number;
}

/** Counts by keys, which may be of any length and of anybody's making. */
export interface Limit {
  /**
   * Counts points (1 unless given) under a key. 0: they are within the limit; else the ms until the
   * next ones may be. Those beyond the limit count as well.
   */
  count(key: string, points?: number): Promise<number>;
  /** Takes points (1 unless given) back. */
  takeBack(key: string, points?: number): Promise<void>;
  /** Takes all points of a key back. */
  forget(key: string): Promise<void>;
}

/** Keys that are remembered for a while. */
export interface Remembered {
  add(key: string): Promise<void>;
  has(key: string): Promise<boolean>;
}

/**
 * `name` tells one limit from the others: two with one name share their counts. Its first word is the
 * limit that metrics count.
 */
export interface Limits {
  limit(name: LimitName | `${LimitName} ${string}`, terms: Terms): Limit;
  remembered(name: string, seconds: number): Remembered;
}
