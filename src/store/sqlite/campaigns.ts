// Stores campaigns and the templates in them. Jobs perform their ends, see jobs-ends.ts.
import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { CampaignStore, CountedCampaign, NewTemplateIssue } from '../../ports/store/campaigns.ts';
import { isOver } from '../../rules/passes/issue.ts';
import { movesEnd } from '../ends.ts';
import { nameTaken } from '../refusals.ts';
import { issueOf } from './campaigns-terms.ts';
import type { Connection } from './engine/connection.ts';
import type { TemplateEnds } from './jobs-ends.ts';
import { accounts, campaigns, templateIssues, templates } from './schema.ts';

type Campaigns = Pick<
  CampaignStore,
  'createCampaign' | 'changeCampaign' | 'campaignByName' | 'campaignsOf' | 'templateIssue' | 'templateIssues'
>;

export function campaignStore(connection: Connection, ends: TemplateEnds): Campaigns {
  const { db, write } = connection;
  const issue = issueOf(connection);
  const byName = (accountId: number, name: string) =>
    db
      .select()
      .from(campaigns)
      .where(and(eq(campaigns.accountId, accountId), eq(campaigns.name, name)))
      .get();
  const templatesIn = (campaignId: number) =>
    db
      .select()
      .from(templateIssues)
      .where(eq(templateIssues.campaignId, campaignId))
      .orderBy(asc(templateIssues.templateId))
      .all();

  return {
    createCampaign: (campaign) =>
      write((): CountedCampaign => {
        const owner = db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, campaign.accountId)).get();
        if (!owner) throw new AppError('account_not_found');
        if (byName(campaign.accountId, campaign.name)) throw nameTaken(campaign.name, 'campaign');
        return db
          .insert(campaigns)
          .values({ ...campaign, issued: 0, updatedAt: campaign.createdAt })
          .returning()
          .get();
      }),

    changeCampaign: ({ accountId, name }, now, decide) =>
      write(() => {
        const present = byName(accountId, name);
        if (!present) throw new AppError('campaign_not_found', { field: 'name' });
        const change = decide(present);
        const { result, ...given } = change;
        if (Object.keys(given).length === 0) return { campaign: present, result };
        const affected = movesEnd(present, change) ? templatesIn(present.id).map(({ templateId }) => templateId) : [];
        const wereOver = affected.map((templateId) => isOver(issue(templateId), now));
        const campaign = db
          .update(campaigns)
          .set({ ...given, updatedAt: now })
          .where(eq(campaigns.id, present.id))
          .returning()
          .get();
        for (const [at, templateId] of affected.entries()) ends.reschedule(templateId, now, wereOver[at]!);
        return { campaign, result };
      }),

    campaignByName: async (accountId, name) => byName(accountId, name) ?? null,
    campaignsOf: async (accountId) =>
      db.select().from(campaigns).where(eq(campaigns.accountId, accountId)).orderBy(asc(campaigns.id)).all(),

    templateIssue: async (accountId, name) =>
      db
        .select({ issue: getTableColumns(templateIssues), templateHash: templates.hash })
        .from(templateIssues)
        .innerJoin(templates, eq(templates.id, templateIssues.templateId))
        .where(and(eq(templateIssues.accountId, accountId), eq(templateIssues.name, name)))
        .get() ?? null,
    templateIssues: async (campaignId) => templatesIn(campaignId),
  };
}

/**
 * Writes a new template's place in a campaign. Inside a write only. Fails with
 * `campaign_not_found`, `name_taken`.
 */
export function placeInCampaign(
  { db }: Connection,
  template: { readonly id: number; readonly accountId: number; readonly createdAt: number },
  issue: NewTemplateIssue,
): void {
  const { id: templateId, accountId, createdAt } = template;
  const ofAccount = and(eq(campaigns.id, issue.campaignId), eq(campaigns.accountId, accountId));
  if (!db.select({ id: campaigns.id }).from(campaigns).where(ofAccount).get()) {
    throw new AppError('campaign_not_found', { field: 'campaignName' });
  }
  const hasName = and(eq(templateIssues.accountId, accountId), eq(templateIssues.name, issue.name));
  if (db.select({ id: templateIssues.templateId }).from(templateIssues).where(hasName).get()) {
    throw nameTaken(issue.name, 'template');
  }
  db.insert(templateIssues)
    .values({ ...issue, templateId, accountId, issued: 0, pushed: 0, createdAt, updatedAt: createdAt })
    .run();
}
