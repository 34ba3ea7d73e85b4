// What Passwright asks of a database about mails: a mail is written in the commit of its cause
// (PassChange.mail) and sent later. Times are milliseconds since 1970.

/**
 * `pass_link`: brings the recipient the link of the pass. `row_link`: brings the link of a row of a
 * batch, which makes the pass when somebody opens it.
 */
export type MailKind = 'pass_link' | 'row_link';

/**
 * `queued`: waits to be sent. `failed`: refused or given up; only the operator can queue the mail
 * again.
 */
export type MailState = 'queued' | 'sent' | 'failed';

export const MAIL_STATES: readonly MailState[] = ['queued', 'sent', 'failed'];

export interface NewMail {
  readonly kind: MailKind;
  /** One valid e-mail address, because it goes into a header. */
  readonly recipient: string;
  /** What the reader understands, as in an Accept-Language header; null: nobody said. */
  readonly language: string | null;
  readonly createdAt: number;
  /** When to stop trying. */
  readonly giveUpAt: number;
}

/** A row of a batch. */
export interface RowName {
  readonly batchId: number;
  readonly number: number;
}

/**
 * A mail of a pass or of a row, deleted with it. Sending makes the content, from the pass or row as
 * it is then.
 */
export interface Mail extends NewMail {
  readonly id: number;
  /** The hash of its pass; null: a mail of a row, whose pass may not be made yet. */
  readonly passHash: string | null;
  /** The row of the batch that the mail was sent for; null: none. */
  readonly row: RowName | null;
  readonly state: MailState;
  /** When to try next, while the mail is queued. */
  readonly runAt: number;
  /** How often in a row sending failed. */
  readonly attempts: number;
  /** Why the last try failed; null: it worked, or there was none. */
  readonly lastError: string | null;
  readonly sentAt: number | null;
  /** The Message-ID header of the sent mail. */
  readonly messageId: string | null;
}

/** The result of a try to send a mail. */
export type MailOutcome =
  | { readonly state: 'sent'; readonly sentAt: number; readonly messageId: string }
  | { readonly state: 'queued'; readonly runAt: number; readonly error: string }
  | { readonly state: 'failed'; readonly error: string };

export interface MailStore {
  /**
   * Claims up to `limit` queued mails that are due, in the order they are due; see claimJobs.
   * `underWay`: the ids of the mails that this server is sending.
   */
  claimMails(limit: number, dueBy: number, underWay?: readonly number[]): Promise<readonly Mail[]>;
  /** When the queued mail that is due first became due; null: none is due by `now`. */
  oldestDueMail(now: number): Promise<number | null>;
  recordMail(id: number, outcome: MailOutcome): Promise<void>;
  /** Newest first; `state` null: mails in every state. */
  mails(state: MailState | null): Promise<readonly Mail[]>;
  /** Up to `count` failed mails of an account whose last try was due after `since`, newest first. */
  failedMails(accountId: number, page: { readonly since: number; readonly count: number }): Promise<readonly Mail[]>;
  mailById(id: number): Promise<Mail | null>;
  /**
   * Makes queued and failed mails due at `now`, to be tried until `giveUpAt` as if they were new:
   * one mail, or with null all of them. Answers how many.
   */
  retryMails(id: number | null, times: { readonly now: number; readonly giveUpAt: number }): Promise<number>;
  /** Makes all queued mails due now: the cause of their delay may be gone. */
  hastenMails(now: number): Promise<void>;
  /** How many queued mails failed at least once. */
  countDelayedMails(): Promise<number>;
  /** Counts or deletes mails that are no longer queued and were made before a time. */
  purgeMails(before: number, drop: boolean): Promise<number>;
}
