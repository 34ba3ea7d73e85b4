// Real servers on this machine and a name service, for the tests of the outbound client.

import { lookup as dnsLookup } from 'node:dns';
import http from 'node:http';
import net from 'node:net';
import { type OutboundOptions, openOutbound } from '../../src/outbound/client.ts';
import type { Outbound, OutboundRequest, OwnCall } from '../../src/ports/outbound.ts';
import { afterTest } from '../clean-up.ts';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface Server {
  readonly port: number;
  /** Requests that arrived, in order. */
  readonly seen: SeenRequest[];
  /** Connections to the server, even without a request. */
  connections(): number;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
}

type Answer = (request: SeenRequest, response: http.ServerResponse) => void;

/**
 * An HTTP server on every local address, so that a connection by any spelling of loopback is
 * noticed.
 */
export async function startHttp(answer: Answer = (_, response) => response.end('hello')): Promise<Server> {
  const seen: SeenRequest[] = [];
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers } = request;
    const arrived = { method, url, headers, body };
    seen.push(arrived);
    answer(arrived, response);
  });
  return { ...(await listen(server)), seen };
}

/** A TCP server for answers that an HTTP server would not send. */
export async function startTcp(onConnection: (socket: net.Socket) => void): Promise<Server> {
  return {
    ...(await listen(
      net.createServer((socket) => {
        // Unread bytes would hide the end of the connection.
        socket.resume();
        onConnection(socket);
      }),
    )),
    seen: [],
  };
}

export async function listen(server: net.Server): Promise<Omit<Server, 'seen'>> {
  let connections = 0;
  const open = new Set<net.Socket>();
  let onIdle: (() => void)[] = [];
  server.on('connection', (socket) => {
    connections++;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      if (open.size === 0) for (const resolve of onIdle.splice(0)) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  afterTest(() => {
    onIdle = [];
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as net.AddressInfo).port,
    connections: () => connections,
    idle: () => new Promise((resolve) => (open.size === 0 ? resolve() : onIdle.push(resolve))),
  };
}

export const OWN = 'https://pass.example';

export function open(options: Partial<OutboundOptions> = {}): Outbound {
  const outbound = openOutbound({ rootUrl: OWN, allow: [], lookup: names({}), ...options });
  afterTest(() => outbound.close());
  return outbound;
}

/**
 * A `lookup` that knows only these names, and asks the system for `localhost`. A function runs at
 * each lookup.
 */
export function names(table: Record<string, readonly string[] | (() => readonly string[])>): typeof dnsLookup {
  const lookup = (
    hostname: string,
    options: { all?: boolean },
    callback: (error: Error | null, address?: unknown, family?: number) => void,
  ) => {
    if (hostname === 'localhost') return dnsLookup(hostname, options as { all: true }, callback);
    const entry = table[hostname];
    const addresses = (typeof entry === 'function' ? entry() : (entry ?? [])).map((address) => ({
      address,
      family: net.isIP(address),
    }));
    const known = addresses[0];
    if (!known) callback(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }));
    else if (options.all) callback(null, addresses);
    else callback(null, known.address, known.family);
    return undefined;
  };
  return lookup as unknown as typeof dnsLookup;
}

/** What operations say of a request of this depth; nobody verifies it here. */
export function calledAt(depth: number): OwnCall {
  return { depth, header: `depth ${depth}` };
}

export function get(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  const ownCall = calledAt(1);
  return { url, method: 'GET', headers: {}, ownCall, timeoutMs: 5_000, maxBytes: 65_536, onTooLarge: 'fail', ...more };
}
