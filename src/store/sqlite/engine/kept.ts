// Caches rows that every scan or pass file reads and that hardly ever change: accounts, templates
// with their owners and campaigns, certificates, API keys, the times of rules. The cache empties as soon as a row may
// have changed: SQLite's data version shows writes of other processes, triggers show those of this
// connection, and a rollback undoes what was read inside it.
import type { Database } from 'better-sqlite3';
import type { Watcher } from './write-queue.ts';

/** The most cached rows of a kind. */
const MOST_KEPT = 1000;

/** The tables to watch, and the columns whose updates empty the cache; null: every column. */
const WATCHED = [
  ['accounts', null],
  ['api_keys', null],
  ['templates', null],
  ['certificates', null],
  // Watch `updated_at` alone: it changes with the cached columns, but not when passes are counted.
  ['campaigns', 'updated_at'],
  ['template_issues', 'updated_at'],
  // Whoever writes when a rule applied corrects the cached time.
  ['rule_uses', 'since'],
  // What decides whether a webhook is told; not whether its receiver answers.
  ['webhooks', 'state, events, template_hash, condition'],
  // A new dictionary may get the id of one that went with its last event.
  ['trace_dictionaries', null],
] as const;

export interface Kept extends Watcher {
  /**
   * Wraps `read` for rows of these tables: answers from the cache while nothing changed. Does not
   * cache undefined.
   */
  keeping<K extends number | string, T>(read: (key: K) => T | undefined): (key: K) => T | undefined;
  /** Calls `forget` after a commit of another connection and after a rollback. */
  watch(forget: () => void): void;
}

export function keptRows(client: Database): Kept {
  const dataVersion = client.prepare<[], number>('PRAGMA data_version').pluck();
  const all: { clear(): void }[] = [];
  const watching: (() => void)[] = [];
  let seen = dataVersion.get();
  const forget = () => {
    for (const rows of all) rows.clear();
  };
  const lose = () => {
    forget();
    for (const each of watching) each();
  };
  let isChecked = false;
  const turned = () => {
    isChecked = false;
  };
  /**
   * Runs in each transaction, and outside of them once a turn of the event loop, because the check
   * costs more than reading a short row.
   */
  const check = () => {
    if (!isChecked) {
      isChecked = true;
      setImmediate(turned);
    }
    const version = dataVersion.get();
    if (version === seen) return;
    seen = version;
    lose();
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
        if (!isChecked && !client.inTransaction) check();
        const kept = rows.get(key);
        if (kept !== undefined) return kept;
        const row = read(key);
        if (row === undefined) return undefined;
        if (rows.size >= MOST_KEPT) rows.clear();
        rows.set(key, row);
        return row;
      };
    },
    watch: (each) => void watching.push(each),
    begun: check,
    undone: lose,
  };
}
