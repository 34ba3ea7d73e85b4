// What a member changes about the own login: name, language, password. The account's own login is
// changed with the account.
import { AppError } from '../../errors.ts';
import type { Member, MemberChange } from '../../ports/store/members.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { countGuess, type GuessThrottle } from '../access/guess-throttle.ts';
import { isPassword } from '../access/login.ts';
import { hashPassword } from '../accounts/accounts.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { requirePersonName } from './join.ts';

export interface OwnLoginInput {
  readonly name: string;
  /** The tag of a language of the pages; null: what the browser says. */
  readonly language: string | null;
}

/** Fails with `role_forbidden` for the account's own login, and with `parameter_invalid` (name). */
export async function changeOwnLogin(context: Context, caller: Caller, input: OwnLoginInput): Promise<Caller> {
  const { name, language } = input;
  return changed(context, caller, { name: requirePersonName(name), language });
}

/**
 * Gives the member another password; all sessions of the member end. Fails with `role_forbidden` for
 * the account's own login, `parameter_invalid` (present, password), `login_throttled`. `address` is
 * the caller's IP address.
 */
export async function changeOwnPassword(
  context: Context,
  throttle: GuessThrottle,
  caller: Caller,
  input: { readonly present: string; readonly password: string; readonly address: string },
): Promise<Caller> {
  const member = requireOwnLogin(context, caller);
  const guess = { address: input.address, target: member.email.toLowerCase() };
  const wasRight = await countGuess(throttle, guess, tooMany);
  if (!(await isPassword(member, input.present))) {
    throw new AppError('parameter_invalid', { field: 'present', message: 'This is not your present password.' });
  }
  await wasRight();
  const now = await changed(context, caller, { passwordHash: await hashPassword(input.password) });
  await recordAct(context, caller, { what: 'person.password', subject: member.email });
  return now;
}

function requireOwnLogin(context: Context, caller: Caller): Member {
  requireRight(context, caller, 'scan');
  if (caller.member === undefined) throw new AppError('role_forbidden');
  return caller.member;
}

async function changed(context: Context, caller: Caller, change: MemberChange): Promise<Caller> {
  const { id, accountId } = requireOwnLogin(context, caller);
  return { ...caller, member: await context.store.changeMember(accountId, id, change) };
}

function tooMany(retryAfter: number): AppError {
  const message = `Too many wrong passwords. Try again in ${retryAfter} seconds.`;
  return new AppError('login_throttled', { message, beside: { retryAfter } });
}
