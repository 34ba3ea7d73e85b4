// A person accepts an invitation: sees what for, and joins with a name and a password.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Invitation } from '../../ports/store/members.ts';
import { requireCurrent } from '../access/access.ts';
import { type Caller, callerOfMember } from '../access/caller.ts';
import { hashOf } from '../access/link-codes.ts';
import { hashPassword } from '../accounts/accounts.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';

/** The longest name of a person, in characters. */
const LONGEST_NAME = 100;

export interface OpenInvitation {
  readonly invitation: Invitation;
  readonly account: Account;
}

/** Fails with `invitation_ended`, `account_expired`. */
export async function openInvitation(context: Context, code: string): Promise<OpenInvitation> {
  const invitation = await context.store.invitationByCode(hashOf(code));
  const account = invitation && (await context.store.accountById(invitation.accountId));
  if (account === null || invitation!.expiresAt <= context.clock.now()) throw new AppError('invitation_ended');
  requireCurrent(context, account);
  return { invitation: invitation!, account };
}

/**
 * Makes the person a member, once, and answers who that is. Fails like openInvitation, and with
 * `parameter_missing` (name), `parameter_invalid` (name, password), `email_taken`.
 */
export async function join(
  context: Context,
  code: string,
  input: { readonly name: string; readonly password: string; readonly language: string | null },
): Promise<Caller> {
  const { account } = await openInvitation(context, code);
  const name = requirePersonName(input.name);
  const passwordHash = await hashPassword(input.password);
  const { language } = input;
  const member = await context.store.join(hashOf(code), { name, passwordHash, language }, context.clock.now());
  const caller = member && (await callerOfMember(context, member));
  if (caller === null) throw new AppError('invitation_ended');
  await recordAct(context, caller, { what: 'person.join', subject: account.name, after: caller.role });
  return caller;
}

/** Fails with `parameter_missing`, `parameter_invalid` (name). */
export function requirePersonName(given: string): string {
  const name = given.trim();
  if (name === '') throw new AppError('parameter_missing', { field: 'name', message: 'Give your name.' });
  if ([...name].length <= LONGEST_NAME) return name;
  const message = `A name has at most ${LONGEST_NAME} characters.`;
  throw new AppError('parameter_invalid', { field: 'name', message });
}
