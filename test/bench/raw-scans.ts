// The least that a scan can cost: better-sqlite3 by hand reads a row of 1.2 kB by its hash, parses
// it, adds a point, writes it and adds an event, in one immediate transaction.
import { strictEqual } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

export interface RawScans {
  /** One scan of the next pass, committed. */
  scan(): void;
  /** One scan of this pass, a number from 0; answers its points. */
  scanOf(number: number): number;
  /** Throws unless every scan was counted and has its event. */
  check(): void;
  close(): void;
}

/**
 * `row` is the content of a pass, `trace` that of its event, both as JSON; `key` names the points
 * in the row. A folder may hold the passes of an earlier run.
 */
export function openRawScans(
  folder: string,
  given: { row: string; trace: string; key: string; passes: number },
): RawScans {
  const file = join(folder, 'raw.sqlite');
  const isNew = !existsSync(file);
  const client = new Sqlite(file);
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  if (isNew)
    client.exec(`
    CREATE TABLE passes (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
    CREATE TABLE events (id INTEGER PRIMARY KEY, pass_id INTEGER NOT NULL, access_type INTEGER NOT NULL,
      time INTEGER NOT NULL, trace TEXT NOT NULL);
  `);
  const hashOf = (number: number) => `hash-of-pass-${String(number).padStart(19, '0')}`;
  const fill = client.prepare('INSERT INTO passes (hash, data) VALUES (?, ?)');
  client.transaction(() => {
    if (!isNew) return;
    for (let number = 0; number < given.passes; number++) fill.run(hashOf(number), given.row);
  })();
  const read = client.prepare<[string], { id: number; data: string }>('SELECT id, data FROM passes WHERE hash = ?');
  const update = client.prepare('UPDATE passes SET data = ? WHERE id = ?');
  const insert = client.prepare('INSERT INTO events (pass_id, access_type, time, trace) VALUES (?, 7, ?, ?)');
  let scans = 0;
  const scan = client.transaction((number: number) => {
    const { id, data } = read.get(hashOf(number))!;
    const pass = JSON.parse(data) as Record<string, unknown>;
    const points = Number(pass[given.key]) + 1;
    pass[given.key] = points;
    update.run(JSON.stringify(pass), id);
    insert.run(id, Date.now(), given.trace);
    scans++;
    return points;
  });
  const before = given.passes * Number((JSON.parse(given.row) as Record<string, unknown>)[given.key]);
  return {
    scan: () => void scan.immediate(scans % given.passes),
    scanOf: (number) => scan.immediate(number),
    check() {
      const points = client.prepare<[], number>(`SELECT sum(json_extract(data, '$.${given.key}')) FROM passes`).pluck();
      strictEqual(points.get(), before + scans);
      strictEqual(client.prepare<[], number>('SELECT count(*) FROM events').pluck().get(), scans);
    },
    close: () => client.close(),
  };
}
