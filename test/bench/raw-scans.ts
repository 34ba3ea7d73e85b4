// The least that a scan can cost: better-sqlite3 by hand reads a row of 1.2 kB by its hash, parses
// it, adds a point, writes it and adds an event, in one immediate transaction.
import { strictEqual } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

export interface RawScans {
  /** One scan, committed. */
  scan(): void;
  /** A scan of each of these passes, committed together. Answers the points that each has now. */
  together(hashes: readonly string[]): readonly number[];
  /** Throws unless every scan was counted and has its event. */
  check(): void;
  close(): void;
}

export interface RawGiven {
  /** The content of every pass, as JSON. */
  readonly row: string;
  /** The trace of every event, as JSON. */
  readonly trace: string;
  /** Names the points in the row. */
  readonly key: string;
  readonly hashes: readonly string[];
}

/** The hashes of so many passes. */
export function rawHashes(passes: number): string[] {
  return Array.from({ length: passes }, (_, number) => `hash-of-pass-${String(number).padStart(19, '0')}`);
}

/** A folder may hold the passes of an earlier run. */
export function openRawScans(folder: string, { row, trace, key, hashes }: RawGiven): RawScans {
  const file = join(folder, 'raw.sqlite');
  const isNew = !existsSync(file);
  const client = new Sqlite(file);
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  if (isNew) {
    client.exec(`
      CREATE TABLE passes (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
      CREATE TABLE events (id INTEGER PRIMARY KEY, pass_id INTEGER NOT NULL, access_type INTEGER NOT NULL,
        time INTEGER NOT NULL, trace TEXT NOT NULL);
    `);
    const fill = client.prepare('INSERT INTO passes (hash, data) VALUES (?, ?)');
    client.transaction(() => {
      for (const hash of hashes) fill.run(hash, row);
    })();
  }
  const read = client.prepare<[string], { id: number; data: string }>('SELECT id, data FROM passes WHERE hash = ?');
  const update = client.prepare('UPDATE passes SET data = ? WHERE id = ?');
  const insert = client.prepare('INSERT INTO events (pass_id, access_type, time, trace) VALUES (?, 7, ?, ?)');
  let scans = 0;
  const scan = (hash: string): number => {
    const { id, data } = read.get(hash)!;
    const pass = JSON.parse(data) as Record<string, unknown>;
    const points = Number(pass[key]) + 1;
    pass[key] = points;
    update.run(JSON.stringify(pass), id);
    insert.run(id, Date.now(), trace);
    scans++;
    return points;
  };
  const alone = client.transaction(() => {
    scan(hashes[scans % hashes.length]!);
  });
  const together = client.transaction((given: readonly string[]) => given.map(scan));
  const before = hashes.length * Number((JSON.parse(row) as Record<string, unknown>)[key]);
  return {
    scan: () => alone.immediate(),
    together: (given) => together.immediate(given),
    check() {
      const points = client.prepare<[], number>(`SELECT sum(json_extract(data, '$.${key}')) FROM passes`).pluck();
      strictEqual(points.get(), before + scans);
      strictEqual(client.prepare<[], number>('SELECT count(*) FROM events').pluck().get(), scans);
    },
    close: () => client.close(),
  };
}
