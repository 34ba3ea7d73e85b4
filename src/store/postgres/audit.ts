// Stores the audit log: append-only, one row an act.
import type { AuditEntry, AuditStore } from '../../ports/store/audit.ts';
import type { Connection } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { auditEntries } from './schema-people.ts';

const append = statement(`
  INSERT INTO audit_entries (account_id, who, what, subject, before, after, time)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`);
const page = statement<AuditEntry>(`
  SELECT ${columnsOf(auditEntries, 'e')} FROM audit_entries e
  WHERE e.account_id = $1 AND e.id < $2 ORDER BY e.id DESC LIMIT $3`);

export function auditStore({ read, write }: Connection): AuditStore {
  return {
    appendAudit: ({ accountId, who, what, subject, before, after, time }) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(append, accountId, who, what, subject, JSON.stringify(before), JSON.stringify(after), time);
      }),
    auditOf: (accountId, { before, count }) => read.rows(page, accountId, before, count),
  };
}
