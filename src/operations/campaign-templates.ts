// Templates in campaigns: made, and changed by whoever decides from what was posted so far.
import { AppError } from '../errors.ts';
import type { TemplateIssue } from '../ports/campaign-store.ts';
import type { Account, TemplateChange } from '../ports/store.ts';
import type { IssueTerms } from '../rules/issue.ts';
import { type JsonObject, sameValue } from '../rules/values.ts';
import { requireCurrent } from './access.ts';
import { requireIssueName, requireTerms } from './campaign-input.ts';
import { findCampaign, findCampaignTemplate } from './campaigns.ts';
import type { Context } from './context.ts';
import { requireChangeable } from './issue-gate.ts';
import { checkConstructor } from './save-template.ts';

export interface CampaignTemplateInput extends IssueTerms {
  readonly campaignName: string;
  readonly name: string;
  readonly posted: JsonObject;
  readonly passConstructor: JsonObject;
  readonly depth: number;
}

/**
 * Fails with `account_expired`, `campaign_not_found`, `issue_final` for an INVALID campaign, `name_taken`, `parameter_invalid`,
 * `template_invalid` and the codes of images; then nothing is stored.
 */
export async function createCampaignTemplate(
  context: Context,
  account: Account,
  input: CampaignTemplateInput,
): Promise<void> {
  requireCurrent(context, account);
  const { name, posted, status, startsAt, endsAt, maxIssue } = input;
  requireIssueName(name);
  requireTerms(input);
  const campaign = await findCampaign(context, account, input.campaignName);
  requireChangeable(campaign);
  await requireFree(context, account, name);
  const { passConstructor } = await checkConstructor(context, input.passConstructor, null, input.depth);
  await context.store.createTemplate({
    accountId: account.id,
    hash: context.ids.token(),
    name,
    isPublic: false,
    triggersPaused: false,
    passTypeIdentifier: campaign.passTypeIdentifier,
    passConstructor,
    issue: {
      campaignId: campaign.id,
      index: context.ids.token(),
      name,
      posted,
      ...{ status, startsAt, endsAt, maxIssue },
    },
    now: context.clock.now(),
  });
}

/** Asked before images are taken in: the store has the last word. */
async function requireFree(context: Context, account: Account, name: string): Promise<void> {
  if ((await context.store.templateIssue(account.id, name)) === null) return;
  throw new AppError('name_taken', { field: 'name', message: `There is a template "${name}" already.` });
}

export interface CampaignTemplateChange extends IssueTerms {
  readonly posted: JsonObject;
  readonly passConstructor: JsonObject;
}

/** Thrown inside the store's decision when the template was changed since it was read. */
class Outdated extends Error {}

/**
 * `revise` is pure, and asked again when somebody else changed the template meanwhile. Passes are not told before they are pushed.
 * Fails with `account_expired`, `template_not_found`, `issue_final`, `parameter_invalid`, `template_invalid`, the codes of
 * images and what `revise` fails with; then nothing is changed.
 */
export async function changeCampaignTemplate(
  context: Context,
  account: Account,
  name: string,
  depth: number,
  revise: (present: { readonly issue: TemplateIssue; readonly passConstructor: JsonObject }) => CampaignTemplateChange,
): Promise<void> {
  requireCurrent(context, account);
  for (let tries = 0; ; tries++) {
    try {
      return await attempt(context, account, { name, depth }, revise);
    } catch (error) {
      if (!(error instanceof Outdated) || tries >= 10) throw error;
    }
  }
}

async function attempt(
  context: Context,
  account: Account,
  { name, depth }: { readonly name: string; readonly depth: number },
  revise: Parameters<typeof changeCampaignTemplate>[4],
): Promise<void> {
  const found = await findCampaignTemplate(context, account, name);
  requireChangeable(found.counted);
  const { passConstructor: before } = await context.programs.load(found.template);
  const { posted, passConstructor: revised, ...terms } = revise({ issue: found.counted, passConstructor: before });
  const { status, startsAt, endsAt, maxIssue } = terms;
  requireTerms(terms);
  const { passConstructor } = await checkConstructor(context, revised, found, depth);
  const change: TemplateChange<null> = {
    ...(sameValue(passConstructor, before) ? {} : { passConstructor }),
    issue: { status, startsAt, endsAt, maxIssue, posted },
    result: null,
  };
  await context.store.changeTemplate(found.template.hash, context.clock.now(), ({ template, issue }) => {
    const isSame = template.version === found.template.version;
    if (!isSame || issue === null || !sameValue(issue.template.posted, found.counted.posted)) throw new Outdated();
    requireChangeable(issue.template);
    return change;
  });
}
