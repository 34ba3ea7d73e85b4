// What every request leaves behind: one line in the log, and its time in the metrics.
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { requestId } from 'hono/request-id';
import { matchedRoutes } from 'hono/route';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';

declare module 'hono' {
  interface ContextVariableMap {
    requestId: string;
    /** Which of the surfaces that share a path took the request. */
    surface: 'passkit' | 'pass2u';
    /** The API function that is called; for requests that name one. */
    apiFunction: string;
    /** The error code with which it failed. */
    failure: string;
  }
}

/**
 * The id of a request, answered as X-Request-Id: the one that a proxy gave it, or a new one. Longer ones are not taken: no
 * usual form of an id needs more, and all of our secrets do.
 */
export const identify: MiddlewareHandler = requestId({ limitLength: 40 });

/** Method, path without its query (it may hold secrets), status, time in ms; the API function and how it failed. */
export function requestLog(log: Log, metrics: Metrics): MiddlewareHandler {
  return (c, next) =>
    log.within({ requestId: c.get('requestId') }, async () => {
      const started = performance.now();
      await next();
      const ms = performance.now() - started;
      const { method } = c.req;
      const { status } = c.res;
      const name = c.get('apiFunction');
      const code = c.get('failure');
      if (code !== undefined) metrics.failure(code);
      metrics.request({ ...routeOf(c, name), status, seconds: ms / 1000 });
      const called = name === undefined ? {} : { function: name };
      const failed = code === undefined ? {} : { code };
      log.info({ method, path: loggedPath(c.req.path), status, ms: Math.round(ms), ...called, ...failed }, 'request');
    });
}

/** A path without the hashes of passes and templates in it: whoever has a pass's hash may have the pass. */
export function loggedPath(path: string): string {
  return path.replace(/(?<=\/)[\w-]{32}(?=\/|$)/g, '[secret]');
}

/** Which part of the server answers a route; it may stand below the path of ROOT_URL. */
const SURFACES: readonly (readonly [pattern: RegExp, surface: string])[] = [
  [/\/(?:healthz|readyz|metrics)$/, 'monitoring'],
  [/\/api\/:file$/, 'passsource'],
  [/\/wallet\/v1\//, 'wallet'],
  [/\/(?:openapi\.json|docs(?:\/\w+)?)$/, 'documents'],
  [/\/(?:assets|images)\/:/, 'files'],
];

/** Labels with few values: an API function by its name, everything else by the pattern of its route. */
function routeOf(c: HonoContext, name: string | undefined): { readonly surface: string; readonly route: string } {
  if (name !== undefined) return { surface: 'passsource', route: name };
  // Patterns of middleware, and of what takes the rest, end so.
  const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('/*'))?.path;
  if (route === undefined) return { surface: 'none', route: 'none' };
  const surface = c.get('surface') ?? SURFACES.find(([pattern]) => pattern.test(route))?.[1] ?? 'pages';
  return { surface, route };
}
