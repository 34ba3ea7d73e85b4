// Rows as the pure parts of the store get them: a template, a pass, a campaign and a template's
// place in one.
import type { Campaign, Issue, TemplateIssue } from '../../src/ports/store/campaigns.ts';
import type { Pass } from '../../src/ports/store/passes.ts';
import type { Template } from '../../src/ports/store/templates.ts';
import { CREATE } from '../../src/rules/passes/facts.ts';
import type { IssueTerms } from '../../src/rules/passes/issue.ts';
import { T0 } from './fixtures.ts';

/** The second of T0. */
export const S0 = Math.floor(T0 / 1000);

export const template: Template = {
  id: 1,
  accountId: 1,
  hash: 't',
  name: 'Coffee card',
  isPublic: false,
  version: 3,
  triggersPaused: false,
  updateTag: 1,
  lastModified: S0 - 10,
  createdAt: T0,
  updatedAt: T0,
  passTypeIdentifier: null,
};
export const pass: Pass = {
  id: 7,
  templateId: 1,
  serialNumber: 's',
  hash: 'p',
  authenticationToken: 'a',
  overrides: { points: 1 },
  access: { [CREATE]: { count: 1, last: T0 } },
  updateTag: 2,
  lastModified: S0 - 5,
  createdAt: T0,
  updatedAt: T0 + 1,
  passTypeIdentifier: null,
  passcodeHash: null,
  invalidatedAt: null,
};
const terms = (given: Partial<IssueTerms> = {}): IssueTerms => ({
  status: 'ACTIVE',
  startsAt: 0,
  endsAt: null,
  maxIssue: 0,
  ...given,
});
const beside = { accountId: 1, index: 'i', name: 'n', posted: {}, createdAt: T0 };
export const campaign = (given: Partial<Campaign> = {}): Campaign => {
  return {
    ...terms(),
    ...beside,
    id: 4,
    passTypeIdentifier: null,
    displayName: '',
    description: '',
    updatedAt: T0,
    ...given,
  };
};
const place = (given: Partial<TemplateIssue> = {}): TemplateIssue => {
  return { ...terms(), ...beside, templateId: 1, campaignId: 4, updatedAt: T0, ...given };
};
export const issueOf = (ofCampaign: Partial<Campaign> = {}, ofTemplate: Partial<TemplateIssue> = {}): Issue => ({
  campaign: campaign(ofCampaign),
  template: place(ofTemplate),
});
