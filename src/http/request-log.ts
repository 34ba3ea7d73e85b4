// Writes one log line for every request, and its time to the metrics.
import { randomUUID } from 'node:crypto';
import type { Context as HonoContext } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';

declare module 'hono' {
  interface ContextVariableMap {
    requestId: string;
    /** Which of the surfaces that share a path has the request. */
    surface: 'passkit' | 'pass2u';
    /** The API function that the request names, if any. */
    apiFunction: string;
    /** The error code of a failed request. */
    failure: string;
  }
}

/**
 * The id of a request, which its answer has as X-Request-Id: the proxy's id or a new one. An id of
 * more than 40 characters is replaced: no usual id is that long, and every clientHash is.
 */
export function identify(c: HonoContext): string {
  const given = c.req.header('x-request-id');
  return given !== undefined && /^[\w=-]{1,40}$/.test(given) ? given : randomUUID();
}

/**
 * Logs method, path without its query (which may hold secrets), status, time in ms, the API
 * function and its error code; tells the metrics the same.
 */
export function requestLog(log: Log, metrics: Metrics): (c: HonoContext, ms: number) => void {
  return (c, ms) => {
    const { method, path } = c.req;
    const { status } = c.res;
    const name = c.get('apiFunction');
    const code = c.get('failure');
    if (code !== undefined) metrics.failure(code);
    if (status === 413 || code === 'body_too_large') metrics.limit('body');
    const { surface, route } = routeOf(c);
    metrics.request({ surface, route, status, seconds: ms / 1000 });
    const requestId = c.get('requestId');
    const fields = { requestId, method, path: loggedPath(path), status, ms: Math.round(ms), function: name, code };
    log.info(fields, 'request');
  };
}

/**
 * A path without the hashes of passes and templates: a pass's hash is enough to fetch the pass.
 * Routes also find a hash between other signs, such as the comma that a mail program adds to a
 * link.
 */
export function loggedPath(path: string): string {
  if (path.length <= HASH_LENGTH) return path;
  // Read an escape by itself, so that its digits do not count as signs of the hash.
  return path.replace(/%[\da-f]{2}|[\w-]+/gi, (run) => (run.length === HASH_LENGTH ? '[secret]' : run));
}

/** 24 random bytes in base64url. */
const HASH_LENGTH = 32;

/** Route patterns of each part of the server; a route may lie below the path of ROOT_URL. */
const SURFACES: readonly (readonly [pattern: RegExp, surface: string])[] = [
  [/\/(?:healthz|readyz|metrics)$/, 'monitoring'],
  [/\/api\/:file$/, 'passsource'],
  [/\/wallet\/v1\/|\/google\/callback$/, 'wallet'],
  [/\/mcp$/, 'mcp'],
  [/\/(?:openapi\.json|docs(?:\/\w+)?)$/, 'documents'],
  [/\/(?:assets|images)\/:/, 'files'],
];

/**
 * Labels with few values: an API function by its name, any other request by its route's pattern.
 */
export function routeOf(c: HonoContext): { readonly surface: string; readonly route: string } {
  const name = c.get('apiFunction');
  if (name !== undefined) return { surface: 'passsource', route: name };
  // Patterns of middleware and of catch-all routes end in `/*`.
  const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('/*'))?.path;
  if (route === undefined) return { surface: 'none', route: 'none' };
  const surface = c.get('surface') ?? SURFACES.find(([pattern]) => pattern.test(route))?.[1] ?? 'pages';
  return { surface, route };
}
