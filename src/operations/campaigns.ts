// The campaigns of an account, and the templates in them by their names.
import { AppError } from '../errors.ts';
import type { CountedCampaign, CountedTemplateIssue } from '../ports/campaign-store.ts';
import type { Account, TemplateSnapshot } from '../ports/store.ts';
import type { Context } from './context.ts';

/** Fails with `campaign_not_found`. */
export async function findCampaign(context: Context, account: Account, name: string): Promise<CountedCampaign> {
  const campaign = await context.store.campaignByName(account.id, name);
  if (campaign === null) {
    throw new AppError('campaign_not_found', { field: 'campaignName', message: `There is no campaign "${name}".` });
  }
  return campaign;
}

/** In the order they were made. */
export function campaignsOf(context: Context, account: Account): Promise<readonly CountedCampaign[]> {
  return context.store.campaignsOf(account.id);
}

export interface CampaignTemplate extends TemplateSnapshot {
  readonly counted: CountedTemplateIssue;
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
