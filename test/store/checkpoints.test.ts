// A thread copies the log of a large database, while this connection goes on writing; a small one
// has no thread.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Checkpoints, checkpoints } from '../../src/store/sqlite/engine/checkpoints.ts';
import { configure, connect } from '../../src/store/sqlite/engine/connection.ts';
import { builtModule } from '../made.ts';

let folder: string;
let file: string;
let client: Sqlite.Database;
let copying: Checkpoints;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passwright-checkpoints-'));
  file = join(folder, 'log.sqlite');
  client = connect(file, 0);
  configure(client);
  client.exec('CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)');
  const entry = pathToFileURL(builtModule('src/store/sqlite/engine/checkpoint-thread.ts')).href;
  copying = checkpoints(client, file, entry);
});
afterEach(async () => {
  await copying.close();
  client.close();
  rmSync(folder, { recursive: true });
});

function commit(times: number, bytes: number): void {
  const insert = client.prepare<[string]>('INSERT INTO texts (text) VALUES (?)');
  for (let time = 0; time < times; time++) {
    insert.run('x'.repeat(bytes));
    copying.committed();
  }
}

const autocheckpoint = () => client.pragma('wal_autocheckpoint', { simple: true }) as number;
const log = () => (client.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }])[0];

test('a thread copies a long log, and closes the file before the store does', async () => {
  const configured = autocheckpoint();
  commit(200, 64 * 1024);
  // As many pages do not make this connection checkpoint.
  expect(log().log).toBeGreaterThan(2048);
  expect(log().log).toBeLessThan(configured);
  await vi.waitFor(() => expect(log().checkpointed).toBeGreaterThan(2048), { timeout: 60_000 });
  await vi.waitFor(() => expect(autocheckpoint()).toBeGreaterThan(configured), { timeout: 60_000 });
  commit(10, 1024);
  expect(client.prepare('SELECT count(*), sum(length(text)) FROM texts').raw().get()).toEqual([
    210,
    200 * 64 * 1024 + 10 * 1024,
  ]);
  await copying.close();
  expect(autocheckpoint()).toBe(configured);
  client.close();
  // The last connection of a file takes the log away, so the thread's is closed.
  expect(existsSync(`${file}-wal`)).toBe(false);
  client = connect(file, 0);
  expect(client.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('a short log has no thread', async () => {
  const configured = autocheckpoint();
  commit(300, 10);
  await copying.close();
  expect([autocheckpoint(), log().checkpointed]).toEqual([configured, 0]);
});
