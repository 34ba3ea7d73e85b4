// Makes the tables, and brings those of an older version up to date. Servers that start together
// take turns: each waits for the lock, and finds nothing left to do.

import { StoreOpenError } from '../../open-error.ts';
import { MIGRATIONS, WORKS_FROM } from '../migrations/list.ts';
import type { Lane } from './lanes.ts';

/** Any number that other programs on the database do not lock. */
const MIGRATION_LOCK = 1349736309;

const VERSION = `
  SELECT CASE WHEN to_regclass('schema_version') IS NULL THEN -1 ELSE 0 END AS present`;

/** How many migrations the database lacks; negative: it has more than this version knows. */
export async function migrationsMissing(lane: Lane): Promise<number> {
  return MIGRATIONS.length - (await versionOf(lane));
}

async function versionOf(lane: Lane): Promise<number> {
  return (await schemaOf(lane)).version;
}

export interface Schema {
  /** How many migrations the database has; 0: it is empty. */
  readonly version: number;
  /** The oldest version whose program works on it. */
  readonly worksFrom: number;
}

export async function schemaOf(lane: Lane): Promise<Schema> {
  const { rows } = await lane.send({ text: VERSION }, []);
  if ((rows[0] as { present: number }).present < 0) return { version: 0, worksFrom: 0 };
  const found = await lane.send({ text: 'SELECT version, works_from AS "worksFrom" FROM schema_version' }, []);
  // A first start that was interrupted has made the table and no row.
  return (found.rows[0] as Schema | undefined) ?? { version: 0, worksFrom: 0 };
}

/** Whether a newer version has written the database in a way that this one does not understand. */
export function isTooNew({ worksFrom }: Schema): boolean {
  return worksFrom > MIGRATIONS.length;
}

/**
 * Runs the missing migrations, each in one transaction. A database that a newer version has migrated stays
 * as it is. Fails with StoreOpenError when this version does not work on it. `isMoving`: the caller fills it.
 */
export async function migrate(lane: Lane, { isMoving = false } = {}): Promise<void> {
  const run = (text: string) => lane.send({ text }, []);
  // Others may hold the lock for as long as their migrations take.
  await run('SET statement_timeout = 0; SET lock_timeout = 0');
  await run(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
  try {
    const schema = await schemaOf(lane);
    const { version } = schema;
    if (isTooNew(schema)) {
      throw new StoreOpenError(
        `The database was written by a newer Passwright (schema ${version}, this one knows ${MIGRATIONS.length}). Use that version.`,
      );
    }
    if (version === 0)
      await run('CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL, works_from integer NOT NULL)');
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index < version) continue;
      const note =
        index === 0
          ? `INSERT INTO schema_version (version, works_from) VALUES (1, ${WORKS_FROM})`
          : `UPDATE schema_version SET version = ${index + 1}, works_from = ${WORKS_FROM}`;
      await run(`BEGIN; ${migration}; ${note}; COMMIT`).catch(async (error: unknown) => {
        await run('ROLLBACK');
        throw error;
      });
    }
    if (!isMoving) await refuseUnfinished(lane);
    await raiseTags(lane);
  } finally {
    await run(`SELECT pg_advisory_unlock(${MIGRATION_LOCK}); RESET statement_timeout; RESET lock_timeout`);
  }
}

/** Refuses a database that a move has not filled to its end (store/move/). */
async function refuseUnfinished(lane: Lane): Promise<void> {
  const { rows } = await lane.send({ text: "SELECT to_regclass('move_progress') IS NOT NULL AS unfinished" }, []);
  if (!(rows[0] as { unfinished: boolean }).unfinished) return;
  throw new StoreOpenError('A move to this database was interrupted: run `passwright migrate` again first.');
}

/**
 * Update tags are transaction ids, which a database that was restored or copied into another
 * PostgreSQL begins anew: then adds what keeps them growing.
 */
async function raiseTags(lane: Lane): Promise<void> {
  const { rows } = await lane.send(
    {
      text: `SELECT (SELECT system_identifier % 9007199254740991 FROM pg_control_system()) AS own,
        (SELECT value FROM counters WHERE name = 'system') AS known`,
    },
    [],
  );
  const { own, known } = rows[0] as { own: number; known: number | null };
  if (own === known) return;
  await lane.send(
    {
      text: `
        WITH newest AS (SELECT greatest((SELECT max(update_tag) FROM passes), (SELECT max(update_tag) FROM templates),
          (SELECT max(update_tag) FROM withdrawn_passes), (SELECT max(update_tag) FROM jobs),
          (SELECT max(pushed_tag) FROM devices), 0) AS tag),
        raised AS (UPDATE counters SET value = greatest(value, (SELECT tag FROM newest)) WHERE name = 'update_tag')
        INSERT INTO counters (name, value) VALUES ('system', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    },
    [own],
  );
}
