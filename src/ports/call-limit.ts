// Limits how many calls a caller makes. Servers that share their work share the counts: an adapter
// then counts outside the process (../call-limit.ts counts in memory).

export interface CallLimit {
  /** Counts a call under this key. 0: the call may go on; else the ms until the next call may. */
  count(key: string): Promise<number>;
}
