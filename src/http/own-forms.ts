// Refuses forms of other sites where a session acts, because a browser sends its cookies along with
// any form. JSON of another site needs no check: the browser asks this server before sending it.
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { AppError } from '../errors.ts';

/**
 * Middleware for routes that pages post to. `page` is where the message sends the visitor. Fails
 * with `access_denied`, which each surface answers like any other error.
 */
export function ownForms(rootUrl: string, page = '/'): MiddlewareHandler {
  const guard = csrf({ origin: (origin, c) => originsOf(rootUrl, c).includes(origin) });
  return async (c, next) => {
    try {
      return await guard(c, next);
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error;
      // The visitor of a page at a wrong address needs this sentence, whoever that is.
      c.set('showsExactErrors', true);
      const message = `This page belongs to another address. Open ${rootUrl}${page} and try again.`;
      throw new AppError('access_denied', { message });
    }
  };
}

/**
 * Whether a page of another origin made the browser send the request. Programs that are no browsers
 * say nothing of an origin, and no other site makes them ask.
 */
export function isFromElsewhere(rootUrl: string, c: HonoContext): boolean {
  // Over plain http browsers send the origin alone.
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin');
  return origin !== undefined && !originsOf(rootUrl, c).includes(origin);
}

/** Behind a proxy that ends TLS the browser's origin is that of ROOT_URL, not of the request. */
function originsOf(rootUrl: string, c: HonoContext): readonly string[] {
  return [new URL(rootUrl).origin, new URL(c.req.url).origin];
}
