// What Passwright asks of a database about settings of the whole server that pages and commands
// set. Times are milliseconds since 1970.

/** The mail server that somebody set here, as JSON encrypted with the server's key. */
export interface StoredMailServer {
  readonly encryptedSettings: Uint8Array;
  readonly changedAt: number;
}

export interface LastBackup {
  readonly time: number;
  readonly bytes: number;
  /** The name of the file, without its folder. */
  readonly file: string;
}

export interface SettingStore {
  /** Null: none is set here. */
  mailServer(): Promise<StoredMailServer | null>;
  /** Null removes the setting. */
  setMailServer(encryptedSettings: Uint8Array | null, now: number): Promise<void>;
  /** Null: there was no backup yet. */
  lastBackup(): Promise<LastBackup | null>;
  recordBackup(backup: LastBackup): Promise<void>;
  /** What proves which secret key the database belongs to; null: no server has written it yet. */
  secretProof(): Promise<string | null>;
  /** Writes the proof unless there is one. */
  recordSecretProof(proof: string, now: number): Promise<void>;
}
