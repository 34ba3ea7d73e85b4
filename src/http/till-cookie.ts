// The cookie of a device that is a till. No script can read it, and only the scanner's routes do.
import type { Context as HonoContext } from 'hono';
import type { Context } from '../operations/context.ts';
import { type TillCaller, tillOfToken } from '../operations/tills/till-device.ts';
import { COOKIE_PREFIX } from '../rules/triggers/own-cookies.ts';
import { readCookie, writeCookie } from './cookies.ts';

const TILL_COOKIE = `${COOKIE_PREFIX}till`;

/** The longest that browsers keep a cookie, in s; a till that is in use renews it. */
const LIFETIME = 400 * 24 * 60 * 60;

/** The till of the device; null: it is none. Fails with `till_locked`, `account_expired`. */
export function tillHere(context: Context, c: HonoContext): Promise<TillCaller | null> {
  return tillOfToken(context, readCookie(context, c, TILL_COOKIE));
}

/** Makes the device the till of a token. */
export function keepTill(context: Context, c: HonoContext, token: string): void {
  writeCookie(context, c, TILL_COOKIE, token, LIFETIME);
}

/** Lets the device stay a till for another while. */
export function renewTill(context: Context, c: HonoContext): void {
  const token = readCookie(context, c, TILL_COOKIE);
  if (token !== undefined) writeCookie(context, c, TILL_COOKIE, token, LIFETIME);
}
