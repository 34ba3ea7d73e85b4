// The campaigns of an account, and the templates in them by their names.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Campaign, CountedCampaign, CountedTemplateIssue } from '../../ports/store/campaigns.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Context } from '../context.ts';

/** Fails with `campaign_not_found`. */
export async function findCampaign(context: Context, account: Account, name: string): Promise<CountedCampaign> {
  const campaign = await context.store.campaignByName(account.id, name);
  if (campaign === null) {
    throw new AppError('campaign_not_found', { field: 'campaignName', message: `There is no campaign "${name}".` });
  }
  return campaign;
}

/** Oldest first. */
export function campaignsOf(context: Context, account: Account): Promise<readonly CountedCampaign[]> {
  return context.store.campaignsOf(account.id);
}

export interface CampaignTemplate extends TemplateSnapshot {
  readonly counted: CountedTemplateIssue;
}

/** A template as lists show it. */
export interface ListedTemplate {
  readonly campaign: Campaign;
  readonly counted: CountedTemplateIssue;
  /** The number of devices with a pass of the template. */
  readonly devices: number;
}

/** The templates of a campaign, oldest first. */
export async function templatesIn(context: Context, campaign: Campaign): Promise<readonly ListedTemplate[]> {
  const issues = await context.store.templateIssues(campaign.id);
  return Promise.all(issues.map((counted) => listed(context, campaign, counted)));
}

/** One of an account's templates. Fails with `template_not_found`. */
export async function listedTemplate(context: Context, account: Account, name: string): Promise<ListedTemplate> {
  const { counted, issue } = await findCampaignTemplate(context, account, name);
  return listed(context, issue!.campaign, counted);
}

async function listed(context: Context, campaign: Campaign, counted: CountedTemplateIssue): Promise<ListedTemplate> {
  const devices = await context.store.countDevices({ templateId: counted.templateId });
  return { campaign, counted, devices };
}

/** A template by its name in the account's campaigns. Fails with `template_not_found`. */
export async function findCampaignTemplate(
  context: Context,
  account: Account,
  name: string,
): Promise<CampaignTemplate> {
  const found = await context.store.templateIssue(account.id, name);
  const snapshot = found && (await context.store.templateByHash(found.templateHash));
  if (found === null || snapshot === null) {
    throw new AppError('template_not_found', { field: 'templateName', message: `There is no template "${name}".` });
  }
  return { ...snapshot, counted: found.issue };
}
