// The test app behind a real socket, for what needs one: URL actions that call this server, and the
// guard.
import { once } from 'node:events';
import http from 'node:http';
import type net from 'node:net';
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { openTestApp, type TestApp, type TestOptions } from '../open-app.ts';

/** The whole app on a port of its own, which is in ROOT_URL. `close` closes the socket too. */
export async function serveTestApp(options: TestOptions = {}): Promise<TestApp & { readonly root: string }> {
  const { server, root, answerWith } = await listenFirst();
  const t = await openTestApp({ ...options, env: { ...options.env, ROOT_URL: root } });
  answerWith(t);
  const close = async () => {
    await t.close();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { ...t, root, close };
}

/**
 * A server on a port that the system chose. The app needs the port for its ROOT_URL, so the socket
 * comes first, and requests are answered once `answerWith` was called.
 */
export async function listenFirst() {
  let app: TestApp | null = null;
  const fetch = (request: Request, env: Http2Bindings | HttpBindings) => {
    if (app === null) throw new Error('A request came before the app was there to answer it.');
    return app.app.server.fetch(request, env);
  };
  const server = createAdaptorServer({ fetch }) as http.Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const answerWith = (opened: TestApp) => {
    app = opened;
  };
  return { server, port, root: `http://127.0.0.1:${port}`, answerWith };
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
