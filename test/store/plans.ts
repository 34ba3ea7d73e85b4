// The plans of all statements that the suite has made a SQLite store prepare: none reads a table as a
// whole, each index has a reader, and statistics of an ANALYZE change no plan.
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import type { Connection } from '../../src/store/sqlite/engine/connection.ts';
import type { JobQueue } from '../../src/store/sqlite/jobs.ts';
import { pushStore } from '../../src/store/sqlite/jobs-pushes.ts';
import { copyRows } from '../fixtures/store/copy-rows.ts';
import { addPoint, passIn, templateIn } from '../fixtures/store/fixtures.ts';

/** Whole tables and indexes that may be read, and why. */
const SCANS = new Set([
  // Asked when a file is opened or probed, or when another connection has committed.
  'SCAN sqlite_master in SELECT … FROM sqlite_schema',
  "SCAN sqlite_schema in SELECT … FROM sqlite_schema WHERE name IN ('sqlite_stat1', 'sqlite_stat4')",
  'SCAN sqlite_stat1 in SELECT … FROM sqlite_stat1 LIMIT 1',
  'SCAN sqlite_stat4 in SELECT … FROM sqlite_stat4 LIMIT 1',
  // Lists and counts for whoever runs the server.
  'SCAN accounts in select … from accounts order by accounts.id asc',
  'SCAN api_keys in select … from api_keys order by api_keys.id asc',
  'SCAN mails in select … from mails left join passes on passes.id = mails.pass_id order by mails.id desc',
  'SCAN mails in select … from mails left join passes on passes.id = mails.pass_id where mails.state = ? order by mails.id desc',
  'SCAN mails in update mails set give_up_at = ?, state = ?, run_at = ?, attempts = ? where mails.state <> ?',
  'SCAN mails in delete from mails where (mails.state <> ? and mails.created_at < ?)',
  'SCAN mails in select … from mails where (mails.state <> ? and mails.created_at < ?)',
  // What the secret key opens, by a command: some for each account.
  'SCAN certificates in SELECT … FROM certificates',
  'SCAN certificate_requests in SELECT … FROM certificate_requests',
  'SCAN api_keys in SELECT … FROM api_keys WHERE encrypted_secret IS NOT NULL',
  'SCAN webhooks in SELECT … FROM webhooks',
  'SCAN google_accounts in SELECT … FROM google_accounts',
  'SCAN server_settings in SELECT … FROM server_settings WHERE encrypted_value IS NOT NULL',
  // The purge of images, by a command: a hash may stand in any value.
  'SCAN i USING INDEX sqlite_autoindex_images_1 in SELECT … FROM images i LEFT JOIN image_uses u ON u.hash = i.hash WHERE coalesce(u.given_at, 0) < ? ORDER BY i.hash',
  'SCAN passes in SELECT … FROM passes',
  'SCAN template_versions in SELECT … FROM template_versions',
  'SCAN drafts in SELECT … FROM drafts',
  'SCAN accounts in SELECT … FROM accounts WHERE logo IS NOT NULL',
  'SCAN accounts in SELECT … FROM accounts',
  'SCAN campaigns in SELECT … FROM campaigns',
  'SCAN template_issues in SELECT … FROM template_issues',
  'SCAN pass_references in SELECT … FROM pass_references',
  'SCAN idempotency_keys in SELECT … FROM idempotency_keys WHERE answer IS NOT NULL',
  // The full-text index: SQLite calls each reading of it a scan. A row is read as it is asked for.
  'SCAN pass_words VIRTUAL TABLE INDEX 192:M1< in SELECT … FROM (SELECT rowid FROM pass_words WHERE pass_words MATCH :match AND rowid < :before ORDER BY rowid DESC LIMIT :most) f CROSS JOIN passes p ON p.id = f.rowid',
  'SCAN f in SELECT … FROM (SELECT rowid FROM pass_words WHERE pass_words MATCH :match AND rowid < :before ORDER BY rowid DESC LIMIT :most) f CROSS JOIN passes p ON p.id = f.rowid',
  // What waits, which is little.
  "SCAN webhooks USING COVERING INDEX webhooks_deleted in SELECT … FROM webhooks WHERE state = 'deleted' LIMIT 1",
  "SCAN open_runs in select … from open_runs inner join passes on passes.id = open_runs.pass_id where open_runs.cut_off ->> 'time' < ? order by open_runs.cut_off ->> 'time' asc, open_runs.key asc limit ?",
  'SCAN jobs in select … from jobs group by jobs.kind',
  "SCAN mails USING COVERING INDEX mails_queued in select … from mails where mails.state = 'queued'",
  "SCAN mails USING INDEX mails_queued in select … from mails where (mails.state = 'queued' and mails.attempts > ?)",
  // The removal of an account, by a command.
  "SCAN sqlite_schema in SELECT … FROM sqlite_schema WHERE type = 'table'",
  "SCAN pragma_foreign_key_list VIRTUAL TABLE INDEX 0: in SELECT … FROM pragma_foreign_key_list(?) WHERE table = ? AND on_delete = 'NO ACTION'",
  'SCAN withdrawn_passes in DELETE FROM withdrawn_passes WHERE account_id = ?',
  'SCAN pass_references in DELETE FROM campaigns WHERE account_id = ?',
  'SCAN withdrawn_passes in delete from accounts where accounts.id = ?',
  // Foreign keys to a row with a new id: SQLite plans the check, and has none to do.
  'SCAN withdrawn_passes in insert into accounts',
  'SCAN pass_references in insert into campaigns',
]);

