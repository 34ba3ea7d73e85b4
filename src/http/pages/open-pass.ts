// Decides whether this browser may show a pass with a passcode: a cookie proves that somebody
// entered the passcode here.
import type { Context as HonoContext } from 'hono';
import { isOpen, OPEN_LIFETIME } from '../../operations/access/passcode.ts';
import type { Context } from '../../operations/context.ts';
import type { Pass } from '../../ports/store/passes.ts';
import { COOKIE_PREFIX } from '../../rules/triggers/own-cookies.ts';
import { readCookie, writeCookie } from '../cookies.ts';
import { basePath } from './assets.ts';

const cookieName = ({ hash }: Pass) => `${COOKIE_PREFIX}pass_${hash}`;

export function isOpenHere(context: Context, c: HonoContext, pass: Pass): boolean {
  return isOpen(context, pass, readCookie(context, c, cookieName(pass)));
}

/** Sets the cookie that opens the pass; `proof` comes from enterPasscode. */
export function openHere(context: Context, c: HonoContext, pass: Pass, proof: string): void {
  writeCookie(context, c, cookieName(pass), proof, OPEN_LIFETIME / 1000);
}

/** The path of the page that asks for the passcode. */
export function passcodePath(context: Context, { hash }: Pass): string {
  return `${basePath(context.settings.rootUrl)}/d/${hash}`;
}
