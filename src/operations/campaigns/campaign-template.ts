// Makes and changes templates of campaigns together with their terms, each in one commit.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { TemplateIssue, TemplateIssueChange } from '../../ports/store/campaigns.ts';
import type { Template, TemplateChange } from '../../ports/store/templates.ts';
import type { IssueTerms } from '../../rules/passes/issue.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { requireCurrent } from '../access/access.ts';
import { PASSKIT_API } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { requireChangeable } from '../templates/issue-gate.ts';
import { compileConstructor } from '../templates/save-template.ts';
import { requireIssueName, requireTerms } from './campaign-input.ts';
import { findCampaign, findCampaignTemplate } from './campaigns.ts';

export interface CampaignTemplateInput extends IssueTerms {
  readonly campaignName: string;
  /** Also the template's name on the other surfaces. */
  readonly name: string;
  readonly posted: JsonObject;
  /** Images are content hashes: call keepImage first. */
  readonly passConstructor: JsonObject;
}

/**
 * Fails with `campaign_not_found`, `issue_final` when the campaign is INVALID, `parameter_missing`,
 * `parameter_invalid`, `template_invalid`, `name_taken`, `account_expired`.
 */
export async function createCampaignTemplate(
  context: Context,
  account: Account,
  input: CampaignTemplateInput,
): Promise<Template> {
  requireCurrent(context, account);
  const { name, posted, status, startsAt, endsAt, maxIssue } = input;
  requireIssueName(name);
  requireTerms(input);
  const campaign = await findCampaign(context, account, input.campaignName);
  requireChangeable(campaign);
  const { passConstructor } = compileConstructor(input.passConstructor);
  const index = context.ids.token();
  return context.store.createTemplate({
    accountId: account.id,
    hash: context.ids.token(),
    name,
    isPublic: false,
    triggersPaused: false,
    passTypeIdentifier: campaign.passTypeIdentifier,
    passConstructor,
    author: PASSKIT_API,
    issue: { campaignId: campaign.id, index, name, posted, status, startsAt, endsAt, maxIssue },
    now: context.clock.now(),
  });
}

export interface CampaignTemplateChange extends TemplateIssueChange {
  readonly passConstructor?: JsonObject;
}

/**
 * `decide` answers the changes, given the present terms, posted body and constructor; pure, and
 * called under the lock. Fails with `template_not_found`, `issue_final`, `parameter_invalid`,
 * `template_invalid`, `account_expired`, and the codes of `decide`.
 */
export async function changeCampaignTemplate(
  context: Context,
  account: Account,
  name: string,
  decide: (present: { readonly issue: TemplateIssue; readonly passConstructor: JsonObject }) => CampaignTemplateChange,
): Promise<Template> {
  requireCurrent(context, account);
  const { template } = await findCampaignTemplate(context, account, name);
  const now = context.clock.now();
  const changed = await context.store.changeTemplate(template.hash, now, (snapshot, present): TemplateChange<null> => {
    if (snapshot.issue === null) throw new AppError('template_not_found', { field: 'templateName' });
    const issue = snapshot.issue.template;
    requireChangeable(issue);
    const { passConstructor, ...terms } = decide({ issue, passConstructor: present });
    requireTerms({ ...issue, ...terms });
    return {
      issue: terms,
      ...(passConstructor === undefined
        ? {}
        : { passConstructor: compileConstructor(passConstructor).passConstructor, author: PASSKIT_API }),
      result: null,
    };
  });
  return changed.template;
}
