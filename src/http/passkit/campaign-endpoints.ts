// Serves "Campaigns": creates, changes, answers and lists them, and lists the templates of one.
import { campaignsOf, findCampaign, templatesIn } from '../../operations/campaigns/campaigns.ts';
import { changeCampaign } from '../../operations/campaigns/change-campaign.ts';
import { createCampaign } from '../../operations/campaigns/create-campaign.ts';
import { findCertificate } from '../../operations/certificates/certificates.ts';
import type { CountedCampaign } from '../../ports/store/campaigns.ts';
import type { IssueTerms } from '../../rules/passes/issue.ts';
import { requireObject } from './body.ts';
import { type CampaignBody, campaign } from './campaign-schema.ts';
import { isCertificateUpload, uploadCertificate } from './certificate-endpoints.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { updated } from './merge.ts';
import { isoTime, known, present, requireSame, without } from './request-checks.ts';
import { read } from './shapes.ts';
import { describeTemplate } from './template-answer.ts';
import type { Template } from './template-schema.ts';

export const campaignEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/campaigns', run: create },
  { method: 'GET', path: '/campaigns', run: list },
  { method: 'PUT', path: '/campaigns/:name', run: change },
  { method: 'GET', path: '/campaigns/:name', run: retrieve },
  { method: 'GET', path: '/campaigns/:name/templates', run: templates },
];

/** Keys that answers have and no call can set. */
const ANSWERED = ['index', 'createdAt', 'updatedAt', 'issued'];

async function create(call: Call): Promise<object> {
  const given = await call.body();
  // The guide's example uploads a certificate to this path.
  if (isCertificateUpload(given)) return uploadCertificate(call, given);
  const posted = known(call, campaign, without(requireObject(given), ANSWERED));
  const body = read(campaign, posted);
  const { context, account } = call;
  const certificate = await findCertificate(context, account, body.passbookCertId, 'passbookCertId');
  const { name } = await createCampaign(context, account, {
    name: body.name,
    // Null stands for the development certificate, which the first imported one replaces.
    passTypeIdentifier: certificate.accountId === null ? null : certificate.passTypeIdentifier,
    displayName: body.displayName ?? '',
    description: body.description ?? '',
    posted,
    ...termsOf(body),
  });
  return { name };
}

async function change(call: Call): Promise<object> {
  const { context, account, parameters } = call;
  const given = known(call, campaign, without(requireObject(await call.body()), ANSWERED));
  const { name } = await changeCampaign(context, account, parameters.name!, (before) => {
    requireSame(given, 'name', before.name);
    requireSame(given, 'passbookCertId', String(before.posted.passbookCertId));
    const posted = updated(before.posted, given);
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
  return (await templatesIn(context, await findCampaign(context, account, parameters.name!))).map(describeTemplate);
}

/** The issue terms of a campaign or of a template, which have the same keys. */
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

function describe(found: CountedCampaign): object {
  const { posted } = found;
  return {
    index: found.index,
    name: found.name,
    passbookCertId: posted.passbookCertId,
    status: found.status,
    startDate: posted.startDate,
    ...present(posted, 'endDate'),
    createdAt: isoTime(found.createdAt),
    updatedAt: isoTime(found.updatedAt),
    displayName: found.displayName,
    description: found.description,
    whiteLabel: posted.whiteLabel ?? {},
    maxIssue: found.maxIssue,
    issued: found.issued,
    ...present(posted, 'meta'),
  };
}
