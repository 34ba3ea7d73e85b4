// Who may do what (semantics.md, "Who may write what"): the owner of a template and the account that manages the owner may
// do everything with it; everyone else may set what is marked PSEditable.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Context } from '../context.ts';
import { claimedAccount, clientHashOf, sameToken } from './client-hash.ts';
import { hashedSerialNumberIn, LONGEST_HASH, withoutEnd } from './hashed-serial-number.ts';

/** The account of a clientHash, or null for a missing, wrong or outdated one. */
export async function accountOf(context: Context, clientHash: string | undefined): Promise<Account | null> {
  const id = clientHash === undefined ? null : claimedAccount(clientHash);
  const account = id === null ? null : await context.store.accountById(id);
  if (account === null || !sameToken(clientHash!, clientHashOf(context.settings.secret, account))) return null;
  return account;
}

/** Fails with `client_hash_missing`, `client_hash_invalid`, `account_expired`. */
export async function requireAccount(context: Context, clientHash: string | undefined): Promise<Account> {
  if (clientHash === undefined || clientHash === '') throw new AppError('client_hash_missing', { field: 'clientHash' });
  const account = await accountOf(context, clientHash);
  if (account === null) throw new AppError('client_hash_invalid', { field: 'clientHash' });
  requireCurrent(context, account);
  return account;
}

/** Fails with `account_expired`. */
export function requireCurrent(context: Context, account: Account): void {
  if (isExpired(context, account)) throw new AppError('account_expired');
}

function isExpired(context: Context, account: Account): boolean {
  return account.expiresAt !== null && account.expiresAt <= context.clock.now();
}

/** Whether an account has a hold on what an owner has. */
export function hasAccess(account: Account, owner: Account): boolean {
  return account.id === owner.id || account.id === owner.managerId;
}

/** Whether this clientHash may set any path of the owner's passes. A wrong one is like none. */
export async function mayWriteAll(context: Context, clientHash: string | undefined, owner: Account): Promise<boolean> {
  const account = await accountOf(context, clientHash);
  return account !== null && hasAccess(account, owner) && !isExpired(context, account);
}

/** Fails with requireAccount's codes, `template_not_found`, `access_denied`. */
export async function requireTemplate(
  context: Context,
  clientHash: string | undefined,
  templateHash: string,
): Promise<TemplateSnapshot & { readonly account: Account }> {
  const account = await requireAccount(context, clientHash);
  const snapshot = await findTemplate(context, templateHash);
  if (!hasAccess(account, snapshot.owner)) throw new AppError('access_denied', { field: 'clientHash' });
  return { ...snapshot, account };
}

/** Fails with requireAccount's codes, `pass_not_found`, `access_denied`. */
export async function requirePass(
  context: Context,
  clientHash: string | undefined,
  hashedSerialNumber: string,
): Promise<PassSnapshot & { readonly account: Account }> {
  const account = await requireAccount(context, clientHash);
  const snapshot = await findPass(context, hashedSerialNumber);
  if (!hasAccess(account, snapshot.owner)) throw new AppError('access_denied', { field: 'clientHash' });
  return { ...snapshot, account };
}

/** Fails with `template_not_found`. */
export async function findTemplate(context: Context, templateHash: string): Promise<TemplateSnapshot> {
  const snapshot = await context.store.templateByHash(withoutTail(templateHash));
  if (snapshot === null) throw new AppError('template_not_found', { field: 'templateHash' });
  return snapshot;
}

/** Fails with `pass_not_found`. A whole creation URL is accepted in the hash's place. */
export async function findPass(context: Context, hashedSerialNumber: string): Promise<PassSnapshot> {
  const snapshot = await context.store.passByHash(hashedSerialNumberIn(hashedSerialNumber));
  if (snapshot === null) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
  return snapshot;
}

/** Mail programs and the guide's own links leave a comma or an ampersand at the end of a hash. */
function withoutTail(hash: string): string {
  return withoutEnd(hash.trim(), /[,&]/).slice(0, LONGEST_HASH);
}
