// Whom a browser tells the address it came from: this server alone. Addresses hold hashes that are as good as keys. Telling
// nobody would be less than enough: without a referrer browsers send no origin with forms either, and over plain http, where
// they say nothing else of where a form came from, ours could not be told from a stranger's (own-forms.ts).
import type { MiddlewareHandler } from 'hono';

/** The policy of every answer that has none of its own. */
export const referrerPolicy: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('referrer-policy')) c.res.headers.set('referrer-policy', 'same-origin');
};
