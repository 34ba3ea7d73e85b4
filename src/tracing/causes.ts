// Remembers for a moment which trace changed what, so that the jobs of a change join its trace. The
// memory is this process's own: a job that another server does begins a trace of its own.
import type { SpanContext } from '@opentelemetry/api';
import { LRUCache } from 'lru-cache';

/** The most subjects in memory; a new one replaces the one noted longest ago. */
export const MOST_CAUSES = 10_000;
/** In ms. What waits longer, such as an expiry, has no trace to join any more. */
export const LONGEST_CAUSE = 60_000;

export interface Causes {
  note(subject: string, cause: SpanContext): void;
  /** The trace that changed the subject last; undefined: none did lately. A second call finds none. */
  take(subject: string): SpanContext | undefined;
}

export function createCauses(): Causes {
  const causes = new LRUCache<string, SpanContext>({ max: MOST_CAUSES, ttl: LONGEST_CAUSE });
  return {
    note: (subject, cause) => void causes.set(subject, cause),
    take(subject) {
      const cause = causes.get(subject);
      causes.delete(subject);
      return cause;
    },
  };
}
