// Sends at most so many requests a second for one issuer, as Google's quota wants. What is beyond
// gets a time at which the queue before it is done, so that waiting jobs do not all come back at once.
import type { Clock } from '../../ports/clock.ts';
import type { Limits } from '../../ports/limits.ts';

/** Google's quota of an issuer. */
export const MOST_REQUESTS_A_SECOND = 20;
/** The most issuers whose seconds are in memory. */
const MOST_ISSUERS = 10_000;
/** In ms. A tenth longer than Google's, because requests take different times on their way. */
const SECOND = 1100;

export interface Pace {
  /** 0: so many requests may be sent now, and are counted; else the ms to wait. */
  turn(issuerId: string, requests: number): Promise<number>;
}

interface Issuer {
  /** When the requests of the last second were sent, the oldest first: at most MOST_REQUESTS_A_SECOND. */
  sent: number[];
  /** How many wait at `at`; they go at the pace of the quota. */
  waiting: number;
  at: number;
}

/** `limits`: what servers of one database count together; null: there is no other server. */
export function createPace(clock: Clock, limits: Limits | null): Pace {
  const shared = limits?.limit('google_requests', { points: MOST_REQUESTS_A_SECOND, seconds: 1 }) ?? null;
  const issuers = new Map<string, Issuer>();

  function current(issuerId: string, now: number): Issuer {
    const there = issuers.get(issuerId);
    if (there === undefined) {
      if (issuers.size >= MOST_ISSUERS) issuers.clear();
      const fresh = { sent: [], waiting: 0, at: now };
      issuers.set(issuerId, fresh);
      return fresh;
    }
    there.sent = there.sent.filter((at) => now - at < SECOND);
    there.waiting = Math.max(0, there.waiting - ((now - there.at) * MOST_REQUESTS_A_SECOND) / SECOND);
    there.at = now;
    return there;
  }

  return {
    async turn(issuerId, requests) {
      const now = clock.now();
      const own = current(issuerId, now);
      if (own.sent.length + requests <= MOST_REQUESTS_A_SECOND) {
        for (let request = 0; request < requests; request++) own.sent.push(now);
        return shared === null ? 0 : shared.count(issuerId, requests);
      }
      // Any second counts, not only those of the clock: each waits until a request before it is a second ago.
      const place = Math.floor(own.waiting);
      const rounds = 1 + Math.floor(place / MOST_REQUESTS_A_SECOND);
      own.waiting += 1;
      return own.sent[place % own.sent.length]! + rounds * SECOND - now;
    },
  };
}
