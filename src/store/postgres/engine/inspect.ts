// Looks at a database without changing it: its version, its size, its private keys and its clock.
import { StoreOpenError } from '../../open-error.ts';
import { MIGRATIONS } from '../migrations/list.ts';
import { lane } from './lanes.ts';
import { isTooNew, schemaOf } from './migrate.ts';

/** The version of the tables that this program works with: the number of all migrations. */
export const POSTGRES_VERSION = MIGRATIONS.length;

export interface PostgresState {
  /** Such as `18.4`. */
  readonly server: string;
  readonly bytes: number;
  /** The number of migrations that the database has; 0: it is empty. */
  readonly version: number;
  /** How many of this program's migrations it lacks; negative: a newer program has made more. */
  readonly missing: number;
  /** How far the clock of the server is ahead of `now`, in ms. */
  readonly clockAhead: number;
  readonly encryptedKeys: readonly Uint8Array[];
}

const FACTS = `SELECT current_setting('server_version') AS server, pg_database_size(current_database()) AS bytes,
  (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS clock`;
const KEYS = `SELECT encrypted_key AS key FROM certificates
  UNION ALL SELECT encrypted_key FROM certificate_requests
  UNION ALL SELECT encrypted_secret FROM api_keys WHERE encrypted_secret IS NOT NULL
  UNION ALL SELECT encrypted_value FROM server_settings WHERE encrypted_value IS NOT NULL`;

/**
 * `now`: ms since 1970. Fails with StoreUnavailableError, and with StoreOpenError when a newer
 * version has written the database in a way that this one does not understand.
 */
export async function inspectPostgres(url: string, now: () => number): Promise<PostgresState> {
  const connection = lane(url);
  try {
    await connection.open();
    const before = now();
    const { rows } = await connection.send({ text: FACTS }, []);
    const seen = (before + now()) / 2;
    const { server, bytes, clock } = rows[0] as { server: string; bytes: number; clock: number };
    const schema = await schemaOf(connection);
    if (isTooNew(schema)) {
      throw new StoreOpenError(
        `The database was written by a newer Passwright (schema ${schema.version}, this one knows ${MIGRATIONS.length}).`,
      );
    }
    const missing = MIGRATIONS.length - schema.version;
    const keys = missing > 0 ? [] : (await connection.send({ text: KEYS }, [])).rows;
    return {
      server: server.split(' ')[0]!,
      bytes,
      version: schema.version,
      missing,
      clockAhead: clock - seen,
      encryptedKeys: (keys as { key: Uint8Array }[]).map(({ key }) => key),
    };
  } finally {
    await connection.close();
  }
}
