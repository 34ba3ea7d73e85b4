// Calls counted in memory, for a server that is the only one on its database. It goes by the library's own clock. Servers that
// share their database share the counts by another of the library's limiters (RateLimiterRedis, RateLimiterPostgres) with the
// same points and duration: a second function here that gives it a connection, chosen in app.ts by a setting of config.ts.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { CallLimit } from './ports/call-limit.ts';

export function openCallLimit({ calls, seconds }: { readonly calls: number; readonly seconds: number }): CallLimit {
  const limiter = new RateLimiterMemory({ points: calls, duration: seconds });
  return {
    async count(key) {
      try {
        await limiter.consume(key);
        return 0;
      } catch (error) {
        // It rejects with how long to wait.
        if (error instanceof RateLimiterRes) return Math.max(error.msBeforeNext, 1);
        throw error;
      }
    },
  };
}
