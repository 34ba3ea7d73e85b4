// Stores tills and the codes that set them up.
import { and, desc, eq, getTableColumns, gt, isNull, lt, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Till, TillStore } from '../../ports/store/tills.ts';
import type { Connection } from './engine/connection.ts';
import { tillSetups, tills } from './schema-people.ts';

const columns = getTableColumns(tills);

export function tillStore({ db, write }: Connection): TillStore {
  const byId = db
    .select()
    .from(tills)
    .where(eq(tills.id, sql.placeholder('id')))
    .prepare();
  // Each request of a till looks the till up.
  const byToken = db
    .select()
    .from(tills)
    .where(eq(tills.tokenHash, sql.placeholder('tokenHash')))
    .prepare();
  const bySetup = db
    .select(columns)
    .from(tillSetups)
    .innerJoin(tills, eq(tills.id, tillSetups.tillId))
    .where(and(eq(tillSetups.codeHash, sql.placeholder('codeHash')), gt(tillSetups.expiresAt, sql.placeholder('now'))))
    .prepare();
  const page = db
    .select()
    .from(tills)
    .where(and(eq(tills.accountId, sql.placeholder('accountId')), lt(tills.id, sql.placeholder('before'))))
    .orderBy(desc(tills.id))
    .limit(sql.placeholder('count'))
    .prepare();

  const dropSetup = (tillId: number) => db.delete(tillSetups).where(eq(tillSetups.tillId, tillId)).run();
  const found = (till: Till | undefined): Till => {
    if (!till) throw new AppError('till_not_found');
    return till;
  };

  return {
    createTill: (till, setup) =>
      write((): Till => {
        const made = db
          .insert(tills)
          .values({ ...till, waiting: 0 })
          .returning()
          .get();
        db.insert(tillSetups)
          .values({ tillId: made.id, ...setup })
          .run();
        return made;
      }),

    renewTillSetup: (accountId, id, setup) =>
      write((): Till => {
        const where = and(eq(tills.id, id), eq(tills.accountId, accountId), isNull(tills.revokedAt));
        const till = found(db.select().from(tills).where(where).get());
        dropSetup(id);
        db.insert(tillSetups)
          .values({ tillId: id, ...setup })
          .run();
        return till;
      }),

    tillSetupOf: async (id) => {
      const row = db.select().from(tillSetups).where(eq(tillSetups.tillId, id)).get();
      return row === undefined ? null : { nonce: row.nonce, codeHash: row.codeHash, expiresAt: row.expiresAt };
    },

    tillBySetup: async (codeHash, now) => bySetup.get({ codeHash, now }) ?? null,

    openTill: (codeHash, tokenHash, now) =>
      write((): Till | null => {
        const till = bySetup.get({ codeHash, now });
        if (!till) return null;
        dropSetup(till.id);
        const set = { tokenHash, lastSeenAt: now, waiting: 0 };
        return db.update(tills).set(set).where(eq(tills.id, till.id)).returning().get()!;
      }),

    tillByToken: async (tokenHash) => byToken.get({ tokenHash }) ?? null,
    tillById: async (id) => byId.get({ id }) ?? null,
    tillsOf: async (accountId, { before, count }) => page.all({ accountId, before, count }),

    noteTill: (id, sign) =>
      write(() => {
        if (Object.keys(sign).length > 0) db.update(tills).set(sign).where(eq(tills.id, id)).run();
      }),

    revokeTill: (accountId, id, now) =>
      write((): Till => {
        dropSetup(id);
        const revokedAt = sql`coalesce(${tills.revokedAt}, ${now})`;
        const where = and(eq(tills.id, id), eq(tills.accountId, accountId));
        return found(db.update(tills).set({ revokedAt }).where(where).returning().get());
      }),
  };
}
