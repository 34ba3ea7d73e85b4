// When passes are over because of their template or campaign, and what moves that time; worked out
// without a database, so that every adapter does the same. Times are milliseconds since 1970.
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
 * Whether the job of an end is due: it stays, because it looks for the next end by itself. `runAt`
 * undefined: no job waits.
 */
export function isDue(runAt: number | undefined, now: number): boolean {
  return runAt !== undefined && runAt <= now;
}

/**
 * When a template has to be looked at next, null for never: its next end after `now`, or `now`
 * itself when what just changed ended it, or began it anew. `wasOver`: whether it was over before.
 */
export function nextEnd(
  issue: Issue | null,
  passConstructor: JsonObject,
  now: number,
  wasOver: boolean,
): number | null {
  if (isOver(issue, now) !== wasOver) return now;
  // What is INVALID has no other end any more.
  if (issue !== null && isInvalid(issue)) return null;
  const ends = [issue?.campaign.endsAt ?? null, issue?.template.endsAt ?? null, templateExpiry(passConstructor)];
  const ahead = ends.filter((at) => at !== null && at > now) as number[];
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/**
 * A pass as its template's terms leave it: what is INVALID never changes again, so its passes are
 * invalid from when it last changed, without a row of theirs that says so.
 */
export function withTerms(pass: Pass, issue: Issue | null): Pass {
  if (pass.invalidatedAt !== null || issue === null || !isInvalid(issue)) return pass;
  const invalid = [issue.campaign, issue.template].filter(({ status }) => status === 'INVALID');
  return { ...pass, invalidatedAt: Math.min(...invalid.map(({ updatedAt }) => updatedAt)) };
}
