// Forms that act with a session are taken from this site's own pages only: a browser sends its cookies along with a
// stranger's form as well.
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { AppError } from '../errors.ts';

/** Middleware for routes that forms post to. Fails with `access_denied`, saying which address to open. */
export function ownForms(rootUrl: string): MiddlewareHandler {
  // Behind a proxy that ends TLS the request's own address is not the one in the browser, ROOT_URL is.
  const origins = (c: HonoContext) => [new URL(rootUrl).origin, new URL(c.req.url).origin];
  const guard = csrf({ origin: (origin, c) => origins(c).includes(origin) });
  return async (c, next) => {
    try {
      return await guard(c, next);
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error;
      const message = `This form belongs to another address. Open ${rootUrl}/ and try again.`;
      throw new AppError('access_denied', { message });
    }
  };
}
