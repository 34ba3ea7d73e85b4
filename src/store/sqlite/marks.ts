// Stores marks: what accounts have put out of sight.
import { eq } from 'drizzle-orm';
import type { MarkStore } from '../../ports/store/marks.ts';
import type { Connection } from './engine/connection.ts';
import { accountMarks } from './schema.ts';

export function markStore({ db, write }: Connection): MarkStore {
  return {
    setMark: (accountId, name, value) =>
      write(() => {
        db.insert(accountMarks)
          .values({ accountId, name, value })
          .onConflictDoUpdate({ target: [accountMarks.accountId, accountMarks.name], set: { value } })
          .run();
      }),
    marksOf: async (accountId) => {
      const rows = db.select().from(accountMarks).where(eq(accountMarks.accountId, accountId)).all();
      return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    },
  };
}
