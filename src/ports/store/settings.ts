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

/** What is encrypted with the server's key, each in a row that is useless without the key. */
export interface EncryptedRow {
  readonly kind: 'certificate' | 'certificate_request' | 'api_key' | 'webhook' | 'google' | 'setting';
  /** The row's id; of a setting its name. */
  readonly id: number | string;
  readonly encrypted: Uint8Array;
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
  /** All of them, of all accounts: some for each account. */
  encryptedRows(): Promise<readonly EncryptedRow[]>;
  /**
   * Replaces the proof, and in the same commit removes the rows that nobody can open any more. An API
   * key stays as a revoked one, without its secret; a webhook goes with its messages.
   */
  renewSecretProof(proof: string, lost: readonly Pick<EncryptedRow, 'kind' | 'id'>[], now: number): Promise<void>;
}
