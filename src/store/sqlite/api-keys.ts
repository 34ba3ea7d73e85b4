// Stores API keys. Every request of their surfaces looks one up; they hardly ever change.
import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { ApiKey, ApiKeyStore } from '../../ports/store/api-keys.ts';
import type { Connection } from './engine/connection.ts';
import { quickRow } from './engine/quick-read.ts';
import { accounts, apiKeys } from './schema.ts';

const columns = getTableColumns(apiKeys);

export function apiKeyStore({ client, db, write, kept }: Connection): ApiKeyStore {
  const selectByKey = db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.key, sql.placeholder('key')));
  const readByKey = quickRow<typeof apiKeys.$inferSelect>(client, selectByKey, columns);
  const byKey = kept.keeping((key: string): ApiKey | undefined => {
    const row = readByKey(key);
    return row && toApiKey(row);
  });

  return {
    createApiKey: (apiKey) =>
      write((): ApiKey => {
        const account = db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, apiKey.accountId)).get();
        if (!account) throw new AppError('account_not_found');
        const { encryptedSecret } = apiKey;
        const row = {
          ...apiKey,
          encryptedSecret: encryptedSecret === null ? null : Buffer.from(encryptedSecret),
          revokedAt: null,
          lastUsedAt: null,
        };
        return toApiKey(db.insert(apiKeys).values(row).returning().get());
      }),

    apiKey: async (surface, key) => {
      const found = byKey(key);
      return found?.surface === surface ? found : null;
    },

    apiKeys: async (accountId) =>
      db
        .select()
        .from(apiKeys)
        .where(accountId === undefined ? undefined : eq(apiKeys.accountId, accountId))
        .orderBy(asc(apiKeys.id))
        .all()
        .map(toApiKey),

    revokeApiKey: (id, now) =>
      write((): ApiKey => {
        const revokedAt = sql`coalesce(${apiKeys.revokedAt}, ${now})`;
        const row = db.update(apiKeys).set({ revokedAt }).where(eq(apiKeys.id, id)).returning().get();
        if (!row) throw new AppError('api_key_not_found');
        return toApiKey(row);
      }),

    recordApiKeyUse: (id, now) =>
      write(() => {
        db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, id)).run();
      }),
  };
}

function toApiKey(row: typeof apiKeys.$inferSelect): ApiKey {
  const { encryptedSecret } = row;
  return { ...row, encryptedSecret: encryptedSecret === null ? null : new Uint8Array(encryptedSecret) };
}
