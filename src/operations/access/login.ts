// Logs people in by e-mail and password: an account's own login, or a member. Guessing is slowed down
// by address and by person.
import { verify } from '@node-rs/argon2';
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Member } from '../../ports/store/members.ts';
import { mistake } from '../accounts/mistake.ts';
import type { Context } from '../context.ts';
import { requireCurrent } from './access.ts';
import { type Caller, callerOfMember, ownerOf } from './caller.ts';
import { claimedSession, SESSION_ID_BYTES, type SessionName, sameToken, sessionOf } from './client-hash.ts';
import { countGuess, type GuessThrottle } from './guess-throttle.ts';
import { claimedMemberSession, memberSessionOf } from './member-session.ts';

/** The longest address to look for, with spaces around it, in characters. */
const LONGEST_EMAIL = 1000;

/**
 * Verified when nobody has the e-mail, so that the time to answer does not reveal who has one.
 */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$OZ2J0j4rnNUxxbOWHJ621w$Mj5FImUXvuocbtP+kbyfMT1kTZgU5tm6BVfBNvDUTcQ';

/**
 * Fails with `login_failed`, `login_throttled`, `account_expired`. `address` is the caller's IP
 * address.
 */
export async function login(
  context: Context,
  throttle: GuessThrottle,
  input: { readonly email: string; readonly password: string; readonly address: string },
): Promise<Caller> {
  // No account has such an address, because adding an account checks its length.
  if (input.email.length > LONGEST_EMAIL) throw new AppError('login_failed');
  const guess = { address: input.address, target: input.email.trim().toLowerCase() };
  const wasRight = await countGuess(throttle, guess, tooMany);
  const account = await context.store.accountByEmail(input.email.trim());
  const member = account === null ? await context.store.memberByEmail(input.email.trim()) : null;
  const right = await isPassword(account ?? member, input.password);
  const caller = account !== null ? ownerOf(account) : member && (await callerOfMember(context, member));
  if (caller === null || !right) {
    context.log.warn({ address: input.address }, 'failed login');
    throw new AppError('login_failed');
  }
  await wasRight();
  requireCurrent(context, caller.account);
  return caller;
}

/** Whether it is the password of an account or a member; takes as long for nobody. */
export function isPassword(person: Pick<Account, 'passwordHash'> | null, password: string): Promise<boolean> {
  return verify(person?.passwordHash ?? NOBODY, password).then(
    (right) => right && person !== null,
    () => false,
  );
}

/**
 * Checks the password of somebody who is logged in, before a change that a stolen session must not
 * make. Fails with `parameter_invalid` (current), `login_throttled`.
 */
export async function confirmPassword(
  context: Context,
  throttle: GuessThrottle,
  caller: Caller,
  input: { readonly password: string; readonly address: string },
): Promise<void> {
  const guess = { address: input.address, target: caller.email.toLowerCase() };
  const wasRight = await countGuess(throttle, guess, tooMany);
  if (!(await isPassword(caller.member ?? caller.account, input.password))) {
    context.log.warn({ address: input.address }, 'wrong password of a change');
    throw mistake('current', 'password_current', 'The present password is wrong.');
  }
  await wasRight();
}

function tooMany(retryAfter: number): AppError {
  const message = `Too many failed logins. Try again in ${retryAfter} seconds.`;
  return new AppError('login_throttled', { message, beside: { retryAfter } });
}

/** How long a browser stays logged in, in ms. */
export const SESSION_LIFETIME = 7 * 24 * 60 * 60 * 1000;

/** The value of the session cookie of an account's own login. */
export function openSession(context: Context, account: Account): string {
  return sessionOf(context.settings.secret, account, newSession(context));
}

/** The value of the session cookie of a member. */
export function openMemberSession(context: Context, member: Member): string {
  return memberSessionOf(context.settings.secret, member, newSession(context));
}

function newSession({ ids, clock }: Context): SessionName {
  const id = Buffer.from(ids.bytes(SESSION_ID_BYTES)).toString('hex');
  return { expiresAt: clock.now() + SESSION_LIFETIME, id };
}

/** Who a session cookie stands for, or null. */
export async function callerOfSession(context: Context, session: string | undefined): Promise<Caller | null> {
  return (await openedSession(context, session))?.caller ?? null;
}

/**
 * Logs a browser out. The session ends at the server too, so that a copy of its cookie is of no
 * use. The person's other browsers stay logged in.
 */
export async function closeSession(context: Context, session: string | undefined): Promise<void> {
  const opened = await openedSession(context, session);
  // A value that nobody signed leaves no row behind, or strangers could fill the database.
  if (opened !== null) await context.store.endSession({ ...opened.name, now: context.clock.now() });
}

interface OpenedSession {
  readonly caller: Caller;
  readonly name: SessionName;
}

/** The person and the name of a session that lasts; null for any other value. */
async function openedSession(context: Context, session: string | undefined): Promise<OpenedSession | null> {
  if (session === undefined) return null;
  const opened = (await ownersSession(context, session)) ?? (await membersSession(context, session));
  if (opened === null || opened.name.expiresAt <= context.clock.now()) return null;
  return (await context.store.isSessionEnded(opened.name.id)) ? null : opened;
}

async function ownersSession(context: Context, session: string): Promise<OpenedSession | null> {
  const claim = claimedSession(session);
  const account = claim && (await context.store.accountById(claim.accountId));
  if (account === null || !sameToken(session, sessionOf(context.settings.secret, account, claim!))) return null;
  return { caller: ownerOf(account), name: { expiresAt: claim!.expiresAt, id: claim!.id } };
}

async function membersSession(context: Context, session: string): Promise<OpenedSession | null> {
  const claim = claimedMemberSession(session);
  const member = claim && (await context.store.memberById(claim.memberId));
  if (member === null || !sameToken(session, memberSessionOf(context.settings.secret, member, claim!))) return null;
  const caller = await callerOfMember(context, member);
  return caller && { caller, name: { expiresAt: claim!.expiresAt, id: claim!.id } };
}
