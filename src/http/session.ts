// The cookie of a browser that logged in. Pages read the cookie and API functions never do, so that
// no other site can make a browser call them; logout alone reads it, to end it.
import type { Context as HonoContext } from 'hono';
import type { Caller } from '../operations/access/caller.ts';
import {
  callerOfSession,
  closeSession,
  openMemberSession,
  openSession,
  SESSION_LIFETIME,
} from '../operations/access/login.ts';
import type { Context } from '../operations/context.ts';
import { COOKIE_PREFIX } from '../rules/triggers/own-cookies.ts';
import { clearCookie, readCookie, writeCookie } from './cookies.ts';
import { isFromElsewhere } from './own-forms.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** The tag of the language that the person of this request has chosen. */
    language: string;
  }
}

const SESSION_COOKIE = `${COOKIE_PREFIX}session`;

/**
 * Who works in the browser, or null for nobody. The caller has a role, so ask `mayDo` or
 * `requireRight` before anything is done; pages then speak the person's language.
 */
export async function sessionCaller(context: Context, c: HonoContext): Promise<Caller | null> {
  const caller = await callerOfSession(context, readCookie(context, c, SESSION_COOKIE));
  const language = caller?.member?.language ?? null;
  if (language !== null) c.set('language', language);
  return caller;
}

/**
 * Logs the browser in. Leaves the browser as it is where another site may have made the browser
 * ask: by a link or a picture, which is a GET, or by a form or a script of its own. Whoever follows
 * such a link would otherwise work in an account of that site's choice.
 */
export function startSession(context: Context, c: HonoContext, { account, member }: Caller): void {
  if (c.req.method !== 'POST' || isFromElsewhere(context.settings.rootUrl, c)) return;
  const session = member === undefined ? openSession(context, account) : openMemberSession(context, member);
  writeCookie(context, c, SESSION_COOKIE, session, SESSION_LIFETIME / 1000);
}

/** Logs the browser out, unless another site made the browser ask. */
export async function endSession(context: Context, c: HonoContext): Promise<void> {
  if (isFromElsewhere(context.settings.rootUrl, c)) return;
  await closeSession(context, readCookie(context, c, SESSION_COOKIE));
  clearCookie(context, c, SESSION_COOKIE);
}
