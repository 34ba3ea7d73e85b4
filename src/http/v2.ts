// /v2: two surfaces under one prefix. Pass2U has /v2/models, and /v2/images for requests with an
// x-api-key; PassKit has the rest.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError, shownError } from '../errors.ts';
import type { Context } from '../operations/context.ts';
import * as pass2u from './pass2u/answers.ts';
import { pass2uRoutes } from './pass2u/router.ts';
import * as passkit from './passkit/answers.ts';
import { passkitRoutes } from './passkit/router.ts';

export function v2Routes(context: Context): Hono {
  const app = new Hono().basePath('/v2');
  // Mount Pass2U first: PassKit's routes accept every request that Pass2U's pass on.
  app.route('/', pass2uRoutes(context));
  app.route('/', passkitRoutes(context));
  app.onError((thrown, c) => {
    const error = shownError(thrown);
    if (!(error instanceof AppError)) throw thrown;
    c.set('failure', error.code);
    return v2Failure(c, error);
  });
  return app;
}

/** An error in the format of the surface that the request belongs to. */
export function v2Failure(c: HonoContext, error: AppError): Response {
  return c.get('surface') === 'pass2u' ? pass2u.failure(c, error) : passkit.failure(c, error);
}
