// Adds up what only grows of the counts of several processes: counters and histograms. Gauges are
// left out, because what they measured is gone with its process.
import type { Counted } from '../ports/metrics.ts';

/** A metric as prom-client's getMetricsAsJSON answers it. */
interface Metric {
  readonly name: string;
  readonly type: string;
  readonly values: readonly Value[];
}

interface Value {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Of a histogram: which of its series. */
  readonly metricName?: string;
}

/** The sum of the counters and histograms. */
export function growing(parts: readonly Counted[]): Counted {
  const sums = new Map<string, { metric: Metric; values: Map<string, Value> }>();
  for (const metric of parts.flat() as Metric[]) {
    if (metric.type !== 'counter' && metric.type !== 'histogram') continue;
    const sum = sums.get(metric.name) ?? { metric, values: new Map() };
    sums.set(metric.name, sum);
    for (const value of metric.values) {
      const key = JSON.stringify([value.metricName, Object.entries(value.labels).sort()]);
      const before = sum.values.get(key)?.value ?? 0;
      sum.values.set(key, { ...value, value: before + value.value });
    }
  }
  return [...sums.values()].map(({ metric, values }) => ({ ...metric, values: [...values.values()] }));
}
