// Counts the callers whom limits refuse, so that neither operations nor adapters know of metrics.
import type { Limits } from '../ports/limits.ts';
import type { LimitName, Metrics } from '../ports/metrics.ts';

export function measuredLimits(limits: Limits, metrics: Pick<Metrics, 'limit'>): Limits {
  return {
    ...limits,
    limit(name, terms) {
      const limit = limits.limit(name, terms);
      const [label] = name.split(' ') as [LimitName];
      return {
        ...limit,
        async count(key, points) {
          const wait = await limit.count(key, points);
          if (wait > 0) metrics.limit(label);
          return wait;
        },
      };
    },
  };
}
