// The context of one request: what is logged with it has the request's id, and its pictures wait as
// its network's, whatever door they came through. The doors of programs and phones make it for each
// request; pages share one context, which finds the request that is at work.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { networkOf } from '../operations/access/network.ts';
import type { Context } from '../operations/context.ts';
import { addressOf } from './caller.ts';

export function contextOf(context: Context, c: HonoContext): Context {
  return {
    ...context,
    log: context.log.with({ requestId: c.get('requestId') }),
    pictures: context.pictures.forCaller(networkOf(addressOf(c))),
  };
}

const atWork = new AsyncLocalStorage<Context>();
let requests = 0;

/**
 * The context of all pages. Outside of `withinRequest`, as once the request is answered, the context
 * is the server's: work that outlives its request needs `contextOf`.
 */
export function pageContext(context: Context): Context {
  const own = () => atWork.getStore() ?? context;
  return {
    ...context,
    log: {
      info: (fields, message) => own().log.info(fields, message),
      warn: (fields, message) => own().log.warn(fields, message),
      error: (fields, message) => own().log.error(fields, message),
      with: (fields) => own().log.with(fields),
    },
    pictures: {
      clean: (bytes, wish) => own().pictures.clean(bytes, wish),
      forCaller: (caller) => own().pictures.forCaller(caller),
      close: () => own().pictures.close(),
    },
  };
}

/** Middleware of pages. */
export function withinRequest(context: Context): MiddlewareHandler {
  return async (c, next) => {
    requests++;
    try {
      await atWork.run(contextOf(context, c), next);
    } finally {
      // Until Node 24 each promise of the process costs more while a storage is in use: a tenth of a
      // scan.
      if (--requests === 0) atWork.disable();
    }
  };
}
