// The ledger: a built server with a real mail server, a stand-in for APNs and a small disk fails
// again and again while clients ask; then every acknowledged item is looked for.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { FROM, startMailServer } from '../fixtures/mail/mail-server.ts';
import { connect, freePort, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { startTill } from '../fixtures/scenarios/till.ts';
import { startApns } from '../fixtures/wallet/apns.ts';
import { openBatches } from './batches.ts';
import { check, type Line } from './check.ts';
import { openBook } from './clients.ts';
import { openDisk } from './disk.ts';
import { FAILURES, type Failure, fail, type Pace, type Site } from './failures.ts';
import { makePlaces } from './places.ts';
import { sqliteRows } from './rows.ts';
import { startListener } from './webhooks.ts';

export interface LedgerOptions extends Pace {
  readonly clients: number;
  /** How often each failure happens. */
  readonly rounds: number;
  /** The rows of each batch. */
  readonly rows: number;
  /** Told after each failure. */
  readonly onFailure?: (failure: Failure, acknowledged: number) => void;
}

export interface Ledger {
  readonly lines: readonly Line[];
  /** How often each failure happened. */
  readonly failures: Readonly<Record<Failure, number>>;
  readonly disk: string;
  /** Requests without an answer, and requests that were refused. */
  readonly broken: number;
  readonly refused: number;
}

/** Runs the ledger. Throws when the server does not recover. */
export async function runLedger({ clients, rounds, rows, onFailure, ...pace }: LedgerOptions): Promise<Ledger> {
  const folder = await temporaryFolder();
  const disk = await openDisk(join(folder, 'disk'));
  const smtp = await startMailServer();
  const { apns, env: pushes, close: closeApns } = await startApns();
  const listener = await startListener();
  const port = await freePort();
  const dataDir = join(folder, 'disk', 'data');
  const env = {
    ...pushes,
    ...listener.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    MAIL_FROM: FROM,
    CREATION_LIMIT: '1000000',
    PASS_LIMIT: '1000000',
    DEVICE_LIMIT: '1000000',
  };
  const site: Site = { server: await startTill(env), env, apns, disk };
  try {
    apns.trust(await readFile(join(dataDir, 'development-root.pem'), 'utf8'));
    const client = connect({ port }, clients + 1);
    const places = await makePlaces(client, clients, env);
    await listener.listen(client, places[0]!);
    const book = openBook(client, places);
    const batches = openBatches(client, places[0]!, rows);
    const failures = Object.fromEntries(FAILURES.map((failure) => [failure, 0])) as Record<Failure, number>;
    for (let round = 0; round < rounds; round++) {
      for (const failure of FAILURES) {
        if (await fail(site, book, failure, pace)) failures[failure] += 1;
        onFailure?.(failure, book.acknowledged.length);
      }
    }
    await book.more(pace.items);
    await Promise.all([book.close(), batches.close()]);
    await settle(dataDir);
    await site.server.end('SIGTERM');
    const outside = { mails: smtp.received, pushes: apns.received };
    const items = [...book.acknowledged, ...batches.acknowledged];
    const lines = [...check(await sqliteRows(dataDir), places, items, outside), listener.line(items, places)];
    const how = disk?.how ?? 'none: this system can neither mount a disk nor limit files';
    return { lines, failures, disk: how, broken: book.broken(), refused: book.refused() };
  } finally {
    await site.server.end('SIGKILL');
    await closeApns();
    await smtp.stop();
    await listener.close();
    await disk?.close();
  }
}

/** The longest time until pushes, mails and messages to webhooks are out, in ms: a mail that failed is tried after one minute. */
const LONGEST_SETTLING = 180_000;

/** Waits until no push, no mail and no message to a webhook waits. Rejects when one still does in the end. */
async function settle(dataDir: string): Promise<void> {
  const database = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  const waiting = database
    .prepare<[], number>(
      `SELECT (SELECT count(*) FROM jobs WHERE kind LIKE 'push%') + (SELECT count(*) FROM mails WHERE state = 'queued')
         + (SELECT count(*) FROM webhook_messages WHERE over_at IS NULL)`,
    )
    .pluck();
  try {
    for (const end = Date.now() + LONGEST_SETTLING; waiting.get()! > 0; await pause(100)) {
      if (Date.now() > end) throw new Error(`${waiting.get()} pushes, mails and messages still wait.`);
    }
  } finally {
    database.close();
  }
}
