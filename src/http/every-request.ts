// What every request gets before a route handles it, and its answer afterwards, in one middleware:
// Hono makes two promises for each, and a scan takes no longer than some dozen of them.
import type { MiddlewareHandler } from 'hono';
import type { Context } from '../operations/context.ts';
import type { Metrics } from '../ports/metrics.ts';
import { completeAnswer } from './answer-headers.ts';
import { callerFinder } from './caller.ts';
import { identify, requestLog } from './request-log.ts';

/** Sets the request's id and its caller, completes the answer's headers, and logs the request. */
export function everyRequest({ settings, log }: Context, metrics: Metrics): MiddlewareHandler {
  const callerOf = callerFinder(settings.trustedProxies);
  const report = requestLog(log, metrics);
  return async (c, next) => {
    const started = performance.now();
    c.set('requestId', identify(c));
    c.set('callerAddress', callerOf(c));
    await next();
    completeAnswer(c);
    report(c, performance.now() - started);
  };
}
