// Connections to PostgreSQL. Statements that are sent together travel together, and answers come in
// the order of the statements. A connection that broke is replaced at its next use, and what was
// under way on it fails.
import pg from 'pg';
import { StoreUnavailableError } from '../../../errors.ts';
import { failureOf } from './failures.ts';
import type { Statement } from './statement.ts';

/** In ms: to connect, for one statement, for a lock, and of a transaction that sends nothing. */
const CONNECT_TIMEOUT = 5000;
const STATEMENT_TIMEOUT = 30_000;
const LOCK_TIMEOUT = 10_000;
const IDLE_TIMEOUT = 30_000;

/** The pause before the next try to connect, in ms: until then everything fails at once. */
const PAUSE = 200;

/** Any number that other programs on the database do not lock. */
const SHARD_LOCKS = 1349736308;

/** PostgreSQL's numbers, of its types, whose values are numbers below 2^53 here. */
const BIGINT = 20;
const NUMERIC = 1700;

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;

export interface Answer {
  readonly rows: unknown[];
  readonly count: number;
  readonly command: string;
}

/** One connection, for whoever has it to send statements in order. */
export interface Lane {
  /** Sends at once and answers later. Fails with StoreUnavailableError, and with pg's DatabaseError. */
  send(
    statement: Pick<Statement<unknown>, 'text'> & { readonly name?: string },
    values: readonly unknown[],
  ): Promise<Answer>;
  /** What drizzle calls. */
  readonly client: { query(config: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> };
  /** Statements that wait for their answer. */
  readonly waiting: number;
  /** Ends the connection, because nobody knows what state it is in. */
  drop(): void;
}

interface OwnLane extends Lane {
  /** Connects when there is no connection. Fails with StoreUnavailableError. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** A host of the connection string, with the whole string for it alone. */
export function hostsOf(url: string): string[] {
  const match = /^(postgres(?:ql)?:\/\/(?:[^/@]*@)?)([^/?]*)(.*)$/s.exec(url);
  if (match === null) return [url];
  const [, before = '', hosts = '', after = ''] = match;
  return hosts.split(',').map((host) => before + host + after);
}

/**
 * One connection to the first of the hosts that takes writes. `url`: postgres://user:password@host:port/database,
 * several hosts apart by commas.
 */
export function lane(url: string): OwnLane {
  const hosts = hostsOf(url);
  let client: pg.Client | null = null;
  let opening: Promise<void> | null = null;
  let waiting = 0;
  let pausedUntil = 0;
  let lastFailure: unknown = null;
  let closed = false;

  async function connect(): Promise<void> {
    if (closed) throw new Error('The store is closed.');
    if (performance.now() < pausedUntil) throw new StoreUnavailableError({ cause: lastFailure });
    for (const host of hosts) {
      try {
        client = await connected(host);
        return;
      } catch (error) {
        lastFailure = error;
      }
    }
    pausedUntil = performance.now() + PAUSE;
    throw new StoreUnavailableError({ cause: lastFailure });
  }

  async function connected(host: string): Promise<pg.Client> {
    const opened = new pg.Client({
      connectionString: host,
      pipeline: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      statement_timeout: STATEMENT_TIMEOUT,
      lock_timeout: LOCK_TIMEOUT,
      query_timeout: STATEMENT_TIMEOUT + CONNECT_TIMEOUT,
      idle_in_transaction_session_timeout: IDLE_TIMEOUT,
      keepAlive: true,
      application_name: 'passwright',
    });
    const forget = () => {
      if (client === opened) client = null;
    };
    opened.on('error', forget);
    opened.on('end', forget);
    try {
      await opened.connect();
      const { rows } = await opened.query(`SELECT current_setting('transaction_read_only') AS "readOnly",
        set_config('passwright.shard',
          (SELECT n::text FROM generate_series(0, 9999) n WHERE pg_try_advisory_lock(${SHARD_LOCKS}, n) LIMIT 1), false)`);
      if (rows[0].readOnly === 'on') throw new Error('The database takes no writes here.');
      return opened;
    } catch (error) {
      opened.end().catch(() => {});
      throw error;
    }
  }

  function query(config: pg.QueryConfig, values: readonly unknown[] = []): Promise<pg.QueryResult> {
    if (client === null)
      return Promise.reject(new StoreUnavailableError({ cause: new Error('The connection to the database broke.') }));
    waiting++;
    return client
      .query({ ...config, types }, values.map(withoutZero))
      .catch((error: unknown) => {
        throw failureOf(error);
      })
      .finally(() => {
        waiting--;
      });
  }

  return {
    client: { query },
    get waiting() {
      return waiting;
    },
    async send(statement, values) {
      const { rows, rowCount, command } = await query(statement, values);
      return { rows, count: rowCount ?? 0, command };
    },
    open() {
      if (client !== null) return Promise.resolve();
      opening ??= connect().finally(() => {
        opening = null;
      });
      return opening;
    },
    drop() {
      const broken = client;
      client = null;
      broken?.end().catch(() => {});
    },
    async close() {
      closed = true;
      const open = client;
      client = null;
      await open?.end().catch(() => {});
    },
  };
}

/** PostgreSQL has no character 0 in its texts. */
function withoutZero(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutZero);
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}
