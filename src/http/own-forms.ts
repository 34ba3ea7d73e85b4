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
  // Behind a proxy that ends TLS the browser's origin is that of ROOT_URL, not of the request.
  const origins = (c: HonoContext) => [new URL(rootUrl).origin, new URL(c.req.url).origin];
  const guard = csrf({ origin: (origin, c) => origins(c).includes(origin) });
  return async (c, next) => {
    try {
      return await guard(c, next);
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error;
      const message = `This page belongs to another address. Open ${rootUrl}${page} and try again.`;
      throw new AppError('access_denied', { message });
    }
  };
}
