// The floor of a scan on this schema: the statements that scans have run, with the values that they
// had, run again one after the other by nothing but better-sqlite3, on a copy of the database.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { configure } from '../../src/store/sqlite/engine/connection.ts';

interface Call {
  readonly source: string;
  readonly values: readonly unknown[];
}

/** One scan: from its BEGIN to its COMMIT. */
type Calls = readonly Call[];

export interface BareStatements {
  /** Runs the statements of the next scan, committed. */
  scan(): void;
  close(): void;
}

/**
 * Records the statements of scans, one at a time, and copies their database. `scan`: makes one, in
 * the database `passwright.sqlite` of the folder.
 */
export async function openBareStatements(
  folder: string,
  scans: number,
  scan: () => Promise<void>,
): Promise<BareStatements> {
  const recorded: Calls[] = [];
  for (let made = 0; made < scans; made++) recorded.push(await statementsOf(scan));
  const client = await copyOf(folder);
  const prepared = new Map<string, Sqlite.Statement>();
  const statement = (source: string): Sqlite.Statement => {
    const known = prepared.get(source);
    if (known !== undefined) return known;
    const made = client.prepare(source);
    if (made.reader) made.raw();
    prepared.set(source, made);
    return made;
  };
  const ready = recorded.map((calls) =>
    calls.map(({ source, values }) => ({ statement: statement(source), values, isRead: statement(source).reader })),
  );
  let next = 0;
  return {
    scan() {
      for (const { statement, values, isRead } of ready[next++ % ready.length]!) {
        if (isRead) statement.get(...values);
        else statement.run(...values);
      }
    },
    close: () => client.close(),
  };
}

async function statementsOf(work: () => Promise<void>): Promise<Calls> {
  const calls: Call[] = [];
  const statement = Object.getPrototypeOf(new Sqlite(':memory:').prepare('SELECT 1'));
  const restore = (['run', 'get', 'all'] as const).map((name) => {
    const call = statement[name];
    statement[name] = function (this: Sqlite.Statement, ...values: unknown[]) {
      calls.push({ source: this.source, values });
      return call.apply(this, values);
    };
    return () => {
      statement[name] = call;
    };
  });
  try {
    await work();
  } finally {
    for (const back of restore) back();
  }
  return calls.slice(calls.findIndex(({ source }) => source.startsWith('BEGIN')));
}

async function copyOf(folder: string): Promise<Sqlite.Database> {
  const copy = join(folder, 'bare.sqlite');
  const original = new Sqlite(join(folder, 'passwright.sqlite'), { readonly: true });
  await original.backup(copy);
  original.close();
  const client = new Sqlite(copy);
  configure(client);
  return client;
}
