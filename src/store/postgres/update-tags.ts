// Update tags, and the latest second that ran ahead of the clock (see store/changes.ts). Both only
// grow. A tag is the id of its transaction (migrations/0003-triggers.ts), so one transaction has
// one tag.
import type { Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

const latest = statement<{ value: number }>("SELECT value FROM counters WHERE name = 'last_modified' FOR SHARE");
const raise = statement("UPDATE counters SET value = $1 WHERE name = 'last_modified' AND value < $1");

/** The latest `lastModified` (s) of any pass that ran ahead of the clock; 0 for none. */
export async function ahead(tx: Tx): Promise<number> {
  return (await tx.row(latest))?.value ?? 0;
}

/** Stores a `lastModified` (s) that ran ahead of the clock. */
export function raiseAhead(tx: Tx, lastModified: number): void {
  tx.send(raise, lastModified);
}
