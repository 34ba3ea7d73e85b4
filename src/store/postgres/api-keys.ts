// Stores API keys. Every request of their surfaces looks one up; they hardly ever change.
import { asc, eq, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { ApiKey, ApiKeyStore } from '../../ports/store/api-keys.ts';
import { requireAccount } from './accounts.ts';
import type { Connection } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { apiKeys } from './schema.ts';

type Row = typeof apiKeys.$inferSelect;

const byKey = statement<Row>(`SELECT ${columnsOf(apiKeys, 'k')} FROM api_keys k WHERE k.key = $1`);
const use = statement('UPDATE api_keys SET last_used_at = $2 WHERE id = $1');

export function apiKeyStore({ read, write, kept }: Connection): ApiKeyStore {
  const cached = kept.keeping(async (key: string): Promise<ApiKey | undefined> => {
    const row = await read.row(byKey, key);
    return row && toApiKey(row);
  });

  return {
    createApiKey: (apiKey) =>
      write(async (tx): Promise<ApiKey> => {
        tx.leavesKept();
        await requireAccount(tx, apiKey.accountId);
        const [made] = await tx.db.insert(apiKeys).values(apiKey).returning();
        return toApiKey(made!);
      }),

    apiKey: async (surface, key) => {
      const found = await cached(key);
      return found?.surface === surface ? found : null;
    },

    apiKeys: async (accountId) => {
      const rows = await read.db
        .select()
        .from(apiKeys)
        .where(accountId === undefined ? undefined : eq(apiKeys.accountId, accountId))
        .orderBy(asc(apiKeys.id));
      return rows.map(toApiKey);
    },

    revokeApiKey: (id, now) =>
      write(async (tx): Promise<ApiKey> => {
        const revokedAt = sql`coalesce(${apiKeys.revokedAt}, ${now}::bigint)`;
        const [row] = await tx.db.update(apiKeys).set({ revokedAt }).where(eq(apiKeys.id, id)).returning();
        if (!row) throw new AppError('api_key_not_found');
        return toApiKey(row);
      }),

    recordApiKeyUse: (id, now) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(use, id, now);
      }),
  };
}

function toApiKey(row: Row): ApiKey {
  const { encryptedSecret } = row;
  return { ...row, encryptedSecret: encryptedSecret === null ? null : new Uint8Array(encryptedSecret) };
}
