// Finds this server's cookies in the headers of URL actions: a session or an entered passcode is
// for one browser, and a request with such a cookie could act as the browser's user.

/** Every cookie that the server sets begins with it, perhaps after a prefix that browsers know. */
export const COOKIE_PREFIX = 'passwright_';

const OWN = new RegExp(`^\\s*(?:__(?:Host|Secure)-)?${COOKIE_PREFIX}`, 'i');

/** Whether a Cookie header holds a cookie of ours. */
export function holdsOwnCookie(header: string): boolean {
  return header.split(';').some((cookie) => OWN.test(cookie));
}

/** A Cookie header without our cookies; "" when nothing is left. */
export function withoutOwnCookies(header: string): string {
  const others = header.split(';').filter((cookie) => !OWN.test(cookie));
  return others.join(';').trim();
}
