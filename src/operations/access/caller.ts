// Who works in the owner's pages: a person with a role in an account. Operations of these pages
// take a caller and begin with requireRight.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Member } from '../../ports/store/members.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Context } from '../context.ts';
import { requireCurrent, requirePass, requireTemplate } from './access.ts';
import { type Right, type Role, roleHas } from './roles.ts';

export interface Caller {
  readonly account: Account;
  readonly role: Role;
  /** The person's e-mail address, which the audit log names. */
  readonly email: string;
  /** Absent: the person is the account's own login. */
  readonly member?: Member;
}

/** The caller that the account's own login stands for. */
export function ownerOf(account: Account): Caller {
  return { account, role: 'owner', email: account.email };
}

/** The `email` of whoever acts by a command. */
export const COMMAND_LINE = 'command line';

/** Who acts by a command: whoever has the database may do everything. */
export function commandLineOf(account: Account): Caller {
  return { account, role: 'owner', email: COMMAND_LINE };
}

/** The authors of versions that programs make, and those of a first start. */
export const PASSSOURCE_API = 'PassSource API';
export const PASSKIT_API = 'PassKit API';
export const FIRST_START = 'Passwright';

/** The caller that a member's login stands for; null for one whose account is gone. */
export async function callerOfMember({ store }: Pick<Context, 'store'>, member: Member): Promise<Caller | null> {
  const account = await store.accountById(member.accountId);
  return account && { account, role: member.role, email: member.email, member };
}

export function mayDo({ role }: Caller, right: Right): boolean {
  return roleHas(role, right);
}

/** The caller's account. Fails with `role_forbidden`, `account_expired`. */
export function requireRight(context: Context, caller: Caller, right: Right): Account {
  if (!mayDo(caller, right)) throw new AppError('role_forbidden');
  requireCurrent(context, caller.account);
  return caller.account;
}

/**
 * The caller's account, for what belongs to the whole server. Fails with requireRight's codes and
 * `operator_only`.
 */
export function requireOperator(context: Context, caller: Caller, right: Right): Account {
  const account = requireRight(context, caller, right);
  if (!account.isOperator) throw new AppError('operator_only');
  return account;
}

/**
 * A template of the caller's account, or of an account that it manages. Fails with
 * `role_forbidden`, `account_expired`, `template_not_found`, `access_denied`.
 */
export async function requireCard(
  context: Context,
  caller: Caller,
  right: Right,
  templateHash: string,
): Promise<TemplateSnapshot> {
  return requireTemplate(context, requireRight(context, caller, right), templateHash);
}

/** A pass, as requireCard answers a template. Fails with the same codes and `pass_not_found`. */
export async function requireCustomer(
  context: Context,
  caller: Caller,
  right: Right,
  hashedSerialNumber: string,
): Promise<PassSnapshot> {
  return requirePass(context, requireRight(context, caller, right), hashedSerialNumber);
}