/** Indexes that no statement of the suite reads, and why there are such. */
const UNREAD = new Set<string>([
  // It keeps public ids unique.
  'certificates_public',
  // SQLite goes through the batch's rows by their numbers instead.
  'batch_rows_faults',
]);

/**
 * Indexes whose loss no scan shows, because SQLite takes another index and goes through all passes of
 * a template, or all templates of an account.
 */
const REPLACEABLE = [
  'passes_deleted',
  'passes_installed',
  'passes_off_phone',
  'passes_registered',
  'passes_scanned',
  'passes_template',
  'passes_test',
  'passes_visited',
  'templates_account',
  'templates_gallery',
];

export interface PlanSubject {
  /** All statements so far. */
  readonly statements: ReadonlySet<string>;
  open(file: string): Promise<Store>;
  newFile(): string;
}

/** Adds the tests. Call it after the suite, whose statements they look at. */
export function planCases({ statements, open, newFile }: PlanSubject): void {
  /** Opens a new file and answers the store with its own connection. */
  async function openSeen(): Promise<{ store: Store; client: Sqlite.Database }> {
    const { prepare } = Sqlite.prototype;
    const seen: Sqlite.Database[] = [];
    Sqlite.prototype.prepare = function (this: Sqlite.Database, sql: string) {
      seen.push(this);
      return prepare.call(this, sql);
    } as typeof prepare;
    try {
      const store = await open(newFile());
      return { store, client: seen.at(-1)! };
    } finally {
      Sqlite.prototype.prepare = prepare;
    }
  }

  const plansOf = (client: Sqlite.Database) => {
    // SQLite notices a new schema when it runs a statement, not when it plans one.
    client.prepare('SELECT 1 FROM accounts WHERE id = 0').get();
    return new Map([...statements].map((sql) => [sql, planOf(client, sql)]));
  };
  const scansIn = (plans: ReadonlyMap<string, readonly string[]>) =>
    [...plans].flatMap(([sql, plan]) => plan.filter(isScan).map((detail) => `${detail} in ${shortened(sql)}`));

  describe('the statements of the SQLite store', () => {
    test('read no table as a whole, but for few that are short', async () => {
      const { store, client } = await openSeen();
      const scans = scansIn(plansOf(client));
      expect(statements.size).toBeGreaterThan(20);
      expect(scans.filter((scan) => !SCANS.has(scan))).toEqual([]);
      await store.close();
    });

    test('read every index', async () => {
      const { store, client } = await openSeen();
      const steps = [...plansOf(client).values()].flat();
      const isRead = (name: string) => steps.some((detail) => detail.split(/\s/).includes(name));
      const indexes = client
        .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
        .pluck()
        .all();
      expect(indexes.length).toBeGreaterThan(20);
      expect(indexes.filter((name) => !isRead(name) && !UNREAD.has(name))).toEqual([]);
      expect(REPLACEABLE.filter((name) => !isRead(name))).toEqual([]);
      await store.close();
    });

    test.each(Object.entries(STATISTICS))('keep their plans when another connection writes %s', async (_, write) => {
      const { store, client } = await openSeen();
      const usual = plansOf(client);
      const other = new Sqlite(client.name);
      await write(store, other);
      // The schema is as it was, so the store's connection reads nothing anew.
      expect(changed(usual, plansOf(client))).toEqual([]);
      other.exec('CREATE TABLE passing (id INTEGER); DROP TABLE passing');
      // Without the store's own doing the statistics would decide now.
      expect(changed(usual, plansOf(client)).length).toBeGreaterThan(20);
      await store.probe();
      expect(changed(usual, plansOf(client))).toEqual([]);
      expect(other.prepare('SELECT count(*) FROM sqlite_stat1').pluck().get()).toBe(0);
      other.close();
      await store.close();
    });

    test.each(Object.entries(STATISTICS))('of a push read no table as a whole with %s either', async (_, write) => {
      const { store, client } = await openSeen();
      const following = new Sqlite(client.name);
      await write(store, following);
      following.exec('ANALYZE sqlite_schema');
      const ofPush = new Set<string>();
      const prepare = (sql: string) => {
        ofPush.add(sql);
        return following.prepare(sql);
      };
      const recording = { prepare, transaction: following.transaction.bind(following) };
      pushStore({ client: recording } as unknown as Connection, {} as JobQueue, () => {});
      expect(ofPush.size).toBeGreaterThan(10);
      expect([...ofPush].flatMap((sql) => planOf(following, sql).filter(isScan))).toEqual([]);
      following.close();
      await store.close();
    });
  });
}

