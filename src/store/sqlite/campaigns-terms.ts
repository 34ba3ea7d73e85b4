// Reads the terms of campaigns and their templates for every snapshot, and caches them. Counts of
// issued passes are read apart, so that making a pass does not empty the cache.
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Issue } from '../../ports/store/campaigns.ts';
import type { Issued } from '../../rules/passes/issue.ts';
import type { Connection } from './engine/connection.ts';
import { oncePerConnection } from './engine/once.ts';
import { campaigns, templateIssues } from './schema.ts';

const { issued: _, ...ofCampaign } = getTableColumns(campaigns);
const { issued: __, pushed: ___, ...ofTemplate } = getTableColumns(templateIssues);

/** Reads a template's terms; null when the template is in no campaign. */
export const issueOf = oncePerConnection(({ db, kept }) => {
  const select = db
    .select({ campaign: ofCampaign, template: ofTemplate })
    .from(templateIssues)
    .innerJoin(campaigns, eq(campaigns.id, templateIssues.campaignId))
    .where(eq(templateIssues.templateId, sql.placeholder('templateId')))
    .prepare();
  const read = kept.keeping((templateId: number) => ({ issue: select.get({ templateId }) ?? null }));
  return (templateId: number): Issue | null => read(templateId)!.issue;
});

export interface IssueCounts {
  of(issue: Issue): Issued;
  /** Counts one more pass. Inside a write only. */
  add(issue: Issue): void;
  /**
   * Counts more pushed devices (`told`) for a template, or for the template of a pass. Inside a
   * write only.
   */
  addPushed(of: { readonly templateId: number } | { readonly passId: number }, told: number): void;
}

export function issueCounts({ client }: Connection): IssueCounts {
  const issuedOf = (table: string, key: string) =>
    client.prepare<[number], number>(`SELECT issued FROM ${table} WHERE ${key} = ?`).pluck();
  const ofCampaignId = issuedOf('campaigns', 'id');
  const ofTemplateId = issuedOf('template_issues', 'template_id');
  const addTo = (table: string, key: string) =>
    client.prepare<[number]>(`UPDATE ${table} SET issued = issued + 1 WHERE ${key} = ?`);
  const addToCampaign = addTo('campaigns', 'id');
  const addToTemplate = addTo('template_issues', 'template_id');
  const pushedOf = (which: string) =>
    client.prepare<[number, number]>(`UPDATE template_issues SET pushed = pushed + ? WHERE template_id = ${which}`);
  const pushedOfTemplate = pushedOf('?');
  const pushedOfPass = pushedOf('(SELECT template_id FROM passes WHERE id = ?)');

  return {
    of: ({ campaign, template }) => ({
      campaign: ofCampaignId.get(campaign.id)!,
      template: ofTemplateId.get(template.templateId)!,
    }),
    add({ campaign, template }) {
      addToCampaign.run(campaign.id);
      addToTemplate.run(template.templateId);
    },
    addPushed(of, told) {
      if (told === 0) return;
      if ('passId' in of) pushedOfPass.run(told, of.passId);
      else pushedOfTemplate.run(told, of.templateId);
    },
  };
}
