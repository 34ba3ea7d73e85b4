// Stores tills and the codes that set them up. Whoever writes both writes the code first, so that
// no two wait for each other.
import { and, eq, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Till, TillSetup, TillStore } from '../../ports/store/tills.ts';
import type { Connection } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { tills } from './schema-people.ts';

const SELECT = `SELECT ${columnsOf(tills, 't')} FROM tills t`;
const byId = statement<Till>(`${SELECT} WHERE t.id = $1`);
// Each request of a till looks the till up.
const byToken = statement<Till>(`${SELECT} WHERE t.token_hash = $1`);
const bySetup = statement<Till>(`
  ${SELECT} JOIN till_setups s ON s.till_id = t.id WHERE s.code_hash = $1 AND s.expires_at > $2`);
const page = statement<Till>(`${SELECT} WHERE t.account_id = $1 AND t.id < $2 ORDER BY t.id DESC LIMIT $3`);
const lockedOpen = statement<Till>(`
  ${SELECT} WHERE t.id = $1 AND t.account_id = $2 AND t.revoked_at IS NULL FOR NO KEY UPDATE`);
const setupOf = statement<TillSetup>(`
  SELECT nonce, code_hash AS "codeHash", expires_at AS "expiresAt" FROM till_setups WHERE till_id = $1`);
const addSetup = statement('INSERT INTO till_setups (till_id, nonce, code_hash, expires_at) VALUES ($1, $2, $3, $4)');
const dropSetup = statement('DELETE FROM till_setups WHERE till_id = $1');
// Only one device gets the row.
const useSetup = statement<{ tillId: number }>(`
  DELETE FROM till_setups WHERE code_hash = $1 AND expires_at > $2 RETURNING till_id AS "tillId"`);
const noteSign = statement(`
  UPDATE tills SET last_seen_at = coalesce($2, last_seen_at), last_scan_at = coalesce($3, last_scan_at),
    waiting = coalesce($4, waiting)
  WHERE id = $1`);

export function tillStore({ read, write }: Connection): TillStore {
  const found = (till: Till | undefined): Till => {
    if (!till) throw new AppError('till_not_found');
    return till;
  };

  return {
    createTill: (till, { nonce, codeHash, expiresAt }) =>
      write(async (tx): Promise<Till> => {
        tx.leavesKept();
        const [made] = await tx.db
          .insert(tills)
          .values({ ...till, waiting: 0 })
          .returning();
        tx.send(addSetup, made!.id, nonce, codeHash, expiresAt);
        return made!;
      }),

    renewTillSetup: (accountId, id, { nonce, codeHash, expiresAt }) =>
      write(async (tx): Promise<Till> => {
        tx.leavesKept();
        // Undone where the till is not the account's own.
        tx.send(dropSetup, id);
        const till = found(await tx.row(lockedOpen, id, accountId));
        tx.send(addSetup, id, nonce, codeHash, expiresAt);
        return till;
      }),

    tillSetupOf: async (id) => (await read.row(setupOf, id)) ?? null,
    tillBySetup: async (codeHash, now) => (await read.row(bySetup, codeHash, now)) ?? null,

    openTill: (codeHash, tokenHash, now) =>
      write(async (tx): Promise<Till | null> => {
        tx.leavesKept();
        const used = await tx.row(useSetup, codeHash, now);
        if (!used) return null;
        const set = { tokenHash, lastSeenAt: now, waiting: 0 };
        const [till] = await tx.db.update(tills).set(set).where(eq(tills.id, used.tillId)).returning();
        return till!;
      }),

    tillByToken: async (tokenHash) => (await read.row(byToken, tokenHash)) ?? null,
    tillById: async (id) => (await read.row(byId, id)) ?? null,
    tillsOf: (accountId, { before, count }) => read.rows(page, accountId, before, count),

    noteTill: (id, { lastSeenAt, lastScanAt, waiting }) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(noteSign, id, lastSeenAt ?? null, lastScanAt ?? null, waiting ?? null);
      }),

    revokeTill: (accountId, id, now) =>
      write(async (tx): Promise<Till> => {
        tx.leavesKept();
        tx.send(dropSetup, id);
        const revokedAt = sql`coalesce(${tills.revokedAt}, ${now}::bigint)`;
        const where = and(eq(tills.id, id), eq(tills.accountId, accountId));
        const [till] = await tx.db.update(tills).set({ revokedAt }).where(where).returning();
        return found(till);
      }),
  };
}
