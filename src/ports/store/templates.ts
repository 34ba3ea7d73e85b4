// What Passwright asks of a database about templates and their versions. Times are milliseconds
// since 1970.
import type { JsonObject } from '../../rules/values/values.ts';
import type { Account } from './accounts.ts';
import type { Issue, NewTemplateIssue, TemplateIssueChange } from './campaigns.ts';
import type { NewEvent } from './events.ts';
import type { WebhookRule } from './webhooks.ts';

export interface Template {
  readonly id: number;
  readonly accountId: number;
  readonly hash: string;
  readonly name: string;
  readonly isPublic: boolean;
  /** The current version's number, from 1. */
  readonly version: number;
  /** The kill switch: events are logged, triggers do not run. */
  readonly triggersPaused: boolean;
  /** From the same counter as a pass's tag: a pass is as new as the newer of the two. */
  readonly updateTag: number;
  /** In seconds since 1970, as in HTTP; see `Pass.lastModified`. */
  readonly lastModified: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The owner's pass type that new passes get; null: that of the owner's newest certificate. */
  readonly passTypeIdentifier: string | null;
  /**
   * One of our examples, as a first start made it. A new name or constructor makes it the owner's
   * own.
   */
  readonly isExample: boolean;
}

export interface NewTemplate {
  readonly accountId: number;
  readonly hash: string;
  readonly name: string;
  readonly isPublic: boolean;
  readonly triggersPaused: boolean;
  readonly passTypeIdentifier?: string | null;
  readonly isExample?: boolean;
  readonly passConstructor: JsonObject;
  /** Who makes the first version; see TemplateVersion. */
  readonly author?: string;
  /** The template's place in a campaign of the account. */
  readonly issue?: NewTemplateIssue;
  readonly now: number;
}

/**
 * What a change of a template writes; absent parts do not change. A constructor becomes a new
 * version, and older versions stay.
 */
export interface TemplateChange<T> {
  readonly name?: string;
  readonly isPublic?: boolean;
  readonly triggersPaused?: boolean;
  readonly passTypeIdentifier?: string | null;
  readonly passConstructor?: JsonObject;
  /** Who makes the version, and why; see TemplateVersion. */
  readonly author?: string;
  readonly note?: string;
  /** Whether the change publishes the template's draft, which then is gone. */
  readonly dropsDraft?: boolean;
  /** For a template in a campaign. */
  readonly issue?: TemplateIssueChange;
  /** Logs this event for the template and enqueues its push, as pushTemplate does. */
  readonly event?: NewEvent;
  readonly result: T;
}

/** A saved state of a template, without its constructor. */
export interface TemplateVersion {
  readonly version: number;
  readonly createdAt: number;
  /** The length of its constructor's JSON, in characters. */
  readonly size: number;
  /**
   * The e-mail address of the person, or what acted for the account, such as `PassSource API`; null:
   * nobody knows.
   */
  readonly author: string | null;
  /** What the author said about the version; null: nothing. */
  readonly note: string | null;
}

/** Which draft a template has, see ./drafts.ts. */
export interface DraftMark {
  /** Drawn anew at each write and never used again, also after the draft is gone. */
  readonly revision: number;
  /** The version of the template from which the draft began. */
  readonly baseVersion: number;
}

/** A template and its owner, as one consistent read. */
export interface TemplateSnapshot {
  readonly template: Template;
  readonly owner: Account;
  /** Null: the template is in no campaign. */
  readonly issue: Issue | null;
  /** The owner's active endpoints; absent: none. */
  readonly webhooks?: readonly WebhookRule[];
}

export interface TemplateStore {
  /**
   * Fails with `account_not_found`; for a place in a campaign also with `campaign_not_found` and
   * `name_taken`.
   */
  createTemplate(template: NewTemplate): Promise<Template>;
  /**
   * Changes a template. A new constructor becomes version + 1 with a new update tag. A new end in
   * its campaign, or a future expirationDate in the constructor, acts like a new end in
   * `changeCampaign`. A constructor that may move the ends of passes with a date of their own
   * leaves a job of the kind `schedule_expiries`, and one that may change what finds the passes one
   * of the kind `index_passes`. Fails with `template_not_found`.
   */
  changeTemplate<T>(
    hash: string,
    now: number,
    decide: (snapshot: TemplateSnapshot, passConstructor: JsonObject, draft: DraftMark | null) => TemplateChange<T>,
  ): Promise<{ readonly template: Template; readonly result: T }>;
  /**
   * Deletes a template with its passes, events and jobs, and pushes to their devices (see
   * WithdrawnPass). Fails with `template_not_found`.
   */
  deleteTemplate(id: number, now: number): Promise<void>;
  templateByHash(hash: string): Promise<TemplateSnapshot | null>;
  templateById(id: number): Promise<TemplateSnapshot | null>;
  /** In the order of creation. */
  templatesOf(accountId: number): Promise<readonly Template[]>;
  /**
   * Up to `count` of an account's templates with ids below `before`, newest first: our examples, or
   * all others.
   */
  gallery(
    accountId: number,
    page: { readonly isExample: boolean; readonly before: number; readonly count: number },
  ): Promise<readonly Template[]>;
  /** The versions of a template below `before`, newest first. */
  templateVersions(
    id: number,
    page: { readonly before: number; readonly count: number },
  ): Promise<readonly TemplateVersion[]>;
  /** One version's constructor; a written version never changes. */
  templateVersion(id: number, version: number): Promise<JsonObject | null>;
  /** How many passes were made for each named source, most first. */
  passSources(templateId: number): Promise<readonly { readonly source: string; readonly created: number }[]>;
  /**
   * Logs access type 5 for the template (one row, not one for each pass) and enqueues its push, in
   * one commit.
   */
  pushTemplate(templateId: number, event: NewEvent): Promise<void>;
}
