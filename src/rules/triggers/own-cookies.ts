// Cookies of this server in the headers of URL actions: a session or an entered passcode is a browser's own, and a request
// that carried one could do whatever its owner may do in the browser.

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
