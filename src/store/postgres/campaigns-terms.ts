// Counts the passes that campaigns and their templates issue. The terms themselves come with each
// snapshot (snapshots.ts).
import type { Issue } from '../../ports/store/campaigns.ts';
import type { Issued } from '../../rules/passes/issue.ts';
import type { Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

// The campaign first, in a statement of its own: makers of passes of two templates take turns there.
const lockCampaign = statement<{ issued: number }>('SELECT issued FROM campaigns WHERE id = $1 FOR NO KEY UPDATE');
const lockTemplate = statement<{ issued: number }>(
  'SELECT issued FROM template_issues WHERE template_id = $1 FOR NO KEY UPDATE',
);
const addToCampaign = statement('UPDATE campaigns SET issued = issued + 1 WHERE id = $1');
const addToTemplate = statement('UPDATE template_issues SET issued = issued + 1 WHERE template_id = $1');
const pushedOfTemplate = statement('UPDATE template_issues SET pushed = pushed + $2 WHERE template_id = $1');
const pushedOfPass = statement(`
  UPDATE template_issues SET pushed = pushed + $2 WHERE template_id = (SELECT template_id FROM passes WHERE id = $1)`);

/**
 * The numbers of issued passes. Until the commit nobody else issues one or changes the terms, so
 * what is read of the terms after this is what the numbers are compared with.
 */
export async function issuedOf(tx: Tx, { campaign, template }: Issue): Promise<Issued> {
  const [ofCampaign, ofTemplate] = await Promise.all([
    tx.row(lockCampaign, campaign.id),
    tx.row(lockTemplate, template.templateId),
  ]);
  return { campaign: ofCampaign?.issued ?? 0, template: ofTemplate?.issued ?? 0 };
}

/** Counts one more pass, after `issuedOf`. */
export function countIssued(tx: Tx, { campaign, template }: Issue): void {
  tx.send(addToCampaign, campaign.id);
  tx.send(addToTemplate, template.templateId);
}

/** Counts more pushed devices for a template, or for the template of a pass. */
export function addPushed(
  tx: Tx,
  of: { readonly templateId: number } | { readonly passId: number },
  count: number,
): void {
  if (count === 0) return;
  if ('passId' in of) tx.send(pushedOfPass, of.passId, count);
  else tx.send(pushedOfTemplate, of.templateId, count);
}
