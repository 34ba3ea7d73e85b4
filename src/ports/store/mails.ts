// What Passwright asks of a database about mails: they are written in the commit of their cause (PassChange.mail) and sent
// afterwards. Times are milliseconds since 1970.

/** `pass_link`: brings its recipient the link of the pass. */
export type MailKind = 'pass_link';

/** `queued`: it waits to be sent. `failed`: it was refused or given up; only somebody's word sends it again. */
export type MailState = 'queued' | 'sent' | 'failed';

export const MAIL_STATES: readonly MailState[] = ['queued', 'sent', 'failed'];

export interface NewMail {
  readonly kind: MailKind;
  /** One e-mail address, checked: it goes into a header. */
  readonly recipient: string;
  readonly createdAt: number;
  /** Until when it is tried. */
  readonly giveUpAt: number;
}

/** It goes with its pass. What it says is made when it is sent, from the pass as it is then. */
export interface Mail extends NewMail {
  readonly id: number;
  /** Of its pass. */
  readonly passHash: string;
  readonly state: MailState;
  /** When it is tried next, while it is queued. */
  readonly runAt: number;
  /** How often in a row it could not be sent. */
  readonly attempts: number;
  /** Why it was not sent the last time; null: it was, or was not tried yet. */
  readonly lastError: string | null;
  readonly sentAt: number | null;
  /** The header of the mail that was sent. */
  readonly messageId: string | null;
}

/** What became of trying to send a mail. */
export type MailOutcome =
  | { readonly state: 'sent'; readonly sentAt: number; readonly messageId: string }
  | { readonly state: 'queued'; readonly runAt: number; readonly error: string }
  | { readonly state: 'failed'; readonly error: string };

export interface MailStore {
  /** Queued mails that are due, in the order they are. */
  dueMails(limit: number, dueBy: number): Promise<readonly Mail[]>;
  recordMail(id: number, outcome: MailOutcome): Promise<void>;
  /** Newest first; `state` null: of every state. */
  mails(state: MailState | null): Promise<readonly Mail[]>;
  mailById(id: number): Promise<Mail | null>;
  /**
   * Makes queued and failed mails due at `now` and tries them until `giveUpAt`, as if they had never been tried: one, or with
   * null all of them. Answers how many.
   */
  retryMails(id: number | null, times: { readonly now: number; readonly giveUpAt: number }): Promise<number>;
  /** Makes all queued mails due: what kept them may be gone. */
  hastenMails(now: number): Promise<void>;
  /** How many are queued after at least one try that failed. */
  countDelayedMails(): Promise<number>;
  /** Counts, or drops, mails that are no longer queued and were made before a time. */
  purgeMails(before: number, drop: boolean): Promise<number>;
}
