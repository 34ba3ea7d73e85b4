// Knows which servers of a database live. Each writes that it does once a second (news.ts); one that
// was not heard of for a while is dead, and the others go on with the work that it had claimed.
import { statement } from './statement.ts';

/** This server, for whoever claims work. */
export interface OwnServer {
  /** No other server has it, nor has an earlier one. */
  readonly id: string;
  /** After how long without a sign a server counts as dead, in ms. */
  readonly deadAfter: number;
}

/** Long enough for a pause of the process, of the network, or of PostgreSQL. In ms. */
export const DEAD_AFTER = 15_000;

/** How long a dead server's row stays, in ms: it says nothing by then. */
const LONGEST_ROW = 24 * 60 * 60 * 1000;

/**
 * Values: the server's id, and `deadAfter`. `since` is when the server began to be heard without a
 * pause: a server that was away itself, as all are when PostgreSQL was, waits before it takes others
 * for dead.
 */
export const beat = statement(`
  INSERT INTO servers AS s (id, seen_at, since) VALUES ($1, now_ms(), now_ms())
  ON CONFLICT (id) DO UPDATE SET seen_at = now_ms(),
    since = CASE WHEN s.seen_at < now_ms() - $2::bigint THEN now_ms() ELSE s.since END`);
/** Value: the server's id. What it had claimed is free from then on. */
export const leave = statement('DELETE FROM servers WHERE id = $1');
export const forgetOld = statement(`DELETE FROM servers WHERE seen_at < now_ms() - ${LONGEST_ROW}`);

/**
 * SQL that says whether this server may claim a row: nobody has, a dead server has, or this one has
 * and does nothing about it. `row`: the alias of the table. The parameters: the server's id, its
 * `deadAfter`, and the ids of what it has under way.
 */
export function isFree(row: string, [id, deadAfter, underWay]: readonly [string, string, string]): string {
  return `CASE WHEN ${row}.claimed_by IS NULL THEN true
    WHEN ${row}.claimed_by = ${id} THEN ${row}.id <> ALL (${underWay}::bigint[])
    ELSE NOT server_lives(${row}.claimed_by, ${id}, ${deadAfter}) END`;
}
