// What Passwright asks of a database to drop what is old. Times are milliseconds since 1970.

/** When passes and events were last touched that a purge drops; ms since 1970. */
export interface PurgeLimits {
  /** A pass is `stale` when nothing has happened to it since: it was made, changed, or had an event before this time. */
  readonly staleBefore: number;
  /**
   * A pass is `unused` when nothing has happened to it since this time, no device has it, and no access but its creation
   * was ever logged.
   */
  readonly unusedBefore: number;
}

/** A part of a purge: as many rows as are looked at, and perhaps dropped, without keeping others from writing. */
export interface PurgeSlice {
  /** Only rows with a greater id; 0 to begin. */
  readonly after: number;
  /** How many rows to look at. */
  readonly size: number;
  /** False: they are counted only. */
  readonly drop: boolean;
}

export interface Purged<Rule extends string> {
  readonly found: readonly { readonly templateId: number; readonly rule: Rule; readonly count: number }[];
  /** Where the next slice begins; null when there is none. */
  readonly next: number | null;
}

export interface PurgeStore {
  /** Counts, or drops in one commit, the stale and unused passes of a slice, with their events, jobs and registrations. */
  purgePasses(limits: PurgeLimits, slice: PurgeSlice): Promise<Purged<'stale' | 'unused'>>;
  /**
   * The same for the events of passes from before a time. What they counted for in the passes' access facts stays, and so
   * do pushes of whole templates, of which nothing else is known.
   */
  purgeEvents(before: number, slice: PurgeSlice): Promise<Purged<'old_event'>>;
  /** The greatest ids of passes and events: how far a purge has to go. */
  lastIds(): Promise<{ readonly pass: number; readonly event: number }>;
}
