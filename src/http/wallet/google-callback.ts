// POST {rootPath}/google/callback: what Google tells of passes that people save and delete. Whoever
// calls has no session, because the message itself is signed.
import { Hono } from 'hono';
import { AppError, shownError } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { createCallbackThrottle, receiveCallback } from '../../operations/google/receive-callback.ts';
import { addressOf } from '../caller.ts';
import { USUAL_STATUS } from '../error-status.ts';
import { readBody } from '../parameters.ts';
import { contextOf } from '../request-context.ts';
import { setRetryAfter } from '../retry-after.ts';

/** In bytes; Google's are about 1,500 long. */
const LARGEST_BODY = 16 * 1024;

export function googleCallbackRoutes(context: Context): Hono {
  const throttle = createCallbackThrottle(context.ownLimits);
  const app = new Hono();
  app.post('/google/callback', async (c) => {
    const body = new TextDecoder().decode(await readBody(c.req.raw, LARGEST_BODY));
    const call = { body, address: addressOf(c), depth: c.get('depth') };
    await context.spans.span('receiveCallback', {}, () => receiveCallback(contextOf(context, c), throttle, call));
    return c.body(null, 200);
  });
  app.onError((thrown, c) => {
    const error = shownError(thrown);
    if (!(error instanceof AppError)) throw thrown;
    c.set('failure', error.code);
    setRetryAfter(c, error);
    return c.json({ message: error.message, code: error.code }, USUAL_STATUS[error.kind]);
  });
  return app;
}
