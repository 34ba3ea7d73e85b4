// Describes a template for answers: the posted body and the counts.
import type { ListedTemplate } from '../../operations/campaigns/campaigns.ts';
import { OLD_IMAGE_SLOTS } from '../../rules/vocabulary.ts';
import { isoTime, present } from './request-checks.ts';

const NOT_DYNAMIC = Object.fromEntries(
  OLD_IMAGE_SLOTS.toSorted().map((slot) => [slot, { isDynamic: false, isEditable: false }]),
);

export function describeTemplate({ campaign, counted, devices }: ListedTemplate): object {
  const { posted } = counted;
  return {
    index: counted.index,
    name: counted.name,
    campaignName: campaign.name,
    status: counted.status,
    language: posted.language,
    startDate: posted.startDate,
    ...present(posted, 'endDate'),
    createdAt: isoTime(counted.createdAt),
    updatedAt: isoTime(counted.updatedAt),
    timezone: posted.timezone ?? 0,
    maxIssue: counted.maxIssue,
    dynamicKeys: posted.dynamicKeys ?? [],
    dynamicImageKeys: posted.dynamicImageKeys ?? { passbook: NOT_DYNAMIC },
    passbook: posted.passbook,
    ...present(posted, 'passbookRedeem'),
    passbookLang: posted.passbookLang ?? {},
    ...present(posted, 'passbookLangRedeem'),
    ...present(posted, 'meta'),
    issued: counted.issued,
    pushed: counted.pushed,
    passbookDevices: devices,
    androidPayDevices: 0,
    alipayDevices: 0,
  };
}
