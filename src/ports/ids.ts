// Randomness, injected so that tests decide it.

export interface Ids {
  /**
   * An unguessable URL-safe token of 32 characters (192 random bits): letters, digits, `-` and `_`.
   * It does not begin with `-`, which spreadsheets read as a formula and command lines as an
   * option.
   */
  token(): string;
  /** For keys, salts and nonces. */
  bytes(size: number): Uint8Array;
  /** A unique serial number that says nothing about other passes: a random UUID. */
  serialNumber(): string;
}
