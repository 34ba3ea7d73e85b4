// Stores barcode messages that only one pass of a template may have.
import type { Claim } from '../changes.ts';
import type { Queries, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

const holder = statement<{ passId: number }>(
  'SELECT pass_id AS "passId" FROM unique_barcodes WHERE template_id = $1 AND md5(message) = md5($2::text)',
);
// Two passes that want one message take turns, so that the second one finds it claimed.
const lock = statement('SELECT pg_advisory_xact_lock(hashtextextended($2, $1))');
const put = statement(`
  INSERT INTO unique_barcodes (pass_id, template_id, message) VALUES ($1, $2, $3)
  ON CONFLICT (pass_id) DO UPDATE SET template_id = excluded.template_id, message = excluded.message`);
const remove = statement('DELETE FROM unique_barcodes WHERE pass_id = $1');

/** Whether no other pass has the message. */
export async function isBarcodeFree(queries: Queries, claim: Claim, passId?: number): Promise<boolean> {
  const held = await queries.row(holder, claim.templateId, claim.message);
  return held === undefined || held.passId === passId;
}

/** The same, and no other pass claims the message before the commit. */
export async function isFreeToClaim(tx: Tx, claim: Claim, passId?: number): Promise<boolean> {
  tx.send(lock, claim.templateId, claim.message);
  return isBarcodeFree(tx, claim, passId);
}

/** Claims the message in place of the one that the pass had. */
export function claimBarcode(tx: Tx, claim: Claim, passId: number): void {
  tx.send(put, passId, claim.templateId, claim.message);
}

/** Removes the pass's claim. */
export function releaseBarcode(tx: Tx, passId: number): void {
  tx.send(remove, passId);
}
