// What Passwright asks of a database about API keys. Times are milliseconds since 1970.

/** The surfaces whose callers have API keys. */
export type ApiSurface = 'passkit' | 'pass2u' | 'mcp';

/** What the key of an assistant may do, see operations/access/roles.ts. */
export type AssistantRole = 'reader' | 'author' | 'publisher';

export interface ApiKey {
  readonly id: number;
  readonly accountId: number;
  readonly surface: ApiSurface;
  /**
   * What finds the key of a request: PassKit's key itself, which is no secret; the SHA-256 (hex) of
   * the others, which are.
   */
  readonly key: string;
  /** The key's last characters, by which its owner recognises the key. */
  readonly ending: string;
  /** PassKit: the secret that signs tokens, encrypted with the server's key. Others: null. */
  readonly encryptedSecret: Uint8Array | null;
  /** Of an assistant's key; null: another surface. */
  readonly role: AssistantRole | null;
  readonly createdAt: number;
  /** Null: the key is valid. */
  readonly revokedAt: number | null;
  /** The last call with the key, give or take a minute; null: there was none. */
  readonly lastUsedAt: number | null;
}

/** Without a role: a key of another surface than that of assistants. */
export type NewApiKey = Omit<ApiKey, 'id' | 'revokedAt' | 'lastUsedAt' | 'role'> & { readonly role?: AssistantRole };

export interface ApiKeyStore {
  /** Fails with `account_not_found`. */
  createApiKey(apiKey: NewApiKey): Promise<ApiKey>;
  /** Finds revoked keys too. */
  apiKey(surface: ApiSurface, key: string): Promise<ApiKey | null>;
  /** All keys or an account's, in the order of creation, revoked keys included. */
  apiKeys(accountId?: number): Promise<readonly ApiKey[]>;
  /** A key that is revoked already keeps its time. Fails with `api_key_not_found`. */
  revokeApiKey(id: number, now: number): Promise<ApiKey>;
  /** Notes a call with the key. */
  recordApiKeyUse(id: number, now: number): Promise<void>;
}
