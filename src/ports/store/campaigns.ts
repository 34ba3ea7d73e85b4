// What Passwright asks of a database about campaigns: groups of templates with terms of their own, and what surfaces know of
// passes besides the pass. Times are milliseconds since 1970.
import type { IssueTerms } from '../../rules/passes/issue.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { CreationSnapshot, PassChange, PassCreation, PassSnapshot } from './store.ts';

export interface Campaign extends IssueTerms {
  readonly id: number;
  readonly accountId: number;
  /** A random token. */
  readonly index: string;
  /** Unique in the account; never changes. */
  readonly name: string;
  /** What the passes of its templates are made with, whatever these say; never changes. Null: the owner's newest certificate. */
  readonly passTypeIdentifier: string | null;
  readonly displayName: string;
  readonly description: string;
  /** What was posted, as it was posted. */
  readonly posted: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** `issued`: how many passes were made so far; deleting one does not lower it. */
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

/** `pushed`: how many devices were told of changes so far. */
export type CountedTemplateIssue = TemplateIssue & { readonly issued: number; readonly pushed: number };

export type NewTemplateIssue = Omit<TemplateIssue, 'templateId' | 'accountId' | 'createdAt' | 'updatedAt'>;

export type TemplateIssueChange = Partial<IssueTerms> & { readonly posted?: JsonObject };

/** A template's terms beside those of its campaign. */
export interface Issue {
  readonly campaign: Campaign;
  readonly template: TemplateIssue;
}

/** What a surface knows of a pass besides the pass. */
export interface PassReference {
  /** Of the template that the pass was made from. */
  readonly campaignId: number | null;
  /** Unique in the campaign. */
  readonly userDefinedId: string | null;
  readonly recoveryEmail: string | null;
  /** What was posted, as it was posted. */
  readonly posted: JsonObject;
}

/** Absent parts stay. */
export interface ReferenceChange {
  readonly userDefinedId?: string | null;
  readonly recoveryEmail?: string | null;
  readonly posted?: JsonObject;
  /** Invalidates the pass for good, together with the rest of this change: any later one is refused (`pass_invalid`). */
  readonly invalidatedAt?: number;
}

export interface ReferencedSnapshot extends PassSnapshot {
  readonly reference: PassReference | null;
}

/** When devices took a pass on and let go of it; null: never. First times are known as long as their events are kept. */
export interface RegistrationTimes {
  readonly firstRegisteredAt: number | null;
  readonly lastRegisteredAt: number | null;
  readonly firstUnregisteredAt: number | null;
  readonly lastUnregisteredAt: number | null;
}

export interface PassToCreate<T> {
  readonly templateHash: string;
  readonly decide: (snapshot: CreationSnapshot) => PassCreation<T>;
}

export interface PassToChange<T> {
  readonly hash: string;
  readonly decide: (snapshot: ReferencedSnapshot) => PassChange<T>;
}

export interface CampaignStore {
  /** Fails with `account_not_found`, `name_taken`. */
  createCampaign(campaign: NewCampaign): Promise<CountedCampaign>;
  /**
   * When its end moves or it becomes INVALID, the passes of its templates are void or valid again in the same commit: those templates get a new update
   * tag and a push at once where that is so now, and at the end. Fails with `campaign_not_found`.
   */
  changeCampaign<T>(
    campaign: { readonly accountId: number; readonly name: string },
    now: number,
    decide: (campaign: CountedCampaign) => CampaignChange<T>,
  ): Promise<{ readonly campaign: CountedCampaign; readonly result: T }>;
  campaignByName(accountId: number, name: string): Promise<CountedCampaign | null>;
  /** In the order they were made. */
  campaignsOf(accountId: number): Promise<readonly CountedCampaign[]>;
  /** A template by its name in the account's campaigns, and its hash. */
  templateIssue(
    accountId: number,
    name: string,
  ): Promise<{ readonly issue: CountedTemplateIssue; readonly templateHash: string } | null>;
  /** The templates of a campaign, in the order they were made. */
  templateIssues(campaignId: number): Promise<readonly CountedTemplateIssue[]>;

  /** All of them or none, in one commit. What fails says which by `index` (errors.ts, `atIndex`). */
  createPasses<T>(passes: readonly PassToCreate<T>[]): Promise<readonly T[]>;
  /** The same for changes. */
  changePasses<T>(passes: readonly PassToChange<T>[]): Promise<readonly T[]>;
  passReference(passId: number): Promise<PassReference | null>;
  passByUserDefinedId(campaignId: number, userDefinedId: string): Promise<PassSnapshot | null>;
  registrationTimes(passId: number): Promise<RegistrationTimes>;

  /**
   * Does a job of the kinds `expire_pass` and `expire_template` that is due: in one commit the pass or template gets a new
   * update tag, its devices a push, and the job goes or waits for the next end. One that was put off meanwhile stays.
   */
  expire(job: { readonly id: number }, now: number): Promise<void>;
}
