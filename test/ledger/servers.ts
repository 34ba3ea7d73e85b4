// The ledger of several servers: built servers on one PostgreSQL behind a load balancer, which are
// killed in turn, as PostgreSQL is, while clients ask; then every acknowledged item is looked for.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DEVELOPMENT_ROOT } from '../../src/app.ts';
import { FROM, startMailServer } from '../fixtures/mail/mail-server.ts';
import { startPostgres } from '../fixtures/postgres/server.ts';
import {
  type Client,
  connect,
  type Env,
  freePort,
  type RunningServer,
  temporaryFolder,
} from '../fixtures/scenarios/processes.ts';
import { startTill } from '../fixtures/scenarios/till.ts';
import { startApns } from '../fixtures/wallet/apns.ts';
import { openBatches } from './batches.ts';
import { check, type Line } from './check.ts';
import { type Book, openBook } from './clients.ts';
import { makePlaces } from './places.ts';
import { postgresRows } from './rows.ts';
import { startListener } from './webhooks.ts';

export const KILLS = ['server', 'PostgreSQL'] as const;
export type Kill = (typeof KILLS)[number];

export interface ServersOptions {
  readonly servers: number;
  readonly clients: number;
  /** The rows of each batch. */
  readonly rows: number;
  /** What is killed, one after the other; servers in turn. */
  readonly kills: readonly Kill[];
  /** Resolves when the kill of this index is due, and after the last one when the work may end. */
  readonly until: (kill: number, book: Book) => Promise<void>;
  /** Told after each kill. */
  readonly onKill?: (kill: Kill, acknowledged: number) => void;
}

export interface ServersLedger {
  readonly lines: readonly Line[];
  /** Requests without an answer, and requests that were refused. */
  readonly broken: number;
  readonly refused: number;
  /** Passes that a full campaign refused. */
  readonly full: number;
}

/** Runs the ledger. Throws when the servers do not recover. */
export async function runServersLedger(options: ServersOptions): Promise<ServersLedger> {
  const { servers: count, clients, rows, kills, until, onKill } = options;
  const folder = await temporaryFolder();
  const postgres = await startPostgres({ isDurable: true });
  const smtp = await startMailServer();
  const { apns, env: pushes, close: closeApns } = await startApns();
  const listener = await startListener();
  const servers: RunningServer[] = [];
  try {
    const url = await postgres.create('ledger');
    const shared = {
      ...pushes,
      ...listener.env,
      DATABASE_URL: url,
      SECRET_KEY: 'the secret key of all servers of this ledger',
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      MAIL_FROM: FROM,
      CREATION_LIMIT: '1000000',
      PASS_LIMIT: '1000000',
      DEVICE_LIMIT: '1000000',
    };
    const envs: Env[] = [];
    for (let number = 0; number < count; number++) {
      envs.push({ ...shared, PORT: String(await freePort()), DATA_DIR: join(folder, `data-${number}`) });
    }
    // All at once on an empty database: one makes the tables, the account and the certificate.
    servers.push(...(await Promise.all(envs.map((env) => startTill(env)))));
    const roots = envs.map(({ DATA_DIR }) => join(DATA_DIR!, DEVELOPMENT_ROOT)).filter((file) => existsSync(file));
    if (roots.length !== 1) throw new Error(`${roots.length} servers made a development certificate.`);
    apns.trust(await readFile(roots[0]!, 'utf8'));

    const client = balanced(envs.map(({ PORT }) => connect({ port: Number(PORT) }, clients + 1)));
    const places = await makePlaces(client, clients, envs[0]!);
    await listener.listen(client, places[0]!);
    const book = openBook(client, places);
    const batches = openBatches(client, places[0]!, rows);
    let turn = 0;
    for (const [at, kill] of kills.entries()) {
      await until(at, book);
      if (kill === 'PostgreSQL') {
        await postgres.kill();
        await postgres.start();
      } else {
        const next = turn++ % count;
        await servers[next]!.end('SIGKILL');
        servers[next] = await startTill(envs[next]);
      }
      onKill?.(kill, book.acknowledged.length);
    }
    await until(kills.length, book);
    await Promise.all([book.close(), batches.close()]);
    await settle(url);
    for (const server of servers) {
      const { code } = await server.end('SIGTERM');
      if (code !== 0) throw new Error(`A server ended with ${code} after SIGTERM.`);
    }
    const outside = { mails: smtp.received, pushes: apns.received };
    const items = [...book.acknowledged, ...batches.acknowledged];
    const lines = [...check(await postgresRows(url), places, items, outside), listener.line(items, places)];
    const full = items.filter(({ isRefused }) => isRefused).length;
    return { lines, broken: book.broken(), refused: book.refused(), full };
  } finally {
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    await closeApns();
    await smtp.stop();
    await listener.close();
    await postgres.stop();
  }
}

/** Sends each request to the server whose turn it is. */
function balanced(clients: readonly Client[]): Client {
  let turn = 0;
  const next = () => clients[turn++ % clients.length]!;
  return {
    call: (...request) => next().call(...request),
    get: (...request) => next().get(...request),
    request: (...request) => next().request(...request),
  };
}

/** The longest time until pushes and mails are out, in ms; see ledger.ts. */
const LONGEST_SETTLING = 180_000;

/** Waits until no push, no mail and no message to a webhook waits, of batches either. Rejects when one still does in the end. */
async function settle(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const end = Date.now() + LONGEST_SETTLING; ; await pause(100)) {
      const { rows } = await client.query<{ count: number }>(
        `SELECT ((SELECT count(*) FROM jobs WHERE kind LIKE 'push%')
          + (SELECT count(*) FROM mails WHERE state = 'queued')
          + (SELECT count(*) FROM batches WHERE state = 'running')
          + (SELECT count(*) FROM webhook_messages WHERE over_at IS NULL))::int AS count`,
      );
      const { count } = rows[0]!;
      if (count === 0) return;
      if (Date.now() > end) throw new Error(`${count} pushes, mails, messages and batches still wait.`);
    }
  } finally {
    await client.end();
  }
}
