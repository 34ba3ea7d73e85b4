// Who calls, as far as the connection says it.
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context as HonoContext } from 'hono';

/** The caller's IP address; behind a proxy on this machine the one that the proxy names. */
export function addressOf(c: HonoContext): string {
  const address = socketAddress(c);
  if (!/^(?:127\.|::1$|::ffff:127\.)/.test(address)) return address;
  return c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() || address;
}

function socketAddress(c: HonoContext): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    // A request that came through no socket, as in tests of routes alone.
    return 'unknown';
  }
}
