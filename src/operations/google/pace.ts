// Sends at most so many requests a second for one issuer, as Google's quota wants. What is beyond
// gets a time at which the queue before it is done, so that waiting jobs do not all come back at once.
import type { Clock } from '../../ports/clock.ts';
import type { Limits } from '../../ports/limits.ts';

/** Google's quota of an issuer. */
export const MOST_REQUESTS_A_SECOND = 20;
/** The most issuers whose seconds are in memory. */
const MOST_ISSUERS = 10_000;

export interface Pace {
  /** 0: a request may be sent now, and is counted; else the ms to wait. */
  turn(issuerId: string): Promise<number>;
}

interface Second {
  readonly second: number;
  used: number;
  /** How many wait for a later second. */
  waiting: number;
}

/** `limits`: what servers of one database count together; null: there is no other server. */
export function createPace(clock: Clock, limits: Limits | null): Pace {
  const shared = limits?.limit('google_requests', { points: MOST_REQUESTS_A_SECOND, seconds: 1 }) ?? null;
  const seconds = new Map<string, Second>();

  function current(issuerId: string, second: number): Second {
    const there = seconds.get(issuerId);
    if (there?.second === second) return there;
    const over = there === undefined ? 0 : (second - there.second) * MOST_REQUESTS_A_SECOND;
    if (seconds.size >= MOST_ISSUERS) seconds.clear();
    const fresh = { second, used: 0, waiting: Math.max(0, (there?.waiting ?? 0) - over) };
    seconds.set(issuerId, fresh);
    return fresh;
  }

  return {
    async turn(issuerId) {
      const now = clock.now();
      const second = Math.floor(now / 1000);
      const own = current(issuerId, second);
      if (own.used >= MOST_REQUESTS_A_SECOND) {
        const behind = 1 + Math.floor(own.waiting / MOST_REQUESTS_A_SECOND);
        own.waiting += 1;
        return (second + behind) * 1000 - now;
      }
      own.used += 1;
      return shared === null ? 0 : shared.count(issuerId);
    },
  };
}
