// The quick form of `npm run ledger`: each failure once, with few clients; and the check itself,
// which has to see what is missing and what is there twice.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { connect } from '../fixtures/scenarios/processes.ts';
import { startTill } from '../fixtures/scenarios/till.ts';
import { check, type Line } from './check.ts';
import { type Acknowledged, openBook } from './clients.ts';
import { FAILURES } from './failures.ts';
import { KINDS } from './items.ts';
import { runLedger } from './ledger.ts';
import { makePlaces } from './places.ts';
import { sqliteRows } from './rows.ts';
import { startListener } from './webhooks.ts';

test('nothing that was acknowledged is lost or doubled by kill -9, SIGTERM, a full disk and an APNs outage', async () => {
  const { lines, failures, broken, refused } = await runLedger({
    clients: 4,
    rounds: 1,
    items: 40,
    refusals: 8,
    rows: 50,
  });
  expect(lines.map(({ kind }) => kind)).toEqual([...KINDS, 'batch', 'onCreate', 'barcode', 'push', 'webhook']);
  for (const line of lines) {
    expect(line).toMatchObject({ lost: 0, doubled: 0 });
    expect(line.acknowledged).toBeGreaterThan(0);
  }
  // Each failure happened amid the work; only Linux has a way to fill a disk.
  const possible = FAILURES.filter((failure) => process.platform === 'linux' || !failure.includes('disk'));
  for (const failure of possible) expect(failures[failure], failure).toBe(1);
  expect(broken).toBeGreaterThan(0);
  if (process.platform === 'linux') expect(refused).toBeGreaterThanOrEqual(16);
}, 240_000);

test('the check counts what is missing and what is there twice', async () => {
  const server = await startTill();
  const client = connect(server, 2);
  const places = await makePlaces(client, 1, { DATA_DIR: server.dataDir });
  const { hashedSerialNumber } = places[0]!;
  const book = openBook(client, places);
  await book.more(18);
  await book.close();
  await server.end('SIGTERM');
  const lost = (lines: readonly Line[]) => Object.fromEntries(lines.map((line) => [line.kind, line.lost]));
  const doubled = (lines: readonly Line[]) => Object.fromEntries(lines.map((line) => [line.kind, line.doubled]));
  const none = { mails: [], pushes: [] };
  const mails = book.acknowledged.filter(({ kind }) => kind === 'mail').length;
  // No mail server and no APNs: mails and pushes are missing, and all else is there once.
  const checked = async (items: readonly Acknowledged[]) =>
    check(await sqliteRows(server.dataDir), places, items, none);
  const whole = await checked(book.acknowledged);
  const nothing = Object.fromEntries([...KINDS, 'batch', 'onCreate', 'barcode'].map((kind) => [kind, 0]));
  expect(lost(whole)).toEqual({ ...nothing, mail: mails, push: 1 });
  expect(new Set(Object.values(doubled(whole)))).toEqual(new Set([0]));

  const invented = [...KINDS, 'batch' as const].map((kind) => ({
    kind,
    key: `${kind}-invented`,
    client: 0,
    askedAt: Date.now(),
  }));
  const missing = await checked([...book.acknowledged, ...invented]);
  // The edit is missing in the count, and its note is not the last one.
  expect(lost(missing)).toMatchObject({ scan: 1, edit: 2, creation: 1, registration: 1, phone: 1, issue: 1, batch: 1 });

  const listener = await startListener();
  expect(listener.line(invented, places)).toMatchObject({ acknowledged: 1, lost: 1, doubled: 0 });
  await listener.close();

  const database = new Sqlite(join(server.dataDir, 'passwright.sqlite'));
  const copy = database.prepare(
    `INSERT INTO passes (template_id, serial_number, hash, authentication_token, update_tag, created_at, updated_at, accessed, access, overrides, last_modified)
     SELECT template_id, serial_number || 'x', hash || 'x', authentication_token, update_tag, created_at, updated_at, accessed, access, overrides, last_modified
     FROM passes WHERE hash <> ?`,
  );
  copy.run(hashedSerialNumber);
  database.close();
  const twice = doubled(await checked(book.acknowledged));
  const times = (kind: string) => book.acknowledged.filter((item) => item.kind === kind).length;
  expect(twice).toMatchObject({ scan: 0, creation: times('creation'), registration: times('registration') });
  // Campaigns have one pass more than they may have, and all copies have the barcodes of others.
  expect(twice.issue).toBeGreaterThan(0);
  expect(twice.barcode).toBeGreaterThanOrEqual(times('creation'));
});
