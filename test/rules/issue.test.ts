// The terms of a campaign and a template in it: what may be made and downloaded when, and when all is over.
import { describe, expect, it } from 'vitest';
import { downloadProblem, type IssueTerms, isOver, issueProblem } from '../../src/rules/passes/issue.ts';

const NOW = 1000;
const terms = (campaign: Partial<IssueTerms> = {}, template: Partial<IssueTerms> = {}) => {
  const open: IssueTerms = { status: 'ACTIVE', startsAt: 0, endsAt: null, maxIssue: 0 };
  return { campaign: { ...open, ...campaign }, template: { ...open, ...template } };
};

describe('making a pass', () => {
  it.each([
    [{}, {}, null],
    [{ startsAt: NOW + 1 }, { startsAt: NOW + 9 }, null],
    [{ endsAt: NOW + 1 }, { endsAt: NOW + 1 }, null],
    [{ maxIssue: 6 }, { maxIssue: 4 }, null],
    [{ status: 'FROZEN' }, { status: 'INVALID' }, { kind: 'status', side: 'campaign', status: 'FROZEN' }],
    [{ endsAt: 1 }, { status: 'INVALID' }, { kind: 'status', side: 'template', status: 'INVALID' }],
    [{ endsAt: NOW }, {}, { kind: 'ended', side: 'campaign', at: NOW }],
    [{ maxIssue: 5 }, { endsAt: NOW }, { kind: 'ended', side: 'template', at: NOW }],
    [{ maxIssue: 5 }, {}, { kind: 'limit', side: 'campaign', limit: 5 }],
    [{ maxIssue: 6 }, { maxIssue: 2 }, { kind: 'limit', side: 'template', limit: 2 }],
  ] as const)('campaign %j, template %j: %j', (campaign, template, problem) => {
    expect(issueProblem(terms(campaign, template), { campaign: 5, template: 3 }, NOW)).toEqual(problem);
  });
});

describe('downloading one', () => {
  it.each([
    [{}, {}, null],
    [{ startsAt: NOW }, { endsAt: NOW + 1 }, null],
    [{ status: 'FROZEN' }, { maxIssue: 1 }, null],
    [{ startsAt: NOW + 1 }, {}, { kind: 'early', side: 'campaign', at: NOW + 1 }],
    [{ startsAt: NOW + 1 }, { startsAt: NOW + 2 }, { kind: 'early', side: 'template', at: NOW + 2 }],
    [{ endsAt: NOW - 1 }, { endsAt: NOW - 2 }, { kind: 'over', side: 'template', at: NOW - 2 }],
    [{ startsAt: NOW + 1, endsAt: NOW + 2 }, { endsAt: NOW }, { kind: 'over', side: 'template', at: NOW }],
  ] as const)('campaign %j, template %j: %j', (campaign, template, problem) => {
    expect(downloadProblem(terms(campaign, template), NOW)).toEqual(problem);
    expect(isOver(terms(campaign, template), NOW)).toBe(problem?.kind === 'over');
  });

  it('what is in no campaign is never over', () => expect(isOver(null, NOW)).toBe(false));
});
