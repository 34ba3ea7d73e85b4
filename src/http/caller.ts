// Finds out who calls, from the connection and from the headers of a proxy.
import { BlockList } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context as HonoContext } from 'hono';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

declare module 'hono' {
  interface ContextVariableMap {
    /** The caller's IP address; `unknown` without a socket. */
    callerAddress: string;
  }
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/**
 * Answers the function that finds the IP address of a request's caller. `trusted`: entries of
 * TRUSTED_PROXIES. Ignores the header of any other sender, because a caller could write any address
 * into it.
 */
export function callerFinder(trusted: readonly string[]): (c: HonoContext) => string {
  const proxies = new BlockList();
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/');
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  const known = new LRUCache<string, Sender>({ max: MOST_SENDERS });
  const senderOf = (text: string): Sender => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const address = plain(text);
    const sender = { address, isTrusted: isTrusted(address ?? text, proxies) };
    if (text.length <= LONGEST_SENDER) known.set(text, sender);
    return sender;
  };
  return (c) => callerOf(socketAddress(c), c.req.header('x-forwarded-for'), senderOf);
}

/** What is known of an address as a connection or a proxy writes it. */
interface Sender {
  /** The address in one spelling; null for a text that is no address. */
  readonly address: string | null;
  readonly isTrusted: boolean;
}

/** The senders in memory: reading an address and asking the list costs as much as a tenth of a scan. */
const MOST_SENDERS = 1000;
/** The longest text of a sender in memory, in characters: an IPv6 address with a port is shorter. */
const LONGEST_SENDER = 64;

/** The caller's IP address, by which limits count. */
export function addressOf(c: HonoContext): string {
  return c.get('callerAddress');
}

/**
 * Walks from the connection back through the proxies, each of which added the address that called
 * it at the end: the caller is the first address that is no trusted proxy.
 */
function callerOf(socket: string, forwarded: string | undefined, senderOf: (text: string) => Sender): string {
  let sender = senderOf(socket);
  let caller = sender.address ?? socket;
  const before = sender.isTrusted ? (forwarded?.split(',') ?? []) : [];
  while (sender.isTrusted) {
    sender = senderOf(before.pop() ?? '');
    // A proxy that writes no readable address counts as the caller itself.
    if (sender.address === null) return caller;
    caller = sender.address;
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
  // A request in a test of routes comes through no socket.
  const bindings = c.env as Partial<HttpBindings> | undefined;
  return bindings?.incoming?.socket.remoteAddress ?? 'unknown';
}
