// Traces each request: its span goes on with the caller's trace (W3C traceparent), and is named after
// the route. Used only when traces are exported.
import type { MiddlewareHandler } from 'hono';
import type { Tracing } from '../ports/spans.ts';
import { routeOf } from './request-log.ts';

/** Probes come every few seconds, and nobody asks how one of them went. */
const PROBE = /\/(?:healthz|readyz|metrics)$/;

export function traceRequests(tracing: Tracing): MiddlewareHandler {
  return (c, next) => {
    const { method, path } = c.req;
    if (PROBE.test(path)) return next();
    return tracing.request(
      (name) => c.req.header(name),
      async (span) => {
        await next();
        const { surface, route } = routeOf(c);
        const { status } = c.res;
        const code = c.get('failure');
        span.end({
          name: `${method} ${route}`,
          isFailure: status >= 500,
          fields: {
            'http.request.method': method,
            'http.route': route,
            'http.response.status_code': status,
            'passwright.surface': surface,
            ...(code === undefined ? {} : { 'error.type': code }),
          },
        });
      },
    );
  };
}
