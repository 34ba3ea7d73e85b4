// What Passwright asks of a database about the audit log. Times are milliseconds since 1970.
import type { JsonValue } from '../../rules/values/values.ts';

export interface NewAuditEntry {
  readonly accountId: number;
  /** The e-mail address of the person who acted; `command line` for a command. */
  readonly who: string;
  /** What was done, such as `card.delete`; the pages have words for each. */
  readonly what: string;
  /** What it was done to, in the owner's words: a card's name, an e-mail address. */
  readonly subject: string;
  /** What was there before; null: nothing, or nothing to show. */
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly time: number;
}

export interface AuditEntry extends NewAuditEntry {
  readonly id: number;
}

export interface AuditStore {
  appendAudit(entry: NewAuditEntry): Promise<void>;
  /** An account's entries with an id below `before`, newest first. */
  auditOf(accountId: number, page: { readonly before: number; readonly count: number }): Promise<readonly AuditEntry[]>;
}
