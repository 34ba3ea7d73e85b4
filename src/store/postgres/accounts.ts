// Stores accounts, one row each. E-mail addresses are unique regardless of case.
import { asc, eq, getTableColumns } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Store } from '../../ports/store/store.ts';
import { emailKeyOf } from '../email-keys.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { deleteRowsOf } from './engine/owned-rows.ts';
import { statement } from './engine/statement.ts';
import { enqueue } from './jobs.ts';
import { accounts } from './schema.ts';
import { accountColumns } from './snapshots.ts';

type AccountStore = Pick<
  Store,
  'createAccount' | 'changeAccount' | 'accountById' | 'accountByEmail' | 'accounts' | 'deleteAccount'
>;

const { emailKey: _, ...columns } = getTableColumns(accounts);

const SELECT = `SELECT ${accountColumns('a')} FROM accounts a`;
const byId = statement<Account>(`${SELECT} WHERE a.id = $1`);
const byEmail = statement<Account>(`${SELECT} WHERE a.email_key = $1`);
const locked = statement<Account>(`${SELECT} WHERE a.id = $1 FOR NO KEY UPDATE`);
const lockedWhole = statement<Account>(`${SELECT} WHERE a.id = $1 FOR UPDATE`);
// Two who want one address take turns, whether it becomes that of an account or of a member.
const lockEmail = statement("SELECT pg_advisory_xact_lock(hashtextextended('email ' || $1, 0))");
const accountWith = statement<{ id: number }>('SELECT id FROM accounts WHERE email_key = $1');
const memberWith = statement<{ id: number }>('SELECT id FROM members WHERE email_key = $1');
const hasTemplate = statement('SELECT 1 FROM templates WHERE account_id = $1 LIMIT 1');

/** Fails with `account_not_found`. */
export async function requireAccount(queries: Queries, id: number): Promise<void> {
  if ((await queries.row(byId, id)) === undefined) throw new AppError('account_not_found');
}

/**
 * Fails with `email_taken` when a member or another account than `accountId` has the address. Until
 * the commit nobody else gets the address.
 */
export async function requireFreeEmail(tx: Tx, emailKey: string, accountId?: number): Promise<void> {
  tx.send(lockEmail, emailKey);
  const [account, member] = await Promise.all([tx.row(accountWith, emailKey), tx.row(memberWith, emailKey)]);
  if (member || (account && account.id !== accountId)) throw new AppError('email_taken');
}

export function accountStore({ read, write, kept }: Connection): AccountStore {
  const cached = kept.keeping((id: number) => read.row(byId, id));

  const requireManager = async (tx: Tx, id: number | null | undefined) => {
    if (typeof id === 'number' && (await tx.row(byId, id)) === undefined) throw new AppError('manager_not_found');
  };

  return {
    createAccount: (account) =>
      write(async (tx): Promise<Account> => {
        const emailKey = emailKeyOf(account.email);
        await requireFreeEmail(tx, emailKey);
        await requireManager(tx, account.managerId);
        const [made] = await tx.db
          .insert(accounts)
          .values({ ...account, emailKey })
          .returning(columns);
        return made!;
      }),

    changeAccount: (id, change, now = 0) =>
      write(async (tx): Promise<Account> => {
        const present = await tx.row(locked, id);
        if (!present) throw new AppError('account_not_found');
        const { id: _, ...values } = { ...present, ...change };
        const emailKey = emailKeyOf(values.email);
        await requireFreeEmail(tx, emailKey, id);
        await requireManager(tx, change.managerId);
        if (values.timeZone !== present.timeZone) enqueue(tx, { kind: 'zone_dues', subjectId: id, runAt: now });
        const [changed] = await tx.db
          .update(accounts)
          .set({ ...values, emailKey })
          .where(eq(accounts.id, id))
          .returning(columns);
        return changed!;
      }),

    deleteAccount: (id) =>
      write(async (tx) => {
        if (!(await tx.row(lockedWhole, id))) throw new AppError('account_not_found');
        if (await tx.row(hasTemplate, id)) throw new Error(`Account ${id} has templates.`);
        await tx.db.update(accounts).set({ managerId: null }).where(eq(accounts.managerId, id));
        await deleteRowsOf(tx, 'accounts', id, ['accounts', 'templates']);
        await tx.db.delete(accounts).where(eq(accounts.id, id));
      }),

    accountById: async (id) => (await cached(id)) ?? null,
    accountByEmail: async (email) => (await read.row(byEmail, emailKeyOf(email))) ?? null,
    accounts: () => read.db.select(columns).from(accounts).orderBy(asc(accounts.id)),
  };
}
