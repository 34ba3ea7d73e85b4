// Reads the audit log of an account: pages for people, and all of it as a table.
import type { AuditEntry } from '../../ports/store/audit.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';

/** The acts on one page. */
const ON_A_PAGE = 50;
/** The acts that an export reads at once. */
const READ_AT_ONCE = 500;

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** `before` of the next page; null: there are no older acts. */
  readonly next: number | null;
}

/** Fails with the codes of requireRight. */
export async function auditPage(context: Context, caller: Caller, before: number | null): Promise<AuditPage> {
  const { id } = requireRight(context, caller, 'people');
  const page = { before: before ?? Number.MAX_SAFE_INTEGER, count: ON_A_PAGE + 1 };
  const found = await context.store.auditOf(id, page);
  const entries = found.slice(0, ON_A_PAGE);
  return { entries, next: found.length > ON_A_PAGE ? entries.at(-1)!.id : null };
}

export const AUDIT_COLUMNS = ['time', 'who', 'what', 'subject', 'before', 'after'] as const;

/**
 * All acts, newest first, as rows of AUDIT_COLUMNS; reads on as the caller reads the rows. Fails with
 * the codes of requireRight.
 */
export async function* auditRows(context: Context, caller: Caller): AsyncGenerator<readonly JsonValue[]> {
  const { id } = requireRight(context, caller, 'people');
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const entries = await context.store.auditOf(id, { before, count: READ_AT_ONCE });
    for (const { time, who, what, subject, before: was, after } of entries) {
      yield [timestamp(time), who, what, subject, valueText(was), valueText(after)];
    }
    if (entries.length < READ_AT_ONCE) return;
    before = entries.at(-1)!.id;
  }
}

/** A value as a person reads it: texts and numbers as they are, all else as JSON; null is nothing. */
function valueText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
