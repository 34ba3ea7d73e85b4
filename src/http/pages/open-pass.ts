// Whether a pass with a passcode may be shown in this browser: a cookie says that the passcode was entered here.
import type { Context as HonoContext } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isOpen, OPEN_LIFETIME } from '../../operations/access/passcode.ts';
import type { Context } from '../../operations/context.ts';
import type { Pass } from '../../ports/store/passes.ts';
import { COOKIE_PREFIX } from '../../rules/triggers/own-cookies.ts';
import { sessionCookieOptions } from '../session.ts';
import { basePath } from './assets.ts';

const cookieName = ({ hash }: Pass) => `${COOKIE_PREFIX}pass_${hash}`;

export function isOpenHere(context: Context, c: HonoContext, pass: Pass): boolean {
  return isOpen(context, pass, getCookie(c, cookieName(pass)));
}

/** `proof`: that of enterPasscode. */
export function openHere(context: Context, c: HonoContext, pass: Pass, proof: string): void {
  setCookie(c, cookieName(pass), proof, { ...sessionCookieOptions(context), maxAge: OPEN_LIFETIME / 1000 });
}

/** Where the passcode is asked for. */
export function passcodePath(context: Context, { hash }: Pass): string {
  return `${basePath(context.settings.rootUrl)}/d/${hash}`;
}
