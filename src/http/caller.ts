// Finds out who calls, from the connection and from the headers of a proxy.
import { BlockList } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import ipaddr from 'ipaddr.js';

declare module 'hono' {
  interface ContextVariableMap {
    /** The caller's IP address; `unknown` without a socket. */
    callerAddress: string;
  }
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/**
 * Middleware for all routes. `trusted`: entries of TRUSTED_PROXIES. Ignores the header of any other
 * sender, because a caller could write any address into it.
 */
export function findCaller(trusted: readonly string[]): MiddlewareHandler {
  const proxies = new BlockList();
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/');
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  return (c, next) => {
    c.set('callerAddress', callerOf(socketAddress(c), c.req.header('x-forwarded-for'), proxies));
    return next();
  };
}

/** The caller's IP address, by which limits count. */
export function addressOf(c: HonoContext): string {
  return c.get('callerAddress');
}

/**
 * Walks from the connection back through the proxies, each of which added the address that called
 * it at the end: the caller is the first address that is no trusted proxy.
 */
function callerOf(socket: string, forwarded: string | undefined, proxies: BlockList): string {
  const before = forwarded?.split(',') ?? [];
  let caller = plain(socket) ?? socket;
  while (isTrusted(caller, proxies)) {
    const earlier = plain(before.pop() ?? '');
    // A proxy that writes no readable address counts as the caller itself.
    if (earlier === null) return caller;
    caller = earlier;
  }
  return caller;
}

function isTrusted(address: string, proxies: BlockList): boolean {
  return ipaddr.isValid(address) && proxies.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

/** An address in one spelling, without the port that some proxies add; null for any other text. */
function plain(text: string): string | null {
  const given = text.trim();
  const address = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(given)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(given)?.[1] ?? given;
  // ipaddr.js would also read 2130706433 and 0x7f.1, which no proxy writes.
  const isWritten = address.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address);
  return isWritten && ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
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
