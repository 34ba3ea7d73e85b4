// The test app behind a real socket, for what needs one: URL actions that call this server, and the
// guard.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { serve } from '@hono/node-server';
import { openTestApp, type TestApp, type TestOptions } from '../open-app.ts';

/** The whole app on a port of its own, which is in ROOT_URL. `close` closes the socket too. */
export async function serveTestApp(options: TestOptions = {}): Promise<TestApp & { readonly root: string }> {
  const root = `http://127.0.0.1:${await freePort()}`;
  const t = await openTestApp({ ...options, env: { ...options.env, ROOT_URL: root } });
  const server = serve({ fetch: t.app.server.fetch, hostname: '127.0.0.1', port: Number(new URL(root).port) });
  await once(server, 'listening');
  const close = async () => {
    await t.close();
    const closed = new Promise((resolve) => server.close(resolve));
    (server as http.Server).closeAllConnections();
    await closed;
  };
  return { ...t, root, close };
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface Service {
  readonly port: number;
  readonly seen: readonly Seen[];
  /** TCP connections to the service, even without a request. */
  connections(): number;
  close(): Promise<void>;
}

/** A service that templates call, on every local address of IPv4 and IPv6. */
export async function startService(
  answer: (seen: Seen, response: http.ServerResponse) => unknown = (_, response) => response.end('ok'),
): Promise<Service> {
  const seen: Seen[] = [];
  let connections = 0;
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers } = request;
    const arrived = { method, url, headers, body };
    seen.push(arrived);
    await answer(arrived, response);
  });
  server.on('connection', () => connections++);
  server.listen(0);
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    seen,
    connections: () => connections,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
