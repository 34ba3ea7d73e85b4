// What the processes of one server tell each other.
import type { Counted } from '../ports/metrics.ts';

/** From a worker to the first process. */
export type FromWorker =
  /** It answers requests. */
  | { readonly passwright: 'ready' }
  /** It wants the counts of all workers. */
  | { readonly passwright: 'sum'; readonly id: number }
  /** Its own counts, for the question with this number. */
  | { readonly passwright: 'counted'; readonly id: number; readonly counted: Counted };

/** From the first process to a worker. */
export type ToWorker =
  | { readonly passwright: 'count'; readonly id: number }
  | { readonly passwright: 'summed'; readonly id: number; readonly counted: readonly Counted[] };

/** The exit code of a worker whose settings or database cannot be used: sysexits' EX_CONFIG. */
export const UNUSABLE = 78;
