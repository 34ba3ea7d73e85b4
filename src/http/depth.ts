// Reads each request's depth in a chain of calls of this server to itself, before any route handles
// the request.
import type { MiddlewareHandler } from 'hono';
import type { Context } from '../operations/context.ts';
import { type Depth, readDepth } from '../operations/depth.ts';
import { DEPTH_HEADER } from '../ports/outbound.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** The depth that a route passes to its operation. */
    depth: Depth;
  }
}

/** Middleware for all routes, so that no route lacks the depth. Fails with `depth_exceeded`. */
export function measureDepth(context: Context): MiddlewareHandler {
  return (c, next) => {
    c.set('depth', readDepth(context, c.req.header(DEPTH_HEADER)));
    return next();
  };
}
