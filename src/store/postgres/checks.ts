// Stores the checks of templates, a few rows a template.
import { and, eq } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { CheckStore, NewCheck, StoredCheck } from '../../ports/store/checks.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { templateChecks as table } from './schema.ts';

const COLUMNS = 'id, name, content, created_at AS "createdAt"';
const ofTemplate = statement<StoredCheck>(`SELECT ${COLUMNS} FROM template_checks WHERE template_id = $1 ORDER BY id`);
const counted = statement<{ checks: number }>('SELECT count(*) AS checks FROM template_checks WHERE template_id = $1');
const add = statement<StoredCheck>(`
  INSERT INTO template_checks (template_id, name, content, created_at) VALUES ($1, $2, $3, $4) RETURNING ${COLUMNS}`);
const clear = statement('DELETE FROM template_checks WHERE template_id = $1');
const lock = statement<{ id: number }>('SELECT id FROM templates WHERE id = $1 FOR NO KEY UPDATE');

export function checkStore({ read, write }: Connection): CheckStore {
  /** Until the commit nobody else writes checks of the template. */
  async function lockTemplate(tx: Tx, template: number): Promise<void> {
    if (!(await tx.row(lock, template))) throw new AppError('template_not_found');
  }

  const given = (template: number, { name, content }: NewCheck, now: number) =>
    [template, name, JSON.stringify(content), now] as const;

  return {
    checksOf: (template) => read.rows(ofTemplate, template),
    addCheck: (template, check, now, most) =>
      write(async (tx): Promise<StoredCheck | null> => {
        tx.leavesKept();
        await lockTemplate(tx, template);
        if ((await tx.row(counted, template))!.checks >= most) return null;
        return (await tx.row(add, ...given(template, check, now)))!;
      }),
    deleteCheck: (template, check) =>
      write(async (tx) => {
        tx.leavesKept();
        const where = and(eq(table.id, check), eq(table.templateId, template));
        return (await tx.db.delete(table).where(where).returning({ id: table.id })).length > 0;
      }),
    replaceChecks: (template, checks, now) =>
      write(async (tx) => {
        tx.leavesKept();
        await lockTemplate(tx, template);
        tx.send(clear, template);
        for (const check of checks) tx.send(add, ...given(template, check, now));
      }),
  };
}
