// A process of its own: the least server that scans over HTTP, Fastify with better-sqlite3 by hand.
// It knows no accounts, templates, rules, phones or pages. Arguments: the folder of peers/, the folder
// of its database, its port, and what raw-scans.ts is given, as JSON.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openRawScans } from './raw-scans.ts';

/** What is used of Fastify. */
interface Fastify {
  get(path: string, handler: () => object): void;
  post(path: string, handler: (request: { body: { hash: string } }) => object): void;
  listen(options: { port: number; host: string }): Promise<unknown>;
  close(): Promise<void>;
}

const [peers = '', folder = '', port = '', given = ''] = process.argv.slice(2);
const fastify = createRequire(join(peers, 'package.json'))('fastify') as () => Fastify;
const raw = openRawScans(folder, JSON.parse(given));
const server = fastify();
server.get('/healthz', () => ({ success: true }));
server.post('/scan', ({ body }) => ({ success: true, updated: true, points: raw.together([body.hash])[0] }));
process.once('SIGTERM', async () => {
  await server.close();
  raw.close();
});
await server.listen({ port: Number(port), host: '127.0.0.1' });
