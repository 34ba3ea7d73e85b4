// How many passes of a template were made for each utm_source.
import { asc, desc, eq, sql } from 'drizzle-orm';
import type { Store } from '../../ports/store/store.ts';
import type { Connection } from './engine/connection.ts';
import { passSources as table } from './schema.ts';

export interface PassSources {
  readonly store: Pick<Store, 'passSources'>;
  /** Inside a write only. */
  count(templateId: number, source: string): void;
}

export function passSources({ db }: Connection): PassSources {
  const { templateId, source, created } = table;
  return {
    store: {
      passSources: async (ofTemplate) =>
        db
          .select({ source, created })
          .from(table)
          .where(eq(templateId, ofTemplate))
          .orderBy(desc(created), asc(source))
          .all(),
    },
    count(ofTemplate, name) {
      db.insert(table)
        .values({ templateId: ofTemplate, source: name, created: 1 })
        .onConflictDoUpdate({ target: [templateId, source], set: { created: sql`${created} + 1` } })
        .run();
    },
  };
}
