// Stores drafts of templates, one row at most for each template; the row goes with its template.
import { eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Draft, DraftStore } from '../../ports/store/drafts.ts';
import type { DraftMark } from '../../ports/store/templates.ts';
import type { Connection } from './engine/connection.ts';
import { drafts } from './schema-drafts.ts';
import { templateByHash } from './snapshots.ts';

export interface Drafts {
  read(templateId: number): Draft | null;
  /** The same without the constructor. */
  mark(templateId: number): DraftMark | null;
  /** Inside a write only. */
  drop(templateId: number): void;
}

export function draftRows({ db }: Connection): Drafts {
  const byTemplate = db
    .select()
    .from(drafts)
    .where(eq(drafts.templateId, sql.placeholder('id')))
    .prepare();
  const marks = db
    .select({ revision: drafts.revision, baseVersion: drafts.baseVersion })
    .from(drafts)
    .where(eq(drafts.templateId, sql.placeholder('id')))
    .prepare();
  const remove = db
    .delete(drafts)
    .where(eq(drafts.templateId, sql.placeholder('id')))
    .prepare();
  return {
    read: (id) => byTemplate.get({ id }) ?? null,
    mark: (id) => marks.get({ id }) ?? null,
    drop: (id) => {
      remove.run({ id });
    },
  };
}

export function draftStore(connection: Connection, { read, drop }: Drafts): DraftStore {
  const { client, db, write } = connection;
  const byHash = templateByHash(connection);
  const nextRevision = client
    .prepare<[], number>("UPDATE counters SET value = value + 1 WHERE name = 'draft_revision' RETURNING value")
    .pluck();
  const { passConstructor: _, ...head } = getTableColumns(drafts);

  return {
    draftOf: async (templateId) => read(templateId),

    draftHeads: async (templateIds) =>
      templateIds.length === 0
        ? []
        : db
            .select(head)
            .from(drafts)
            .where(inArray(drafts.templateId, [...templateIds]))
            .all(),

    changeDraft: (templateHash, decide) =>
      write(() => {
        const snapshot = byHash(templateHash);
        if (!snapshot) throw new AppError('template_not_found');
        const { id } = snapshot.template;
        const present = read(id);
        const { draft, result } = decide(snapshot, present);
        if (draft === undefined) return { draft: present, result };
        if (draft === null) {
          drop(id);
          return { draft: null, result };
        }
        const revision = nextRevision.get();
        if (revision === undefined) throw new Error('The counter of draft revisions is missing from the database.');
        const row = { ...draft, templateId: id, revision };
        db.insert(drafts).values(row).onConflictDoUpdate({ target: drafts.templateId, set: row }).run();
        return { draft: row, result };
      }),
  };
}
