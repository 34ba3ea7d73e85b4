// Stores campaigns and the templates in them. Jobs perform their ends, see jobs-ends.ts.
import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { CampaignStore, CountedCampaign, NewTemplateIssue } from '../../ports/store/campaigns.ts';
import { isOver } from '../../rules/passes/issue.ts';
import { movesEnd } from '../ends.ts';
import { nameTaken } from '../refusals.ts';
import { requireAccount } from './accounts.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { inOrder } from './engine/in-order.ts';
import { columnsOf, statement } from './engine/statement.ts';
import type { TemplateEnds } from './jobs-ends.ts';
import { campaigns, templateIssues, templates } from './schema.ts';
import type { Snapshots } from './snapshots.ts';

type Campaigns = Pick<
  CampaignStore,
  'createCampaign' | 'changeCampaign' | 'campaignByName' | 'campaignsOf' | 'templateIssue' | 'templateIssues'
>;

const BY_NAME = `SELECT ${columnsOf(campaigns, 'c')} FROM campaigns c WHERE c.account_id = $1 AND c.name = $2`;
const byName = statement<CountedCampaign>(BY_NAME);
const locked = statement<CountedCampaign>(`${BY_NAME} FOR NO KEY UPDATE`);
const share = statement<{ id: number }>('SELECT id FROM campaigns WHERE id = $1 AND account_id = $2 FOR SHARE');
const shareOfTemplate = statement(`
  SELECT id FROM campaigns WHERE id = (
    SELECT i.campaign_id FROM templates t JOIN template_issues i ON i.template_id = t.id WHERE t.hash = $1) FOR SHARE`);
const templateNamed = statement('SELECT 1 FROM template_issues WHERE account_id = $1 AND name = $2');

/** Until the commit, the terms of the template's campaign do not change. */
export function holdCampaign(tx: Tx, templateHash: string): void {
  tx.send(shareOfTemplate, templateHash);
}

export function campaignStore({ read, write }: Connection, snapshots: Snapshots, ends: TemplateEnds): Campaigns {
  const inTurn = inOrder();
  const templatesIn = ({ db }: Queries, campaignId: number) =>
    db
      .select()
      .from(templateIssues)
      .where(eq(templateIssues.campaignId, campaignId))
      .orderBy(asc(templateIssues.templateId));

  return {
    createCampaign: (campaign) =>
      write(async (tx): Promise<CountedCampaign> => {
        tx.leavesKept();
        const { accountId, name, createdAt } = campaign;
        await requireAccount(tx, accountId);
        if (await tx.row(byName, accountId, name)) throw nameTaken(name, 'campaign');
        const [made] = await tx.db
          .insert(campaigns)
          .values({ ...campaign, issued: 0, updatedAt: createdAt })
          .returning();
        return made!;
      }),

    changeCampaign: ({ accountId, name }, now, decide) =>
      inTurn(`${accountId} ${name}`, () =>
        write(async (tx) => {
          const present = await tx.row(locked, accountId, name);
          if (!present) throw new AppError('campaign_not_found', { field: 'name' });
          const change = decide(present);
          const { result, ...given } = change;
          if (Object.keys(given).length === 0) return { campaign: present, result };
          const affected: { readonly templateId: number; readonly wasOver: boolean }[] = [];
          for (const { templateId } of movesEnd(present, change) ? await templatesIn(tx, present.id) : []) {
            const snapshot = await snapshots.templateById(tx, templateId);
            affected.push({ templateId, wasOver: isOver(snapshot?.issue ?? null, now) });
          }
          const [campaign] = await tx.db
            .update(campaigns)
            .set({ ...given, updatedAt: now })
            .where(eq(campaigns.id, present.id))
            .returning();
          for (const { templateId, wasOver } of affected) await ends.reschedule(tx, templateId, now, wasOver);
          return { campaign: campaign!, result };
        }),
      ),

    campaignByName: async (accountId, name) => (await read.row(byName, accountId, name)) ?? null,
    campaignsOf: (accountId) =>
      read.db.select().from(campaigns).where(eq(campaigns.accountId, accountId)).orderBy(asc(campaigns.id)),

    templateIssue: async (accountId, name) => {
      const [found] = await read.db
        .select({ issue: getTableColumns(templateIssues), templateHash: templates.hash })
        .from(templateIssues)
        .innerJoin(templates, eq(templates.id, templateIssues.templateId))
        .where(and(eq(templateIssues.accountId, accountId), eq(templateIssues.name, name)));
      return found ?? null;
    },
    templateIssues: (campaignId) => templatesIn(read, campaignId),
  };
}

/**
 * Writes a new template's place in a campaign, whose terms then do not change until the commit. Fails
 * with `campaign_not_found`, `name_taken`.
 */
export async function placeInCampaign(
  tx: Tx,
  template: { readonly id: number; readonly accountId: number; readonly createdAt: number },
  issue: NewTemplateIssue,
): Promise<void> {
  const { id: templateId, accountId, createdAt } = template;
  if (!(await tx.row(share, issue.campaignId, accountId))) {
    throw new AppError('campaign_not_found', { field: 'campaignName' });
  }
  if (await tx.row(templateNamed, accountId, issue.name)) throw nameTaken(issue.name, 'template');
  await tx.db
    .insert(templateIssues)
    .values({ ...issue, templateId, accountId, issued: 0, pushed: 0, createdAt, updatedAt: createdAt });
}
