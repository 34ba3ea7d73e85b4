// A template as answers have it: what was posted, and what is counted.
import type { Context } from '../../operations/context.ts';
import type { Campaign, CountedTemplateIssue } from '../../ports/campaign-store.ts';
import { IMAGE_SLOTS } from '../../rules/vocabulary.ts';
import { isoTime } from './reading.ts';

const NOT_DYNAMIC = Object.fromEntries(
  IMAGE_SLOTS.toSorted().map((slot) => [slot, { isDynamic: false, isEditable: false }]),
);

/** The templates of a campaign, in the order they were made. */
export async function describeTemplates(context: Context, campaign: Campaign): Promise<object[]> {
  const issues = await context.store.templateIssues(campaign.id);
  return Promise.all(issues.map((issue) => describeTemplate(context, issue, campaign)));
}

export async function describeTemplate(
  context: Context,
  issue: CountedTemplateIssue,
  campaign: Campaign,
): Promise<object> {
  const { name, posted, status, maxIssue } = issue;
  const { language, startDate, endDate, timezone, dynamicKeys, dynamicImageKeys } = posted;
  const { passbook, passbookRedeem, passbookLang, passbookLangRedeem, meta } = posted;
  return {
    index: issue.index,
    name,
    campaignName: campaign.name,
    status,
    language,
    startDate,
    ...(endDate === undefined ? {} : { endDate }),
    createdAt: isoTime(issue.createdAt),
    updatedAt: isoTime(issue.updatedAt),
    timezone: timezone ?? 0,
    maxIssue,
    dynamicKeys: dynamicKeys ?? [],
    dynamicImageKeys: dynamicImageKeys ?? { passbook: NOT_DYNAMIC },
    passbook,
    ...(passbookRedeem === undefined ? {} : { passbookRedeem }),
    passbookLang: passbookLang ?? {},
    ...(passbookLangRedeem === undefined ? {} : { passbookLangRedeem }),
    ...(meta === undefined ? {} : { meta }),
    issued: issue.issued,
    pushed: issue.pushed,
    passbookDevices: await context.store.countDevices({ templateId: issue.templateId }),
    androidPayDevices: 0,
    alipayDevices: 0,
  };
}
