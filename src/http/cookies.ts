// The names and the reach of this server's cookies.
import type { Context as HonoContext } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Context } from '../operations/context.ts';

/** Reads a cookie of this server; undefined: the browser sent none. */
export function readCookie(context: Context, c: HonoContext, name: string): string | undefined {
  return getCookie(c, fullName(context, name));
}

/**
 * Sets a cookie that is hidden from scripts and from requests of other sites. `seconds`: its
 * lifetime.
 */
export function writeCookie(context: Context, c: HonoContext, name: string, value: string, seconds: number): void {
  setCookie(c, fullName(context, name), value, { ...optionsOf(context), maxAge: seconds });
}

export function clearCookie(context: Context, c: HonoContext, name: string): void {
  deleteCookie(c, fullName(context, name), optionsOf(context));
}

/**
 * Over https the name carries a prefix for which browsers accept the cookie from this host alone
 * (`__Host-`), and over https alone (`__Secure-`): a neighbouring host cannot set another one.
 * A server that shares its host with others, below a path, keeps the cookie to that path, which
 * `__Host-` does not allow.
 */
function fullName({ settings: { rootUrl } }: Context, name: string): string {
  const { protocol, pathname } = new URL(rootUrl);
  if (protocol !== 'https:') return name;
  return `${pathname === '/' ? '__Host-' : '__Secure-'}${name}`;
}

function optionsOf({ settings: { rootUrl } }: Context) {
  const { protocol, pathname } = new URL(rootUrl);
  const secure = protocol === 'https:';
  return { path: secure ? pathname : '/', httpOnly: true, sameSite: 'Lax', secure } as const;
}
