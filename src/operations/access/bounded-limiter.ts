// Counts tries in memory, for a limited number of keys: anybody can invent keys, and all share the
// memory.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type IRateLimiterOptions, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { LimitName } from '../../ports/metrics.ts';

/**
 * The most keys of one limiter, some tens of MB. A new key replaces the one counted longest ago.
 */
export const MOST_KEYS = 50_000;

export interface BoundedLimiter {
  /** Rejects with RateLimiterRes when the tries are used up. */
  consume(key: string, points?: number): Promise<RateLimiterRes>;
  reward(key: string, points?: number): Promise<RateLimiterRes>;
  delete(key: string): Promise<boolean>;
  /** The number of keys in memory. */
  size(): number;
}

/** Hears of each try that is refused. */
export type OnRefused = (limit: LimitName) => void;

export interface LimiterOptions extends IRateLimiterOptions {
  readonly keyPrefix: LimitName;
}

export function boundedLimiter(
  options: LimiterOptions,
  most = MOST_KEYS,
  onRefused: OnRefused = () => {},
): BoundedLimiter {
  const limiter = new RateLimiterMemory(options);
  const kept = new LRUCache<string, true>({
    max: most,
    dispose: (_, key, reason) => {
      if (reason === 'evict') void limiter.delete(key);
    },
  });
  const count = (key: string): string => {
    const digest = digestOf(key);
    kept.set(digest, true);
    return digest;
  };
  return {
    consume: async (key, points = 1) => {
      try {
        return await limiter.consume(count(key), points);
      } catch (refused) {
        onRefused(options.keyPrefix);
        throw refused;
      }
    },
    reward: (key, points = 1) => limiter.reward(count(key), points),
    delete: (key) => {
      kept.delete(digestOf(key));
      return limiter.delete(digestOf(key));
    },
    size: () => kept.size,
  };
}

/** Hashes a key, so that a key of megabytes needs no more memory than an address. */
export function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}
