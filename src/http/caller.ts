// Who calls, as far as the connection says it.
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context as HonoContext } from 'hono';
import ipaddr from 'ipaddr.js';

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/** Where a proxy of ours may stand: on this machine or its network, such as in another container. */
const NEAR = ['loopback', 'private', 'uniqueLocal', 'linkLocal'];

/** The caller's IP address; behind a proxy that is near, the one that the proxy names. */
export function addressOf(c: HonoContext): string {
  const address = socketAddress(c);
  if (!ipaddr.isValid(address) || !NEAR.includes(ipaddr.process(address).range())) return address;
  return c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() || address;
}

/** Whether a program on this machine calls for itself. A proxy that says nothing of whom it calls for counts as one. */
export function isFromThisMachine(c: HonoContext): boolean {
  const isForwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  );
  return LOOPBACK.test(socketAddress(c)) && !isForwarded;
}

function socketAddress(c: HonoContext): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    // A request that came through no socket, as in tests of routes alone.
    return 'unknown';
  }
}
