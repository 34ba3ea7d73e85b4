// Counts API calls in memory, by the library's own clock, for a server that is the only one on its
// database. Servers that share a database would share the counts through another limiter of the
// library (RateLimiterRedis, RateLimiterPostgres) with the same points and duration: add a function
// here that gives the limiter a connection, and choose it in app.ts by a setting of config.ts.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { CallLimit } from './ports/call-limit.ts';

/** `onRefused` hears of each call that has to wait. */
export function openCallLimit(
  { calls, seconds }: { readonly calls: number; readonly seconds: number },
  onRefused: () => void,
): CallLimit {
  const limiter = new RateLimiterMemory({ points: calls, duration: seconds });
  return {
    async count(key) {
      try {
        await limiter.consume(key);
        return 0;
      } catch (error) {
        // The limiter rejects with the time to wait.
        if (!(error instanceof RateLimiterRes)) throw error;
        onRefused();
        return Math.max(error.msBeforeNext, 1);
      }
    },
  };
}
