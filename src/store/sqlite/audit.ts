// Stores the audit log: append-only, one row an act.
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { AuditStore } from '../../ports/store/audit.ts';
import type { Connection } from './engine/connection.ts';
import { auditEntries } from './schema.ts';

export function auditStore({ db, write }: Connection): AuditStore {
  const page = db
    .select()
    .from(auditEntries)
    .where(
      and(eq(auditEntries.accountId, sql.placeholder('accountId')), lt(auditEntries.id, sql.placeholder('before'))),
    )
    .orderBy(desc(auditEntries.id))
    .limit(sql.placeholder('count'))
    .prepare();
  return {
    appendAudit: (entry) =>
      write(() => {
        db.insert(auditEntries).values(entry).run();
      }),
    auditOf: async (accountId, { before, count }) => page.all({ accountId, before, count }),
  };
}
