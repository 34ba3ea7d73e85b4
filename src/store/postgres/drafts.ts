// Stores drafts of templates, one row at most for each template; the row goes with its template.
import { getTableColumns, inArray } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Draft, DraftStore } from '../../ports/store/drafts.ts';
import type { DraftMark } from '../../ports/store/templates.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { inOrder } from './engine/in-order.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { drafts } from './schema-drafts.ts';
import type { Snapshots } from './snapshots.ts';

const byTemplate = statement<Draft>(`SELECT ${columnsOf(drafts, 'd')} FROM drafts d WHERE d.template_id = $1`);
const mark = statement<DraftMark>(`
  SELECT revision, base_version AS "baseVersion" FROM drafts WHERE template_id = $1`);
const remove = statement('DELETE FROM drafts WHERE template_id = $1');
const nextRevision = statement<{ value: number }>(
  "UPDATE counters SET value = value + 1 WHERE name = 'draft_revision' RETURNING value",
);

async function draftOf(queries: Queries, templateId: number): Promise<Draft | null> {
  return (await queries.row(byTemplate, templateId)) ?? null;
}

/** The draft of a template, without its constructor. */
export async function draftMark(queries: Queries, templateId: number): Promise<DraftMark | null> {
  return (await queries.row(mark, templateId)) ?? null;
}

/** Removes the draft of a locked template. */
export function dropDraft(tx: Tx, templateId: number): void {
  tx.send(remove, templateId);
}

export function draftStore({ read, write }: Connection, snapshots: Snapshots): DraftStore {
  const inTurn = inOrder();
  const { passConstructor: _, ...head } = getTableColumns(drafts);

  return {
    draftOf: (templateId) => draftOf(read, templateId),

    draftHeads: async (templateIds) =>
      templateIds.length === 0
        ? []
        : read.db
            .select(head)
            .from(drafts)
            .where(inArray(drafts.templateId, [...templateIds])),

    changeDraft: (templateHash, decide) =>
      inTurn(templateHash, () =>
        write(async (tx) => {
          tx.leavesKept();
          const snapshot = await snapshots.lockedTemplate(tx, templateHash);
          if (!snapshot) throw new AppError('template_not_found');
          const { id } = snapshot.template;
          const present = await draftOf(tx, id);
          const { draft, result } = decide(snapshot, present);
          if (draft === undefined) return { draft: present, result };
          if (draft === null) {
            dropDraft(tx, id);
            return { draft: null, result };
          }
          const next = await tx.row(nextRevision);
          if (next === undefined) throw new Error('The counter of draft revisions is missing from the database.');
          const row = { ...draft, templateId: id, revision: next.value };
          await tx.db.insert(drafts).values(row).onConflictDoUpdate({ target: drafts.templateId, set: row });
          return { draft: row, result };
        }),
      ),
  };
}
