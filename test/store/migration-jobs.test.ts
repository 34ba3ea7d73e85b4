// Migration 27 on a database of the version before it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/store/sqlite/migrations/list.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

const folder = mkdtempSync(join(tmpdir(), 'passwright-migration-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('jobs keep ids, keys and progress, in the order they are due; the next id comes after those of jobs that are done', async () => {
  const file = join(folder, 'old.sqlite');
  const client = new Sqlite(file);
  for (const migration of MIGRATIONS.slice(0, 26)) client.exec(migration);
  client.pragma('application_id = 1349736308');
  client.pragma('user_version = 26');
  client.exec(`
    INSERT INTO jobs (id, kind, subject_id, key, update_tag, run_at, attempts, cursor, told) VALUES
      (5, 'push_template', 3, '', 9, 100, 2, 40, 7), (6, 'expire_pass', 8, 'b', 0, 300, 0, 0, 0),
      (7, 'expire_pass', 8, 'a', 0, 300, 0, 0, 0), (8, 'push_pass', 8, '', 10, 50, 0, 0, 0),
      (12, 'make_batch', 1, '', 0, 1, 0, 0, 0);
    DELETE FROM jobs WHERE id = 12;
  `);
  client.close();
  const store = await openSqliteStore({ file, exclusive: true });
  const jobs = await store.waitingJobs(10);
  const job = { updateTag: 0, attempts: 0, cursor: 0, told: 0 };
  expect(jobs).toEqual([
    { ...job, id: 8, kind: 'push_pass', subjectId: 8, key: '', updateTag: 10, runAt: 50 },
    { id: 5, kind: 'push_template', subjectId: 3, key: '', updateTag: 9, runAt: 100, attempts: 2, cursor: 40, told: 7 },
    { ...job, id: 6, kind: 'expire_pass', subjectId: 8, key: 'b', runAt: 300 },
    { ...job, id: 7, kind: 'expire_pass', subjectId: 8, key: 'a', runAt: 300 },
  ]);
  // A step of a job that is done touches none that came in its place.
  await store.recordStep({ ...jobs[0]!, id: 2 }, { kind: 'done' });
  expect(await store.waitingJob('push_pass', 8)).toMatchObject({ id: 8 });
  await store.recordStep(jobs[0]!, { kind: 'done' });
  expect(await store.waitingJob('push_pass', 8)).toBeNull();
  await store.close();
  const after = new Sqlite(file);
  expect(after.prepare("SELECT value FROM counters WHERE name = 'job'").pluck().get()).toBe(12);
  after.close();
});
