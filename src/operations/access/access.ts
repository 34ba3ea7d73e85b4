// Decides who may do what (semantics.md, "Who may write what"): a template's owner and the account
// that manages the owner may do everything with it; everyone else may only set PSEditable values.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Context } from '../context.ts';
import { hashedSerialNumberIn, LONGEST_HASH, withoutEnd } from './hashed-serial-number.ts';

/** Fails with `client_hash_missing` when the call names no account, and with `account_expired`. */
export function requireAccount(context: Context, account: Account | null): Account {
  if (account === null) throw new AppError('client_hash_missing', { field: 'clientHash' });
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

/** Whether an account may manage what an owner has. */
export function hasAccess(account: Account, owner: Account): boolean {
  return account.id === owner.id || account.id === owner.managerId;
}

/**
 * Whether the account may set any path of the owner's passes. An expired account has no more rights
 * than an unknown caller.
 */
export function mayWriteAll(context: Context, account: Account | null, owner: Account): boolean {
  return account !== null && hasAccess(account, owner) && !isExpired(context, account);
}

/** Fails with requireAccount's codes, `template_not_found`, `access_denied`. */
export async function requireTemplate(
  context: Context,
  account: Account | null,
  templateHash: string,
): Promise<TemplateSnapshot> {
  const current = requireAccount(context, account);
  const snapshot = await findTemplate(context, templateHash);
  if (!hasAccess(current, snapshot.owner)) throw new AppError('access_denied', { field: 'clientHash' });
  return snapshot;
}

/** Fails with requireAccount's codes, `pass_not_found`, `access_denied`. */
export async function requirePass(
  context: Context,
  account: Account | null,
  hashedSerialNumber: string,
): Promise<PassSnapshot> {
  const current = requireAccount(context, account);
  const snapshot = await findPass(context, hashedSerialNumber);
  if (!hasAccess(current, snapshot.owner)) throw new AppError('access_denied', { field: 'clientHash' });
  return snapshot;
}

/** Fails with `template_not_found`. */
export async function findTemplate(context: Context, templateHash: string): Promise<TemplateSnapshot> {
  const snapshot = await context.store.templateByHash(withoutTail(templateHash));
  if (snapshot === null) throw new AppError('template_not_found', { field: 'templateHash' });
  return snapshot;
}

/** Fails with `pass_not_found`. Accepts a whole creation URL in place of the hash. */
export async function findPass(context: Context, hashedSerialNumber: string): Promise<PassSnapshot> {
  const snapshot = await context.store.passByHash(hashedSerialNumberIn(hashedSerialNumber));
  if (snapshot === null) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
  return snapshot;
}

/**
 * Removes the comma or ampersand that mail programs and the guide's own links leave at a hash's
 * end.
 */
function withoutTail(hash: string): string {
  return withoutEnd(hash.trim().slice(0, LONGEST_HASH), /[,&]/);
}
