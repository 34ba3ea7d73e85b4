// What Passwright asks of a database about API keys. Times are milliseconds since 1970.

/** The surfaces that know their callers by API keys. */
export type ApiSurface = 'passkit' | 'pass2u';

export interface ApiKey {
  readonly id: number;
  readonly accountId: number;
  readonly surface: ApiSurface;
  /** What a request is looked up by: PassKit's key itself, which is no secret; the SHA-256 (hex) of Pass2U's, which is one. */
  readonly key: string;
  /** The key's last characters, by which its owner knows it again. */
  readonly ending: string;
  /** PassKit: what signs tokens, encrypted with the server's key. Pass2U: null. */
  readonly encryptedSecret: Uint8Array | null;
  readonly createdAt: number;
  /** Null: it is valid. */
  readonly revokedAt: number | null;
}

export interface ApiKeyStore {
  /** Fails with `account_not_found`. */
  createApiKey(apiKey: Omit<ApiKey, 'id' | 'revokedAt'>): Promise<ApiKey>;
  /** Revoked ones too. */
  apiKey(surface: ApiSurface, key: string): Promise<ApiKey | null>;
  /** In the order they were made, revoked ones too; all, or an account's. */
  apiKeys(accountId?: number): Promise<readonly ApiKey[]>;
  /** One that is revoked already keeps its time. Fails with `api_key_not_found`. */
  revokeApiKey(id: number, now: number): Promise<ApiKey>;
}
