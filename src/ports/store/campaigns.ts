// What Passwright asks of a database about campaigns: groups of templates with terms of their own,
// and what surfaces store about passes besides the pass. Times are milliseconds since 1970.
import type { IssueTerms } from '../../rules/passes/issue.ts';
import type { JsonObject } from '../../rules/values/values.ts';

export interface Campaign extends IssueTerms {
  readonly id: number;
  readonly accountId: number;
  /** A random token. */
  readonly index: string;
  /** Unique in the account; never changes. */
  readonly name: string;
  /**
   * The pass type of new passes of its templates, whatever a template chooses; never changes. Null:
   * that of the owner's newest certificate.
   */
  readonly passTypeIdentifier: string | null;
  readonly displayName: string;
  readonly description: string;
  /** The posted JSON, unchanged. */
  readonly posted: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** `issued`: how many passes were made so far; deleting a pass does not lower the number. */
export type CountedCampaign = Campaign & { readonly issued: number };

export type NewCampaign = Omit<Campaign, 'id' | 'updatedAt'>;

export interface CampaignChange<T> extends Partial<IssueTerms> {
  readonly displayName?: string;
  readonly description?: string;
  readonly posted?: JsonObject;
  readonly result: T;
}

/** A template's place in a campaign. */
export interface TemplateIssue extends IssueTerms {
  readonly templateId: number;
  readonly campaignId: number;
  readonly accountId: number;
  readonly index: string;
  /** Unique in the account; never changes. Not the template's name, which need not be unique. */
  readonly name: string;
  readonly posted: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** `pushed`: how many devices were pushed to so far because of changes. */
export type CountedTemplateIssue = TemplateIssue & { readonly issued: number; readonly pushed: number };

export type NewTemplateIssue = Omit<TemplateIssue, 'templateId' | 'accountId' | 'createdAt' | 'updatedAt'>;

export type TemplateIssueChange = Partial<IssueTerms> & { readonly posted?: JsonObject };

/** A template's terms beside those of its campaign. */
export interface Issue {
  readonly campaign: Campaign;
  readonly template: TemplateIssue;
}

export interface CampaignStore {
  /** Fails with `account_not_found`, `name_taken`. */
  createCampaign(campaign: NewCampaign): Promise<CountedCampaign>;
  /**
   * When a campaign's end moves or it becomes INVALID, the passes of its templates become void or
   * valid again in the same commit: the templates get a new update tag and a push at once if the
   * passes change now, and again at the end. Fails with `campaign_not_found`.
   */
  changeCampaign<T>(
    campaign: { readonly accountId: number; readonly name: string },
    now: number,
    decide: (campaign: CountedCampaign) => CampaignChange<T>,
  ): Promise<{ readonly campaign: CountedCampaign; readonly result: T }>;
  campaignByName(accountId: number, name: string): Promise<CountedCampaign | null>;
  /** In the order of creation. */
  campaignsOf(accountId: number): Promise<readonly CountedCampaign[]>;
  /** Finds a template by its name in the account's campaigns, with its hash. */
  templateIssue(
    accountId: number,
    name: string,
  ): Promise<{ readonly issue: CountedTemplateIssue; readonly templateHash: string } | null>;
  /** The templates of a campaign, in the order of creation. */
  templateIssues(campaignId: number): Promise<readonly CountedTemplateIssue[]>;
}
