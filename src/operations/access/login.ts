// Logs an account in by e-mail and password. Guessing is slowed down by address and by account.
import { verify } from '@node-rs/argon2';
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import { mistake } from '../accounts/mistake.ts';
import type { Context } from '../context.ts';
import { requireCurrent } from './access.ts';
import { claimedSession, SESSION_ID_BYTES, type SessionName, sameToken, sessionOf } from './client-hash.ts';
import { countGuess, type GuessThrottle } from './guess-throttle.ts';

/** The longest address to look for, with spaces around it, in characters. */
const LONGEST_EMAIL = 1000;

/**
 * Verified when no account has the e-mail, so that the time to answer does not reveal who has one.
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
): Promise<Account> {
  // No account has such an address, because adding an account checks its length.
  if (input.email.length > LONGEST_EMAIL) throw new AppError('login_failed');
  const guess = { address: input.address, target: input.email.trim().toLowerCase() };
  const wasRight = await countGuess(throttle, guess, tooMany);
  const account = await context.store.accountByEmail(input.email.trim());
  const right = await verify(account?.passwordHash ?? NOBODY, input.password).catch(() => false);
  if (account === null || !right) {
    context.log.warn({ address: input.address }, 'failed login');
    throw new AppError('login_failed');
  }
  await wasRight();
  requireCurrent(context, account);
  return account;
}

/**
 * Checks the password of an account that somebody is logged in to, before a change that a stolen
 * session must not make. Fails with `parameter_invalid` (current), `login_throttled`.
 */
export async function confirmPassword(
  context: Context,
  throttle: GuessThrottle,
  account: Account,
  input: { readonly password: string; readonly address: string },
): Promise<void> {
  const guess = { address: input.address, target: account.email.toLowerCase() };
  const wasRight = await countGuess(throttle, guess, tooMany);
  if (!(await verify(account.passwordHash, input.password).catch(() => false))) {
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

/** The value of the session cookie. */
export function openSession(context: Context, account: Account): string {
  const id = Buffer.from(context.ids.bytes(SESSION_ID_BYTES)).toString('hex');
  return sessionOf(context.settings.secret, account, { expiresAt: context.clock.now() + SESSION_LIFETIME, id });
}

/** The account of a session cookie, or null. */
export async function accountOfSession(context: Context, session: string | undefined): Promise<Account | null> {
  return (await openedSession(context, session))?.account ?? null;
}

/**
 * Logs a browser out. The session ends at the server too, so that a copy of its cookie is of no
 * use. The account's other browsers stay logged in.
 */
export async function closeSession(context: Context, session: string | undefined): Promise<void> {
  const opened = await openedSession(context, session);
  // A value that nobody signed leaves no row behind, or strangers could fill the database.
  if (opened !== null) await context.store.endSession({ ...opened.name, now: context.clock.now() });
}

/** The account and the name of a session that lasts; null for any other value. */
async function openedSession(
  context: Context,
  session: string | undefined,
): Promise<{ readonly account: Account; readonly name: SessionName } | null> {
  const claim = session === undefined ? null : claimedSession(session);
  if (claim === null || claim.expiresAt <= context.clock.now()) return null;
  const account = await context.store.accountById(claim.accountId);
  if (account === null || !sameToken(session!, sessionOf(context.settings.secret, account, claim))) return null;
  const { expiresAt, id } = claim;
  return (await context.store.isSessionEnded(id)) ? null : { account, name: { expiresAt, id } };
}
