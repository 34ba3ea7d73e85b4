// Works out, without a database, when passes end because of their template or campaign, and which
// changes move that time, so that every adapter does the same. Times are milliseconds since 1970.
import type { Campaign, CampaignChange, Issue } from '../ports/store/campaigns.ts';
import type { Pass } from '../ports/store/passes.ts';
import type { TemplateChange } from '../ports/store/templates.ts';
import { templateExpiry } from '../rules/passes/expiry.ts';
import { isInvalid, isOver } from '../rules/passes/issue.ts';
import type { JsonObject } from '../rules/values/values.ts';

/** Whether a change may move the end of a campaign's templates. */
export function movesEnd(present: Campaign, { status, endsAt }: CampaignChange<unknown>): boolean {
  return status === 'INVALID' || (endsAt !== undefined && endsAt !== present.endsAt);
}

/** Whether a change may move the end of a template. */
export function movesTemplateEnd({ passConstructor, issue }: TemplateChange<unknown>): boolean {
  return passConstructor !== undefined || issue?.endsAt !== undefined || issue?.status !== undefined;
}

/**
 * Whether the job of an end is already due. Such a job stays, because it looks for the next end
 * itself. `runAt`: undefined when no job waits.
 */
export function isDue(runAt: number | undefined, now: number): boolean {
  return runAt !== undefined && runAt <= now;
}

/**
 * When to look at a template next; null for never. This is its next end after `now`, or `now`
 * itself when a change just ended the template or reopened it. `wasOver`: whether it was over
 * before the change.
 */
export function nextEnd(
  issue: Issue | null,
  passConstructor: JsonObject,
  now: number,
  wasOver: boolean,
): number | null {
  if (isOver(issue, now) !== wasOver) return now;
  // INVALID is final: no other end follows.
  if (issue !== null && isInvalid(issue)) return null;
  const ends = [issue?.campaign.endsAt ?? null, issue?.template.endsAt ?? null, templateExpiry(passConstructor)];
  const ahead = ends.filter((at) => at !== null && at > now) as number[];
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/**
 * Returns a pass under the terms of its template. A template or campaign that is INVALID never
 * changes again, so its passes are invalid from its last change on, and their rows need not say so.
 */
export function withTerms(pass: Pass, issue: Issue | null): Pass {
  if (pass.invalidatedAt !== null || issue === null || !isInvalid(issue)) return pass;
  const invalid = [issue.campaign, issue.template].filter(({ status }) => status === 'INVALID');
  return { ...pass, invalidatedAt: Math.min(...invalid.map(({ updatedAt }) => updatedAt)) };
}
