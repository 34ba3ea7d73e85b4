// What Passwright asks of a database about tills: devices that scan for an account with a token of
// their own. Times are milliseconds since 1970.

export interface NewTill {
  readonly accountId: number;
  readonly name: string;
  /** The templates whose passes the till may scan; null: all. */
  readonly templateHashes: readonly string[] | null;
  /** Whether the till may take back a scan of its last minutes. */
  readonly mayUndo: boolean;
  /** Whether the till may look up customers by name. */
  readonly mayFind: boolean;
  /** The e-mail address of whoever made the till. */
  readonly createdBy: string;
  readonly createdAt: number;
}

export interface Till extends NewTill {
  readonly id: number;
  /** The SHA-256 (hex) of the token; null: no device was set up yet. */
  readonly tokenHash: string | null;
  readonly lastSeenAt: number | null;
  readonly lastScanAt: number | null;
  /** How many scans waited on the device for a connection when it was last heard of. */
  readonly waiting: number;
  /** When the till was locked out, which is final; null: it may scan. */
  readonly revokedAt: number | null;
}

/** A code that makes a device the till, once. */
export interface TillSetup {
  /** What the code is made from, with the server's secret. */
  readonly nonce: string;
  /** The SHA-256 (hex) of the code. */
  readonly codeHash: string;
  readonly expiresAt: number;
}

/** What a till was last heard of; absent parts do not change. */
export interface TillSign {
  readonly lastSeenAt?: number;
  readonly lastScanAt?: number;
  readonly waiting?: number;
}

export interface TillStore {
  /** Makes a till and its setup code in one commit. */
  createTill(till: NewTill, setup: TillSetup): Promise<Till>;
  /**
   * Gives a till another setup code, and ends the earlier one. Fails with `till_not_found`, also for
   * a till of another account or one that is locked out.
   */
  renewTillSetup(accountId: number, id: number, setup: TillSetup): Promise<Till>;
  /** The setup code that a till has; null: used, or there is none. */
  tillSetupOf(id: number): Promise<TillSetup | null>;
  /** The till of a setup code that lasts at `now`; null: there is none. */
  tillBySetup(codeHash: string, now: number): Promise<Till | null>;
  /**
   * Uses a setup code: the till gets the token, and its earlier token ends. Null when there is no
   * such code that lasts at `now`.
   */
  openTill(codeHash: string, tokenHash: string, now: number): Promise<Till | null>;
  /** Finds tills that are locked out too. */
  tillByToken(tokenHash: string): Promise<Till | null>;
  tillById(id: number): Promise<Till | null>;
  /** An account's tills with an id below `before`, newest first, those that are locked out too. */
  tillsOf(accountId: number, page: { readonly before: number; readonly count: number }): Promise<readonly Till[]>;
  noteTill(id: number, sign: TillSign): Promise<void>;
  /**
   * Locks a till out and ends its setup code. A till that is locked out already keeps its time.
   * Fails with `till_not_found`, also for a till of another account.
   */
  revokeTill(accountId: number, id: number, now: number): Promise<Till>;
}
