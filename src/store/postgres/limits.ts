// Counts in a table that all servers of the database share. The table is not logged: its rows are
// lost when PostgreSQL crashes, and no count waits for the disk.
import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limits } from '../../ports/limits.ts';
import type { Connection, Queries } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

/** The most rows of one limit. Those that would end first go. */
const MOST_KEYS = 50_000;

/** After how many counts of a limit a server removes its rows beyond that, and all that are over. */
const CLEANED_AFTER = 1000;

const TABLE = 'limit_counts';
const dropExpired = statement(`DELETE FROM ${TABLE} WHERE expire <= now_ms()`);
// The keys of a limit begin with its name and a colon, after which comes the semicolon.
const dropBeyond = statement(`
  DELETE FROM ${TABLE} WHERE key IN (
    SELECT key FROM ${TABLE} WHERE key >= $1 || ':' AND key < $1 || ';' ORDER BY expire DESC OFFSET $2)`);

/** `most`: rows of one limit. */
export function postgresLimits({ read }: Pick<Connection, 'read'>, most = MOST_KEYS): Limits {
  const storeClient = clientOn(read);
  const limiter = (name: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient,
      storeType: 'client',
      tableName: TABLE,
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points,
      duration,
    });

  /** Counts, and begins to remove rows from time to time; nobody waits for it. */
  function cleaning(name: string): () => void {
    let counts = 0;
    return () => {
      if (counts++ % CLEANED_AFTER !== 0) return;
      // A later turn removes what this one could not.
      read
        .run(dropExpired)
        .then(() => read.run(dropBeyond, name, most))
        .catch(() => {});
    };
  }

  return {
    limit(name, { points: allowed, seconds }) {
      const counts = limiter(name, allowed, seconds);
      const clean = cleaning(name);
      return {
        async count(key, points = 1) {
          clean();
          try {
            await counts.consume(digestOf(key), points);
            return 0;
          } catch (error) {
            if (error instanceof RateLimiterRes) return Math.max(error.msBeforeNext, 1);
            throw error;
          }
        },
        async takeBack(key, points = 1) {
          await counts.reward(digestOf(key), points);
        },
        async forget(key) {
          await counts.delete(digestOf(key));
        },
      };
    },
    remembered(name, seconds) {
      const known = limiter(name, 1, seconds);
      const clean = cleaning(name);
      return {
        async add(key) {
          clean();
          await known.set(digestOf(key), 1, seconds);
        },
        has: async (key) => (await known.get(digestOf(key))) !== null,
      };
    },
  };
}

/** What the library takes for a connection of pg. */
function clientOn(read: Queries) {
  return {
    async query({ text, values }: { readonly text: string; readonly values: readonly unknown[] }) {
      const rows = await read.rows(statement(text), ...values);
      return { rows, rowCount: rows.length };
    },
  };
}

/** Hashes a key, so that a key of megabytes needs no more room than an address. */
function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}
