// Lets browsers name a page as the referrer to this server alone, because addresses hold hashes
// that open passes. No referrer at all would be too strict: browsers would then send no origin with
// forms, and over plain http own-forms.ts has nothing else to tell this server's forms from others.
import type { MiddlewareHandler } from 'hono';

/** Sets the policy of every answer that does not set its own. */
export const referrerPolicy: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('referrer-policy')) c.res.headers.set('referrer-policy', 'same-origin');
};
