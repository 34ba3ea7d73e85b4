// What Passwright asks of a database to delete old rows. Times are milliseconds since 1970.

/** The times that decide which passes a purge deletes; ms since 1970. */
export interface PurgeLimits {
  /**
   * A pass is `stale` when it was made and last changed before this time and has no event since.
   */
  readonly staleBefore: number;
  /**
   * A pass is `unused` when nothing has happened to it since this time, no device or Google Wallet has it, and no
   * access but its creation was ever logged.
   */
  readonly unusedBefore: number;
}

/** A part of a purge, small enough not to hold up other writers. */
export interface PurgeSlice {
  /** Only rows with a greater id; 0 to begin. */
  readonly after: number;
  /** How many rows to look at. */
  readonly size: number;
  /** False: only count. */
  readonly drop: boolean;
}

export interface Purged<Rule extends string> {
  readonly found: readonly { readonly templateId: number; readonly rule: Rule; readonly count: number }[];
  /** Where the next slice begins; null when there is none. */
  readonly next: number | null;
}

/** Images that nothing shows, and their size together in bytes. */
export interface UnusedImages {
  readonly count: number;
  readonly bytes: number;
}

export interface PurgeStore {
  /**
   * Counts, or deletes in one commit, the stale and unused passes of a slice, with their events,
   * jobs and registrations.
   */
  purgePasses(limits: PurgeLimits, slice: PurgeSlice): Promise<Purged<'stale' | 'unused'>>;
  /**
   * Counts, or deletes in one commit, the events of passes from before a time. The passes' access
   * facts stay, and so do pushes of whole templates, which are recorded nowhere else.
   */
  purgeEvents(before: number, slice: PurgeSlice): Promise<Purged<'old_event'>>;
  /**
   * Counts, or deletes, the images that no template, pass, account or answer names and that nobody
   * gave since a time.
   */
  purgeImages(before: number, drop: boolean): Promise<UnusedImages>;
  /** The greatest ids of passes and events, where a purge ends. */
  lastIds(): Promise<{ readonly pass: number; readonly event: number }>;
}
