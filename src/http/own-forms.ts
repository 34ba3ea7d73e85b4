// What acts with a session is taken from this site's own pages only: a browser sends its cookies along with a stranger's
// form as well. JSON from elsewhere the browser refuses itself: it asks before it sends any.
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { AppError } from '../errors.ts';

/**
 * Middleware for routes that pages post to; `page` is the one to open again. Fails with `access_denied`, which the surface
 * answers as it answers any error.
 */
export function ownForms(rootUrl: string, page = '/'): MiddlewareHandler {
  // Behind a proxy that ends TLS the request's own address is not the one in the browser, ROOT_URL is.
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
