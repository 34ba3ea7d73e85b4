// Stores accounts, one row each. E-mail addresses are unique regardless of case.
import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Store } from '../../ports/store/store.ts';
import { emailKeyOf } from '../email-keys.ts';
import type { Connection } from './engine/connection.ts';
import { deleteRowsOf } from './engine/owned-rows.ts';
import { quickRow } from './engine/quick-read.ts';
import type { JobQueue } from './jobs.ts';
import { accounts } from './schema.ts';
import { members } from './schema-people.ts';
import type { UpdateTags } from './update-tags.ts';

const { emailKey: _, ...columns } = getTableColumns(accounts);
/** The columns of an Account. */
export const accountColumns = columns;

type AccountStore = Pick<
  Store,
  'createAccount' | 'changeAccount' | 'accountById' | 'accountByEmail' | 'accounts' | 'deleteAccount'
>;

export function accountStore(
  { client, db, write, kept }: Connection,
  { jobs, tags }: { readonly jobs: JobQueue; readonly tags: UpdateTags },
): AccountStore {
  const selectById = db
    .select(accountColumns)
    .from(accounts)
    .where(eq(accounts.id, sql.placeholder('id')));
  const byId = kept.keeping(quickRow<Account>(client, selectById, accountColumns));
  const byEmail = db
    .select(accountColumns)
    .from(accounts)
    .where(eq(accounts.emailKey, sql.placeholder('emailKey')))
    .prepare();

  const memberByEmail = db
    .select({ id: members.id })
    .from(members)
    .where(eq(members.emailKey, sql.placeholder('emailKey')))
    .prepare();

  const requireManager = (id: number | null | undefined) => {
    if (typeof id === 'number' && !byId(id)) throw new AppError('manager_not_found');
  };

  return {
    createAccount: (account) =>
      write((): Account => {
        const emailKey = emailKeyOf(account.email);
        if (byEmail.get({ emailKey }) || memberByEmail.get({ emailKey })) throw new AppError('email_taken');
        requireManager(account.managerId);
        return db
          .insert(accounts)
          .values({ ...account, emailKey })
          .returning(accountColumns)
          .get();
      }),

    changeAccount: (id, change, now = 0) =>
      write((): Account => {
        const present = byId(id);
        if (!present) throw new AppError('account_not_found');
        const changed = { ...present, ...change };
        const emailKey = emailKeyOf(changed.email);
        const holder = byEmail.get({ emailKey });
        if ((holder && holder.id !== id) || memberByEmail.get({ emailKey })) throw new AppError('email_taken');
        requireManager(change.managerId);
        const { id: _, ...values } = changed;
        if (changed.timeZone !== present.timeZone) {
          jobs.enqueue({ kind: 'zone_dues', subjectId: id, updateTag: tags.draw(), runAt: now });
        }
        return db
          .update(accounts)
          .set({ ...values, emailKey })
          .where(eq(accounts.id, id))
          .returning(accountColumns)
          .get();
      }),

    deleteAccount: (id) =>
      write(() => {
        if (!byId(id)) throw new AppError('account_not_found');
        db.update(accounts).set({ managerId: null }).where(eq(accounts.managerId, id)).run();
        deleteRowsOf(client, 'accounts', id, ['accounts', 'templates']);
        db.delete(accounts).where(eq(accounts.id, id)).run();
      }),

    accountById: async (id) => byId(id) ?? null,
    accountByEmail: async (email) => byEmail.get({ emailKey: emailKeyOf(email) }) ?? null,
    accounts: async () => db.select(accountColumns).from(accounts).orderBy(asc(accounts.id)).all(),
  };
}
