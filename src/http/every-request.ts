// What every request gets before a route handles it, and its answer afterwards, in one middleware:
// Hono makes two promises for each, and a scan takes no longer than some dozen of them.
import type { MiddlewareHandler } from 'hono';
import { networkOf } from '../operations/access/network.ts';
import type { Context } from '../operations/context.ts';
import type { Metrics } from '../ports/metrics.ts';
import { completeAnswer } from './answer-headers.ts';
import { callerFinder } from './caller.ts';
import { identify, requestLog } from './request-log.ts';

/**
 * Sets the request's id and its caller, completes the answer's headers, and logs the request. The
 * pictures of a network wait as one caller's, whatever door they came through.
 */
export function everyRequest({ settings, log, pictures }: Context, metrics: Metrics): MiddlewareHandler {
  const callerOf = callerFinder(settings.trustedProxies);
  const report = requestLog(log, metrics);
  return (c, next) => {
    const started = performance.now();
    const requestId = identify(c);
    const address = callerOf(c);
    c.set('requestId', requestId);
    c.set('callerAddress', address);
    return log.within({ requestId }, async () => {
      await pictures.within(networkOf(address), next);
      completeAnswer(c);
      report(c, performance.now() - started);
    });
  };
}
