// The cookie of a browser that logged in. Pages read the cookie and API functions never do, so that
// no other site can make a browser call them; logout alone reads it, to end it.
import type { Context as HonoContext } from 'hono';
import { type Caller, ownerOf } from '../operations/access/caller.ts';
import { accountOfSession, closeSession, openSession, SESSION_LIFETIME } from '../operations/access/login.ts';
import type { Context } from '../operations/context.ts';
import type { Account } from '../ports/store/accounts.ts';
import { COOKIE_PREFIX } from '../rules/triggers/own-cookies.ts';
import { clearCookie, readCookie, writeCookie } from './cookies.ts';
import { isFromElsewhere } from './own-forms.ts';

const SESSION_COOKIE = `${COOKIE_PREFIX}session`;

/** The account that the browser is logged in to, or null. */
export function sessionAccount(context: Context, c: HonoContext): Promise<Account | null> {
  return accountOfSession(context, readCookie(context, c, SESSION_COOKIE));
}

/** Who works in the browser, or null for nobody. */
export async function sessionCaller(context: Context, c: HonoContext): Promise<Caller | null> {
  const account = await sessionAccount(context, c);
  return account && ownerOf(account);
}

/**
 * Logs the browser in. Leaves the browser as it is where another site may have made the browser
 * ask: by a link or a picture, which is a GET, or by a form or a script of its own. Whoever follows
 * such a link would otherwise work in an account of that site's choice.
 */
export function startSession(context: Context, c: HonoContext, account: Account): void {
  if (c.req.method !== 'POST' || isFromElsewhere(context.settings.rootUrl, c)) return;
  writeCookie(context, c, SESSION_COOKIE, openSession(context, account), SESSION_LIFETIME / 1000);
}

/** Logs the browser out, unless another site made the browser ask. */
export async function endSession(context: Context, c: HonoContext): Promise<void> {
  if (isFromElsewhere(context.settings.rootUrl, c)) return;
  await closeSession(context, readCookie(context, c, SESSION_COOKIE));
  clearCookie(context, c, SESSION_COOKIE);
}
