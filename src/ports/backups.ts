// The port to the backups that the server keeps of its own database. Times are milliseconds since
// 1970.

export interface BackupFile {
  /** Names the file among the backups; no path. */
  readonly name: string;
  readonly time: number;
  readonly bytes: number;
}

export interface Backups {
  /** Whether backups are made by the database's own tools: then nothing else here does anything. */
  readonly isElsewhere: boolean;
  /** The complete backups, newest first. */
  list(): Promise<readonly BackupFile[]>;
  /**
   * Makes a backup and deletes the oldest ones past the limit. Joins a backup that is under way. Fails
   * with `backup_failed`, whose message says why.
   */
  make(now: number): Promise<BackupFile>;
  isUnderWay(): boolean;
  /** Why the last backup of this process failed; null: it did not, or there was none. */
  failure(): string | null;
  /** The bytes of a backup; null when there is none of this name. */
  read(name: string): Promise<{ readonly bytes: number; readonly content: ReadableStream<Uint8Array> } | null>;
  /** Ends a backup that is under way; it leaves no file. */
  close(): Promise<void>;
}
