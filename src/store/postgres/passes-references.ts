// Stores what surfaces know of a pass in rows of their own, so that passes without it cost nothing.
import type { Issue } from '../../ports/store/campaigns.ts';
import type { PassReference, PassStore, ReferenceChange } from '../../ports/store/passes.ts';
import { referenceAfter } from '../changes.ts';
import { userDefinedIdTaken } from '../refusals.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import type { Snapshots } from './snapshots.ts';

const ofPass = statement<PassReference>(`
  SELECT campaign_id AS "campaignId", user_defined_id AS "userDefinedId", recovery_email AS "recoveryEmail", posted
  FROM pass_references WHERE pass_id = $1`);
const BY_USER = 'campaign_id = $1 AND md5(user_defined_id) = md5($2::text)';
const holder = statement<{ passId: number }>(`SELECT pass_id AS "passId" FROM pass_references WHERE ${BY_USER}`);
const hashOf = statement<{ hash: string }>(
  `SELECT p.hash FROM pass_references r JOIN passes p ON p.id = r.pass_id WHERE r.${BY_USER.replace('md5(user', 'md5(r.user')}`,
);
const put = statement(`
  INSERT INTO pass_references (pass_id, campaign_id, user_defined_id, recovery_email, posted) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (pass_id) DO UPDATE SET campaign_id = excluded.campaign_id, user_defined_id = excluded.user_defined_id,
    recovery_email = excluded.recovery_email, posted = excluded.posted`);
const invalidate = statement('UPDATE passes SET invalidated_at = $2 WHERE id = $1');

export async function referenceOf(queries: Queries, passId: number): Promise<PassReference | null> {
  return (await queries.row(ofPass, passId)) ?? null;
}

/** Fails with `user_defined_id_taken`. */
export async function writeReference(
  tx: Tx,
  passId: number,
  issue: Issue | null,
  change: ReferenceChange,
): Promise<void> {
  const next = referenceAfter(await referenceOf(tx, passId), change, issue);
  const { campaignId, userDefinedId, recoveryEmail, posted } = next;
  if (userDefinedId !== null && campaignId !== null) {
    const taken = await tx.row(holder, campaignId, userDefinedId);
    if (taken && taken.passId !== passId) throw userDefinedIdTaken(userDefinedId);
  }
  tx.send(put, passId, campaignId, userDefinedId, recoveryEmail, JSON.stringify(posted));
  if (change.invalidatedAt !== undefined) tx.send(invalidate, passId, change.invalidatedAt);
}

export function referenceStore(
  { read }: Connection,
  snapshots: Snapshots,
): Pick<PassStore, 'passReference' | 'passByUserDefinedId'> {
  return {
    passReference: (passId) => referenceOf(read, passId),
    passByUserDefinedId: async (campaignId, userDefinedId) => {
      const row = await read.row(hashOf, campaignId, userDefinedId);
      return row === undefined ? null : snapshots.passByHash(read, row.hash);
    },
  };
}
