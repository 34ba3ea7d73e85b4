// Counts calls, so that nobody makes too many. Servers that share their work share the counts: an adapter then counts outside
// the process (see ../call-limit.ts, which counts in memory).

export interface CallLimit {
  /** Counts a call under this key. 0: it may go on; else the ms until the next one may. */
  count(key: string): Promise<number>;
}
