// Rows that every scan or pass file needs and that hardly ever change, kept in memory: accounts, templates with their
// owners and campaigns, certificates, API keys. They are forgotten as soon as one of them may have changed, whoever changed it: another process,
// which SQLite tells by its data version; this connection, by triggers; or a rollback, which takes back what was read.
import type { Database } from 'better-sqlite3';
import type { Watcher } from './write-queue.ts';

/** The most rows of a kind. */
const MOST_KEPT = 1000;

/** Tables, and which of their columns are kept; null: all of them. */
const WATCHED = [
  ['accounts', null],
  ['api_keys', null],
  ['templates', null],
  ['certificates', null],
  // Written with each change of what is kept, and not when passes are counted.
  ['campaigns', 'updated_at'],
  ['template_issues', 'updated_at'],
] as const;

export interface Kept extends Watcher {
  /** `read` for rows of these tables, answered from memory while nothing changed. Undefined is not kept. */
  keeping<K extends number | string, T>(read: (key: K) => T | undefined): (key: K) => T | undefined;
}

export function keptRows(client: Database): Kept {
  const dataVersion = client.prepare<[], number>('PRAGMA data_version').pluck();
  const all: { clear(): void }[] = [];
  let seen = dataVersion.get();
  const forget = () => {
    for (const rows of all) rows.clear();
  };
  /** Asked once for each transaction, and for every read outside of one: asking takes as long as reading a short row. */
  const check = () => {
    const version = dataVersion.get();
    if (version === seen) return;
    seen = version;
    forget();
  };
  client.function('forget_kept_rows', () => {
    forget();
    return null;
  });
  for (const [table, columns] of WATCHED) {
    for (const change of ['INSERT', 'UPDATE', 'DELETE']) {
      const what = change === 'UPDATE' && columns !== null ? `UPDATE OF ${columns}` : change;
      client.exec(`CREATE TEMP TRIGGER kept_${table}_${change} AFTER ${what} ON main.${table} BEGIN
        SELECT forget_kept_rows(); END`);
    }
  }
  return {
    keeping<K extends number | string, T>(read: (key: K) => T | undefined): (key: K) => T | undefined {
      const rows = new Map<K, T>();
      all.push(rows);
      return (key) => {
        if (!client.inTransaction) check();
        const kept = rows.get(key);
        if (kept !== undefined) return kept;
        const row = read(key);
        if (row === undefined) return undefined;
        if (rows.size >= MOST_KEPT) rows.clear();
        rows.set(key, row);
        return row;
      };
    },
    begun: check,
    undone: forget,
  };
}
