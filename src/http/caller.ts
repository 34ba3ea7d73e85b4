// Finds out who calls, from the connection and from the headers of a proxy.
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context as HonoContext } from 'hono';
import ipaddr from 'ipaddr.js';

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/**
 * Address ranges of the operator's own proxy: this machine or its network, such as another
 * container.
 */
const NEAR = ['loopback', 'private', 'uniqueLocal', 'linkLocal'];

/** The caller's IP address; behind a proxy in a NEAR range, the last address of X-Forwarded-For. */
export function addressOf(c: HonoContext): string {
  const address = socketAddress(c);
  if (!ipaddr.isValid(address) || !NEAR.includes(ipaddr.process(address).range())) return address;
  return c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() || address;
}

/**
 * Whether a program on this machine sent the request. A local proxy that adds none of these headers
 * counts as such a program, because nothing tells them apart.
 */
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
    // A request in a test of routes comes through no socket.
    return 'unknown';
  }
}
