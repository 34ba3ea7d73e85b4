// Refuses what the terms of campaigns and their templates forbid, with an error that says why.
import { AppError } from '../../errors.ts';
import type { CreationSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { downloadProblem, type Issued, type IssueStatus, issueProblem, type Side } from '../../rules/passes/issue.ts';
import type { Context } from '../context.ts';

/**
 * Call this before showing a form that makes a pass, so that nobody fills it in for a refusal that
 * is known already. Fails with `issue_refused`.
 */
export function requireOpenIssue(context: Context, { issue }: Pick<TemplateSnapshot, 'issue'>): void {
  if (issue !== null) requireTerms(issue, { campaign: 0, template: 0 }, context.clock.now());
}

/**
 * Call this in the decision that makes a pass. Fails with `issue_refused`, `issue_limit_reached`.
 */
export function requireIssuable({ issue, issued }: Pick<CreationSnapshot, 'issue' | 'issued'>, now: number): void {
  if (issue !== null && issued !== null) requireTerms(issue, issued, now);
}

function requireTerms(issue: NonNullable<CreationSnapshot['issue']>, issued: Issued, now: number): void {
  const problem = issueProblem(issue, issued, now);
  if (problem === null) return;
  const which = nameOf(problem.side, issue);
  switch (problem.kind) {
    case 'status':
      throw new AppError('issue_refused', { field: problem.side, message: `${which} is ${problem.status}.` });
    case 'ended':
      throw new AppError('issue_refused', { field: problem.side, message: `${which} ended on ${dateOf(problem.at)}.` });
    case 'limit': {
      const message = `${which} has its ${problem.limit} passes already (maxIssue).`;
      throw new AppError('issue_limit_reached', { field: problem.side, message });
    }
  }
}

/**
 * For people who download a pass, not for phones: a phone that shows the pass's token has the pass
 * already, and gets it void after the end. Fails with `not_yet_available`, `no_longer_available`.
 */
export function requireDownloadable(context: Context, { issue }: Pick<TemplateSnapshot, 'issue'>): void {
  const problem = issue && downloadProblem(issue, context.clock.now());
  if (problem === null) return;
  const date = dateOf(problem.at);
  if (problem.kind === 'early') throw notYet(date);
  throw new AppError('no_longer_available', {
    message: `This pass could be downloaded until ${date}.`,
    beside: { date },
  });
}

/**
 * For cards in browsers, which their holders have already: after the end they are void, as in a
 * wallet. Fails with `not_yet_available`.
 */
export function requireBegun(context: Context, { issue }: Pick<TemplateSnapshot, 'issue'>): void {
  const problem = issue && downloadProblem(issue, context.clock.now());
  if (problem?.kind === 'early') throw notYet(dateOf(problem.at));
}

function notYet(date: string): AppError {
  return new AppError('not_yet_available', {
    message: `This pass can be downloaded from ${date} on.`,
    beside: { date },
  });
}

/**
 * Refuses every change of an INVALID template or campaign, because INVALID is final. Fails with
 * `issue_final`.
 */
export function requireChangeable({ status, name }: { readonly status: IssueStatus; readonly name: string }): void {
  if (status !== 'INVALID') return;
  throw new AppError('issue_final', {
    field: 'status',
    message: `"${name}" is INVALID, and what is INVALID cannot be updated any more.`,
  });
}

function nameOf(side: Side, issue: NonNullable<CreationSnapshot['issue']>): string {
  return `The ${side} "${issue[side].name}"`;
}

function dateOf(time: number): string {
  return new Date(time).toISOString().replace(/\.000Z$/, 'Z');
}
