// Reads what the ledger compares with its book: from the file of a SQLite server that has stopped,
// or from a PostgreSQL database.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';

export interface PassRow {
  readonly id: number;
  readonly hash: string;
  readonly templateHash: string;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly access: Readonly<Record<string, { readonly count: number }>>;
}

export interface CampaignRow {
  readonly name: string;
  readonly maxIssue: number;
  /** The server's own count of passes. */
  readonly issued: number;
  /** The passes of its templates. */
  readonly passes: number;
}

export interface Rows {
  readonly passes: readonly PassRow[];
  readonly campaigns: readonly CampaignRow[];
  /** The identifiers of all devices. */
  readonly devices: readonly string[];
  /** How many events of a pass and an access type were logged. */
  events(passId: number, accessType: number): number;
}

const PASSES = `SELECT p.id, p.hash, t.hash AS template_hash, p.overrides, p.access
  FROM passes p JOIN templates t ON t.id = p.template_id`;
const CAMPAIGNS = `SELECT c.name, c.max_issue, c.issued,
    (SELECT count(*) FROM passes p JOIN template_issues i ON i.template_id = p.template_id
     WHERE i.campaign_id = c.id) AS passes
  FROM campaigns c`;
const DEVICES = 'SELECT device_library_identifier AS id FROM devices';
const EVENTS = `SELECT pass_id, access_type, count(*) AS count FROM events
  WHERE logged AND pass_id IS NOT NULL GROUP BY pass_id, access_type`;

type Row = Readonly<Record<string, unknown>>;

/** Throws when the database is damaged. */
export async function sqliteRows(dataDir: string): Promise<Rows> {
  const database = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    const integrity = database.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new Error(`The database is damaged: ${integrity}`);
    return await readRows(async (text) => database.prepare<[], Row>(text).all());
  } finally {
    database.close();
  }
}

export async function postgresRows(url: string): Promise<Rows> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await readRows(async (text) => (await client.query<Row>(text)).rows);
  } finally {
    await client.end();
  }
}

async function readRows(all: (text: string) => Promise<readonly Row[]>): Promise<Rows> {
  const events = new Map<string, number>();
  for (const row of await all(EVENTS)) events.set(`${row.pass_id} ${row.access_type}`, Number(row.count));
  return {
    passes: (await all(PASSES)).map((row) => ({
      id: Number(row.id),
      hash: String(row.hash),
      templateHash: String(row.template_hash),
      overrides: parsed(row.overrides),
      access: parsed(row.access),
    })),
    campaigns: (await all(CAMPAIGNS)).map((row) => ({
      name: String(row.name),
      maxIssue: Number(row.max_issue),
      issued: Number(row.issued),
      passes: Number(row.passes),
    })),
    devices: (await all(DEVICES)).map(({ id }) => String(id)),
    events: (passId, accessType) => events.get(`${passId} ${accessType}`) ?? 0,
  };
}

/** SQLite has JSON as text. */
function parsed<T>(value: unknown): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T;
}
