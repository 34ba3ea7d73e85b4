// The cookie of a browser that logged in. Pages read the cookie and API functions never do, so that
// no other site can make a browser call them.
import type { Context as HonoContext } from 'hono';
import { getCookie } from 'hono/cookie';
import { accountOfSession } from '../operations/access/login.ts';
import type { Context } from '../operations/context.ts';
import type { Account } from '../ports/store/accounts.ts';
import { COOKIE_PREFIX } from '../rules/triggers/own-cookies.ts';

export const SESSION_COOKIE = `${COOKIE_PREFIX}session`;

export function sessionCookieOptions(context: Context) {
  const secure = context.settings.rootUrl.startsWith('https:');
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const;
}

/** The account that the browser is logged in to, or null. */
export function sessionAccount(context: Context, c: HonoContext): Promise<Account | null> {
  return accountOfSession(context, getCookie(c, SESSION_COOKIE));
}
