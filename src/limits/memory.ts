// Counts in memory, for a server that is the only one on its database, and for what each server
// limits for itself. Counts a limited number of keys: anybody can invent keys, and all share the
// memory.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limits } from '../ports/limits.ts';

/** The most keys of one limit, some tens of MB. A new key replaces the one counted longest ago. */
const MOST_KEYS = 50_000;

export interface MemoryLimits extends Limits {
  /** How many keys the limits of this name have in memory. */
  size(name: string): number;
}

/** `most`: keys of one limit. */
export function memoryLimits(most = MOST_KEYS): MemoryLimits {
  const sizes = new Map<string, () => number>();
  // With `max` each limit would reserve room for all its keys at once: half of a server's start.
  const bounded = { maxSize: most, sizeCalculation: () => 1 };
  return {
    limit(name, { points: allowed, seconds }) {
      const limiter = new RateLimiterMemory({ keyPrefix: name, points: allowed, duration: seconds });
      const kept = new LRUCache<string, true>({
        ...bounded,
        dispose: (_, key, reason) => {
          if (reason === 'evict') void limiter.delete(key);
        },
      });
      sizes.set(name, () => kept.size);
      const use = (key: string): string => {
        const digest = digestOf(key);
        kept.set(digest, true);
        return digest;
      };
      return {
        async count(key, points = 1) {
          try {
            await limiter.consume(use(key), points);
            return 0;
          } catch (error) {
            if (error instanceof RateLimiterRes) return Math.max(error.msBeforeNext, 1);
            throw error;
          }
        },
        async takeBack(key, points = 1) {
          await limiter.reward(use(key), points);
        },
        async forget(key) {
          kept.delete(digestOf(key));
          await limiter.delete(digestOf(key));
        },
      };
    },
    remembered(name, seconds) {
      const known = new LRUCache<string, true>({ ...bounded, ttl: seconds * 1000 });
      sizes.set(name, () => known.size);
      return {
        add: async (key) => void known.set(digestOf(key), true),
        has: async (key) => known.has(digestOf(key)),
      };
    },
    size: (name) => sizes.get(name)?.() ?? 0,
  };
}

/** Hashes a key, so that a key of megabytes needs no more memory than an address. */
function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}
