// The people of an account: who works in it with which role, invitations, other roles, removal.
import { AppError } from '../../errors.ts';
import type { Invitation, Member } from '../../ports/store/members.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { codeOf, newLinkCode } from '../access/link-codes.ts';
import { ROLES, type Role, roleHas } from '../access/roles.ts';
import { recordAct } from '../accounts/audit.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';
import { type InvitationLetter, type RenderInvitation, sendInvitation } from './invitation-mail.ts';

/** The most members and invitations of an account together. */
const MOST_PEOPLE = 100;
/** How long an invitation lasts, in ms. */
const INVITATION_LIFETIME = 7 * 24 * 60 * 60 * 1000;

export interface ListedInvitation extends Pick<Invitation, 'id' | 'email' | 'role' | 'expiresAt'> {
  /** The address where the person joins. */
  readonly link: string;
  readonly hasEnded: boolean;
}

export type ListedMember = Pick<Member, 'id' | 'email' | 'name' | 'role'>;

export interface People {
  /** The e-mail address of the account's own login. */
  readonly owner: string;
  readonly members: readonly ListedMember[];
  readonly invitations: readonly ListedInvitation[];
}

/** Fails with the codes of requireRight. */
export async function listPeople(context: Context, caller: Caller): Promise<People> {
  const account = requireRight(context, caller, 'people');
  const members = await context.store.membersOf(account.id);
  const invitations = await context.store.invitationsOf(account.id);
  return { owner: account.email, members, invitations: invitations.map((each) => listed(context, each)) };
}

function listed(context: Context, { id, email, role, expiresAt, nonce }: Invitation): ListedInvitation {
  const link = joinLink(context, nonce);
  return { id, email, role, expiresAt, link, hasEnded: expiresAt <= context.clock.now() };
}

function joinLink(context: Context, nonce: string): string {
  return `${context.settings.rootUrl}/join/${codeOf(context, 'invitation', nonce)}`;
}

/** What became of the mail of an invitation. */
export interface Invited {
  readonly id: number;
  readonly email: string;
  /** Why the mail server did not take the mail; null: it did. */
  readonly mailError: string | null;
}

/**
 * Invites a person by mail; an earlier invitation of the address ends. The link works also where no
 * mail could be sent. Fails with the codes of requireRight, `parameter_invalid` (email, role),
 * `email_taken`, `people_limit`.
 */
export async function invitePerson(
  context: Context,
  caller: Caller,
  input: { readonly email: string; readonly role: string },
  render: RenderInvitation,
): Promise<Invited> {
  const account = requireRight(context, caller, 'people');
  const email = emailAddress(input.email);
  if (email === null) {
    const message = 'Give one e-mail address, such as ada@example.com.';
    throw new AppError('parameter_invalid', { field: 'email', message });
  }
  const role = requireRole(input.role);
  const now = context.clock.now();
  const code = newLinkCode(context, 'invitation');
  const times = { createdAt: now, expiresAt: now + INVITATION_LIFETIME };
  const invitation = { accountId: account.id, email, role, ...code, invitedBy: caller.email, ...times };
  const { id } = await context.store.invite(invitation, MOST_PEOPLE).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { field: 'email', message: error.message });
  });
  await recordAct(context, caller, { what: 'person.invite', subject: email, after: role });
  const letter: InvitationLetter = { account, invitedBy: caller.email, link: joinLink(context, code.nonce) };
  const recipient = email;
  return { id, email, mailError: await sendInvitation(context, { nonce: code.nonce, recipient }, letter, render) };
}

function requireRole(given: string): Role {
  const role = ROLES.find((known) => known === given);
  if (role !== undefined) return role;
  const message = `A role is one of ${ROLES.join(', ')}.`;
  throw new AppError('parameter_invalid', { field: 'role', message });
}

/** Does nothing for an invitation that is gone. Fails with the codes of requireRight. */
export async function withdrawInvitation(context: Context, caller: Caller, id: number): Promise<void> {
  const account = requireRight(context, caller, 'people');
  const invitation = await context.store.invitationById(account.id, id);
  if (invitation === null) return;
  await context.store.withdrawInvitation(account.id, id);
  await recordAct(context, caller, { what: 'person.uninvite', subject: invitation.email, before: invitation.role });
}

/**
 * Gives a member another role, at once. Fails with the codes of requireRight, `member_not_found`,
 * `parameter_invalid` (role).
 */
export async function changeRole(context: Context, caller: Caller, id: number, given: string): Promise<Member> {
  const account = requireRight(context, caller, 'people');
  const role = requireRole(given);
  const { role: before } = await requireMember(context, caller, id);
  const member = await context.store.changeMember(account.id, id, { role });
  if (before !== role) {
    await recordAct(context, caller, { what: 'person.role', subject: member.email, before, after: role });
  }
  return member;
}

/** Fails with the codes of requireRight and `member_not_found`. */
export async function requireMember(context: Context, caller: Caller, id: number): Promise<Member> {
  const account = requireRight(context, caller, 'people');
  const member = await context.store.memberById(id);
  if (member?.accountId !== account.id) throw new AppError('member_not_found');
  return member;
}

/** Whether a person of this role may have noted the clientHash and API keys. */
export function knowsKeys({ role }: Pick<Member, 'role'>): boolean {
  return roleHas(role, 'keys');
}

/** Ends a member's login and sessions at once. Fails like requireMember. */
export async function removePerson(context: Context, caller: Caller, id: number): Promise<Member> {
  const account = requireRight(context, caller, 'people');
  const member = await context.store.removeMember(account.id, id);
  await recordAct(context, caller, { what: 'person.remove', subject: member.email, before: member.role });
  return member;
}
