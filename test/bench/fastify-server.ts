// A process of its own: the least server that scans over HTTP, Fastify with better-sqlite3 by hand.
// It knows no accounts, templates, rules, phones or pages. Arguments: folder, port.
import { overridesOf, POINTS } from './bench-app.ts';
import { peer } from './peers-installed.ts';
import { openRawScans } from './raw-scans.ts';

/** What is used of Fastify. */
interface Fastify {
  get(path: string, handler: () => object): void;
  post(path: string, handler: (request: { body: { pass: number } }) => object): void;
  listen(options: { port: number; host: string }): Promise<unknown>;
  close(): Promise<void>;
}

const [folder = '', port = ''] = process.argv.slice(2);
const trace = JSON.stringify({ outcome: 'fired', actions: Array(3).fill('one of three actions, and why it ran '.repeat(2)) });
const raw = openRawScans(folder, { row: JSON.stringify(overridesOf(1)), trace, key: POINTS, passes: 1000 });
const server = peer<() => Fastify>('fastify')();
server.get('/healthz', () => ({ success: true }));
server.post('/scan', ({ body }) => ({ success: true, updated: true, points: raw.scanOf(body.pass) }));
process.once('SIGTERM', async () => {
  await server.close();
  raw.close();
});
await server.listen({ port: Number(port), host: '127.0.0.1' });