const MANY = { from: 1001, to: 3000 };

/** Statistics that an operator's ANALYZE, or one of another program, may leave. */
const STATISTICS: Readonly<Record<string, (store: Store, client: Sqlite.Database) => Promise<void> | void>> = {
  'statistics of a day when each table had one row': (_, client) =>
    writeStatistics(client, (_table, columns) => `1${' 1'.repeat(columns)}`),
  'statistics of a million passes of one template': (_, client) =>
    writeStatistics(client, (table, columns, isUnique) => {
      const rows = { passes: 1e6, devices: 1e6, registrations: 1e6, events: 1e7 }[table] ?? 1000;
      // Of each column but the last, many rows have the same value.
      const equal = Array.from({ length: columns }, (_, at) =>
        at === columns - 1 && isUnique ? 1 : Math.ceil(rows / 100 ** at),
      );
      return [rows, ...equal].join(' ');
    }),
  'what ANALYZE finds among passes of one template': async (store, client) => {
    await templateIn(store);
    await passIn(store, 'p1');
    await store.changePass('p1', addPoint);
    client.exec(`
      INSERT INTO devices (id, device_library_identifier, pass_type_identifier, push_token, token_at, pushed_tag)
        VALUES (1, 'd1', 'pass.a', 't1', 0, 0);
      INSERT INTO registrations (pass_id, device_id, created_at) SELECT id, 1, 0 FROM passes`);
    const text = (column: string) => `${column} || ids.id`;
    copyRows(client, 'passes', MANY, { id: 'ids.id', serial_number: text('serial_number'), hash: text('hash') });
    copyRows(client, 'devices', MANY, { id: 'ids.id', device_library_identifier: text('device_library_identifier') });
    copyRows(client, 'registrations', MANY, { pass_id: 'ids.id', device_id: 'ids.id' });
    copyRows(client, 'events', MANY, { id: 'ids.id', pass_id: 'ids.id' });
    client.exec('ANALYZE');
  },
};

function writeStatistics(
  client: Sqlite.Database,
  of: (table: string, columns: number, isUnique: boolean) => string,
): void {
  const indexes = client.prepare<[], { tbl: string; idx: string; columns: number; isUnique: 0 | 1 }>(`
    SELECT t.name AS tbl, i.name AS idx, (SELECT count(*) FROM pragma_index_info(i.name)) AS columns, i."unique" AS isUnique
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i WHERE t.type = 'table' AND t.name NOT LIKE 'pass_words%'`);
  client.exec('ANALYZE; DELETE FROM sqlite_stat1; DELETE FROM sqlite_stat4');
  const insert = client.prepare('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)');
  for (const { tbl, idx, columns, isUnique } of indexes.all()) insert.run(tbl, idx, of(tbl, columns, isUnique === 1));
}

/** The steps of a statement's plan; none for what is no query. */
function planOf(client: Sqlite.Database, sql: string): string[] {
  if (!/^\s*(?:select|with|insert|update|delete)\b/i.test(sql)) return [];
  const names = [...sql.matchAll(/[:@](\w+)/g)].map(([, name]) => name);
  const values = [...sql.matchAll(/\?/g)];
  // SQLite looks at values, as for an index of the rows with a 1 or a 0 in a column.
  const steps = [0, 1].flatMap((value) => {
    const plan = client.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    const rows =
      names.length > 0
        ? plan.all(Object.fromEntries(names.map((name) => [name, value])))
        : plan.all(...values.map(() => value));
    return rows.map(({ detail }) => detail);
  });
  return [...new Set(steps)];
}

/** A Bloom filter and an automatic index read their table as a whole too. */
function isScan(detail: string): boolean {
  return /^(?:SCAN (?!CONSTANT ROW)|BLOOM FILTER\b)|\bAUTOMATIC\b/.test(detail);
}

/** The statement without its columns, as `SCANS` has it. */
function shortened(sql: string): string {
  return sql
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll('"', '')
    .replace(/^(select) .*? (from) /i, '$1 … $2 ')
    .replace(/^(insert into \w+).*/, '$1');
}

function changed(before: ReadonlyMap<string, readonly string[]>, after: ReadonlyMap<string, readonly string[]>) {
  return [...before].flatMap(([sql, plan]) => {
    const now = after.get(sql)!;
    return now.join() === plan.join() ? [] : [`${shortened(sql)}: ${now.join(', ')}`];
  });
}
