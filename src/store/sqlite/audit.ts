// Stores the audit log: append-only, one row an act.
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { AuditStore } from '../../ports/store/audit.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import type { Connection } from './engine/connection.ts';
import { auditEntries } from './schema-people.ts';

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
        const { before, after, ...named } = entry;
        db.insert(auditEntries)
          .values({ ...named, before: jsonText(before), after: jsonText(after) })
          .run();
      }),
    auditOf: async (accountId, { before, count }) => page.all({ accountId, before, count }),
  };
}

/** drizzle would store null as SQL's NULL, which the columns refuse. */
function jsonText(value: JsonValue) {
  return sql<JsonValue>`${JSON.stringify(value)}`;
}
