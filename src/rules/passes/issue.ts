// Decides when passes of a campaign's template may be made and downloaded, and when they are over
// (the PassKit guide, "Campaigns"). A template and its campaign each have terms, and both have to
// allow it. Before the start, passes can be made, such as for a mailing, but not downloaded: the
// guide speaks of customers who cannot download then.

const ISSUE_STATUSES = ['ACTIVE', 'FROZEN', 'INVALID'] as const;
export type IssueStatus = (typeof ISSUE_STATUSES)[number];

/** Times in ms since 1970. */
export interface IssueTerms {
  readonly status: IssueStatus;
  readonly startsAt: number;
  /** From then on the passes are over; null: they never are. */
  readonly endsAt: number | null;
  /** The most passes; 0: any number. */
  readonly maxIssue: number;
}

/** The terms of a campaign and of a template in it. */
export interface Terms {
  readonly campaign: IssueTerms;
  readonly template: IssueTerms;
}

/** The number of passes made in the campaign, and from the template. */
export interface Issued {
  readonly campaign: number;
  readonly template: number;
}

export type Side = keyof Terms;
const SIDES: readonly Side[] = ['campaign', 'template'];

export type IssueProblem =
  | { readonly kind: 'status'; readonly side: Side; readonly status: IssueStatus }
  | { readonly kind: 'ended'; readonly side: Side; readonly at: number }
  | { readonly kind: 'limit'; readonly side: Side; readonly limit: number };

/** The reason why no pass may be made now; null: passes may be made. */
export function issueProblem(terms: Terms, issued: Issued, now: number): IssueProblem | null {
  for (const side of SIDES) {
    const { status } = terms[side];
    if (status !== 'ACTIVE') return { kind: 'status', side, status };
  }
  for (const side of SIDES) {
    const { endsAt } = terms[side];
    if (endsAt !== null && endsAt <= now) return { kind: 'ended', side, at: endsAt };
  }
  for (const side of SIDES) {
    const { maxIssue } = terms[side];
    if (maxIssue > 0 && issued[side] >= maxIssue) return { kind: 'limit', side, limit: maxIssue };
  }
  return null;
}

export type DownloadProblem = { readonly kind: 'early' | 'over'; readonly side: Side; readonly at: number };

/**
 * Why nobody may download a pass now; null: everyone may. Of two starts the later one counts, of
 * two ends the earlier.
 */
export function downloadProblem(terms: Terms, now: number): DownloadProblem | null {
  const ended = SIDES.flatMap((side) => {
    const { endsAt } = terms[side];
    return endsAt !== null && endsAt <= now ? [{ kind: 'over', side, at: endsAt } as const] : [];
  });
  if (ended.length > 0) return ended.reduce((first, other) => (other.at < first.at ? other : first));
  const early = SIDES.flatMap((side) => {
    const { startsAt } = terms[side];
    return startsAt > now ? [{ kind: 'early', side, at: startsAt } as const] : [];
  });
  return early.length === 0 ? null : early.reduce((last, other) => (other.at > last.at ? other : last));
}

/** Whether the campaign or the template has ended, or is INVALID: its passes are void then. */
export function isOver(terms: Terms | null, now: number): boolean {
  if (terms === null) return false;
  return isInvalid(terms) || SIDES.some((side) => (terms[side].endsAt ?? Number.POSITIVE_INFINITY) <= now);
}

/**
 * Whether the campaign or the template is INVALID: "all existing passes will be set to invalid",
 * for good.
 */
export function isInvalid(terms: Terms): boolean {
  return SIDES.some((side) => terms[side].status === 'INVALID');
}
