// A PostgreSQL database as a side of a move.

import { StoreOpenError } from '../open-error.ts';
import type { Connection } from '../postgres/engine/connection.ts';
import { connection } from '../postgres/engine/connection.ts';
import { migrate } from '../postgres/engine/migrate.ts';
import { pool } from '../postgres/engine/pool.ts';
import { statement } from '../postgres/engine/statement.ts';
import { type ColumnKind, MOVED, type MovedTable, type Row, type Side, type Target, type Value } from './tables.ts';

const CASTS: Readonly<Record<ColumnKind, string>> = {
  number: 'bigint',
  text: 'text',
  boolean: 'boolean',
  json: 'text',
  bytes: 'bytea',
};

async function open(url: string): Promise<{ readonly joined: Connection; close(): Promise<void> }> {
  const connections = pool(url);
  const lane = await connections.take();
  try {
    await migrate(lane, { isMoving: true });
  } catch (error) {
    await connections.close();
    throw error;
  } finally {
    connections.giveBack(lane);
  }
  const joined = connection(connections, { id: 'move', deadAfter: 0 }, () => {});
  const others = await joined.read.row(
    statement<{ count: number }>(
      "SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'passwright news'",
    ),
  );
  if (others!.count > 0) {
    await connections.close();
    throw new StoreOpenError('A server uses the database. Stop all servers first.');
  }
  return { joined, close: () => connections.close() };
}

/** Opens a database that no server uses. Fails with StoreOpenError, StoreUnavailableError. */
export async function postgresSource(url: string): Promise<Side> {
  const { joined, close } = await open(url);
  return { ...side(joined), close };
}

/** The same, for an empty database, or one that a move was interrupted in. */
export async function postgresTarget(url: string): Promise<Target> {
  const { joined, close } = await open(url);
  const { read, write } = joined;
  const there = await read.row(
    statement<{ isMoving: boolean; isUsed: boolean }>(`
      SELECT to_regclass('move_progress') IS NOT NULL AS "isMoving", EXISTS (SELECT FROM accounts) AS "isUsed"`),
  );
  if (there!.isUsed && !there!.isMoving) {
    await close();
    throw new StoreOpenError('The database has accounts already. Name an empty database.');
  }
  await write((tx) =>
    tx.run(statement('CREATE TABLE IF NOT EXISTS move_progress (name text PRIMARY KEY, done json NOT NULL)')),
  );
  return {
    ...side(joined),
    close,
    progress: async () => {
      const rows = await read.rows(
        statement<{ name: string; done: Row | true }>('SELECT name, done FROM move_progress'),
      );
      return new Map(rows.map(({ name, done }) => [name, done]));
    },
    write: (table, rows, done) =>
      write(async (tx) => {
        // What triggers would write moves as well.
        if (rows.length > 0) {
          tx.send(statement(`ALTER TABLE ${table.name} DISABLE TRIGGER USER`));
          tx.send(insertOf(table), ...table.columns.map((_, place) => rows.map((row) => written(row[place]!))));
          tx.send(statement(`ALTER TABLE ${table.name} ENABLE TRIGGER USER`));
        }
        tx.send(
          statement(
            'INSERT INTO move_progress (name, done) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET done = excluded.done',
          ),
          table.name,
          JSON.stringify(done),
        );
      }),
    finish: ({ updateTag, lastModified, ids }) =>
      write(async (tx) => {
        const count = statement('UPDATE counters SET value = greatest(value, $1) WHERE name = $2');
        tx.send(count, updateTag, 'update_tag');
        tx.send(count, lastModified, 'last_modified');
        for (const { name, drawsIds } of MOVED) {
          if (!drawsIds) continue;
          tx.send(
            statement(
              `SELECT setval(pg_get_serial_sequence('${name}', 'id'), greatest($1::bigint, (SELECT max(id) FROM ${name}), 1))`,
            ),
            ids[name] ?? 0,
          );
        }
        tx.send(
          statement(`INSERT INTO jobs (kind, subject_id, key, update_tag, run_at, attempts)
            SELECT 'index_passes', id, '', 0, 0, 0 FROM templates ON CONFLICT DO NOTHING`),
        );
        // SQLite reads the tag of a push from its pass.
        tx.send(
          statement(`UPDATE jobs SET update_tag = greatest(jobs.update_tag, p.update_tag) FROM passes p
            WHERE jobs.kind = 'push_pass' AND p.id = jobs.subject_id`),
        );
        tx.send(statement('DROP TABLE move_progress'));
      }),
  };
}

function insertOf({ name, columns, isSharded }: MovedTable) {
  const names = columns.map((column) => column.name);
  const given = columns.map(({ kind }, place) => `$${place + 1}::${CASTS[kind]}[]`);
  const taken = columns.map(({ name: column, kind }) => (kind === 'json' ? `r.${column}::json` : `r.${column}`));
  return statement(`
    INSERT INTO ${name} (${names.join(', ')}${isSharded ? ', shard' : ''}) OVERRIDING SYSTEM VALUE
    SELECT ${taken.join(', ')}${isSharded ? ', -1' : ''} FROM unnest(${given.join(', ')}) r (${names.join(', ')})`);
}

function written(value: Value): unknown {
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}

function side({ read }: Connection): Pick<Side, 'read' | 'numbers'> {
  return {
    read: async (table, after, count) => {
      const names = table.columns.map(({ name }) => name);
      const key = table.key.map((place) => names[place]!);
      const own = table.columns.map(({ name, kind }, place) => {
        if (table.isSharded && !table.key.includes(place)) return `sum(${name})::bigint AS ${name}`;
        return kind === 'json' ? `${name}::text AS ${name}` : name;
      });
      const behind =
        after === null ? '' : `WHERE (${key.join(', ')}) > (${key.map((_, place) => `$${place + 2}`).join(', ')})`;
      const rows = await read.rows(
        statement<Record<string, Value>>(
          `SELECT ${own.join(', ')} FROM ${table.name} ${behind} ${table.isSharded ? `GROUP BY ${key.join(', ')}` : ''} ORDER BY ${key.join(', ')} LIMIT $1`,
        ),
        Math.min(count, 2 ** 31),
        ...(after ?? []),
      );
      return rows.map((row) => names.map((name) => row[name]!));
    },
    numbers: async () => {
      const counted = await read.row(
        statement<{ updateTag: number; lastModified: number }>(`
          SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint
              + (SELECT value FROM counters WHERE name = 'update_tag') AS "updateTag",
            (SELECT value FROM counters WHERE name = 'last_modified') AS "lastModified"`),
      );
      const ids = await Promise.all(
        MOVED.filter(({ drawsIds }) => drawsIds).map(async ({ name }) => {
          const row = await read.row(
            statement<{ last: number | null }>('SELECT pg_sequence_last_value(pg_get_serial_sequence($1, $2)) AS last'),
            name,
            'id',
          );
          return [name, row?.last ?? 0] as const;
        }),
      );
      return { ...counted!, ids: Object.fromEntries(ids) };
    },
  };
}
