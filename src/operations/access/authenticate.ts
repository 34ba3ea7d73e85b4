// Finds the account that a clientHash stands for. Doors call this once; operations receive the
// account and decide what it may do.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Context } from '../context.ts';
import { claimedAccount, clientHashOf, sameToken } from './client-hash.ts';

/** The account of a clientHash, or null for a missing, wrong or outdated one. */
export async function accountOf(context: Context, given: string | undefined): Promise<Account | null> {
  const clientHash = given === undefined ? '' : withoutLinkEnd(given);
  const id = claimedAccount(clientHash);
  const account = id === null ? null : await context.store.accountById(id);
  if (account === null || !sameToken(clientHash, clientHashOf(context.settings.secret, account))) return null;
  return account;
}

/** The guide's own hashes end in a comma, so programs add one, and `&` after it. */
function withoutLinkEnd(clientHash: string): string {
  return clientHash.replace(/[,&\s]{1,8}$/, '');
}

/**
 * The account of a clientHash, or null for a missing one. Fails with `client_hash_invalid` for a
 * wrong or outdated one.
 */
export async function authenticate(context: Context, clientHash: string | undefined): Promise<Account | null> {
  const account = await accountOf(context, clientHash);
  if (account === null && clientHash !== undefined) throw new AppError('client_hash_invalid', { field: 'clientHash' });
  return account;
}
