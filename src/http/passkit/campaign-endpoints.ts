// "Campaigns": made, changed, read, listed, and the templates in one.
import { campaignsOf, findCampaign } from '../../operations/campaigns.ts';
import { findCertificate } from '../../operations/certificates.ts';
import { changeCampaign } from '../../operations/change-campaign.ts';
import { createCampaign } from '../../operations/create-campaign.ts';
import type { CountedCampaign } from '../../ports/campaign-store.ts';
import type { IssueTerms } from '../../rules/issue.ts';
import { requireObject } from './body.ts';
import { type CampaignBody, campaign } from './campaign-schema.ts';
import { isCertificateUpload, uploadCertificate } from './certificate-endpoints.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { updated } from './merge.ts';
import { isoTime, requireSame, without } from './reading.ts';
import { read } from './shapes.ts';
import { describeTemplates } from './template-answer.ts';
import type { Template } from './template-schema.ts';

export const campaignEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/campaigns', run: create },
  { method: 'GET', path: '/campaigns', run: list },
  { method: 'PUT', path: '/campaigns/:name', run: change },
  { method: 'GET', path: '/campaigns/:name', run: retrieve },
  { method: 'GET', path: '/campaigns/:name/templates', run: templates },
];

/** What answers say and no call can set. */
const ANSWERED = ['index', 'createdAt', 'updatedAt', 'issued'];

async function create(call: Call): Promise<object> {
  const given = await call.body();
  // The guide's example of uploading a certificate is addressed here.
  if (isCertificateUpload(given)) return uploadCertificate(call, given);
  const posted = requireObject(given);
  const body = read(campaign, posted);
  const { context, account } = call;
  const certificate = await findCertificate(context, account, body.passbookCertId, 'passbookCertId');
  const { name } = await createCampaign(context, account, {
    name: body.name,
    // The development certificate is not chosen: it gives way to the first one that is imported.
    passTypeIdentifier: certificate.accountId === null ? null : certificate.passTypeIdentifier,
    displayName: body.displayName ?? '',
    description: body.description ?? '',
    posted,
    ...termsOf(body),
  });
  return { name };
}

async function change({ context, account, parameters, body }: Call): Promise<object> {
  const given = requireObject(await body());
  const { name } = await changeCampaign(context, account, parameters.name!, (present) => {
    requireSame(given, 'name', present.name);
    requireSame(given, 'passbookCertId', String(present.posted.passbookCertId));
    const posted = updated(present.posted, without(given, ANSWERED));
    const next = read(campaign, posted);
    return { posted, displayName: next.displayName ?? '', description: next.description ?? '', ...termsOf(next) };
  });
  return { name };
}

async function retrieve({ context, account, parameters }: Call): Promise<object> {
  return describe(await findCampaign(context, account, parameters.name!));
}

async function list({ context, account }: Call): Promise<object> {
  return (await campaignsOf(context, account)).map(describe);
}

async function templates({ context, account, parameters }: Call): Promise<object> {
  return describeTemplates(context, await findCampaign(context, account, parameters.name!));
}

/** The terms of a campaign, and of a template, which says them alike. */
export function termsOf({
  status,
  startDate,
  endDate,
  maxIssue,
}: Pick<CampaignBody | Template, 'status' | 'startDate' | 'endDate' | 'maxIssue'>): IssueTerms {
  return {
    status: status ?? 'ACTIVE',
    startsAt: Date.parse(startDate),
    endsAt: endDate ? Date.parse(endDate) : null,
    maxIssue: maxIssue ?? 0,
  };
}

function describe(present: CountedCampaign): object {
  const { posted } = present;
  const { startDate, endDate, whiteLabel, meta } = posted;
  return {
    index: present.index,
    name: present.name,
    passbookCertId: posted.passbookCertId,
    status: present.status,
    startDate,
    ...(endDate === undefined ? {} : { endDate }),
    createdAt: isoTime(present.createdAt),
    updatedAt: isoTime(present.updatedAt),
    displayName: present.displayName,
    description: present.description,
    whiteLabel: whiteLabel ?? {},
    maxIssue: present.maxIssue,
    issued: present.issued,
    ...(meta === undefined ? {} : { meta }),
  };
}
