// Stores the checks of templates, a few rows a template.
import { and, asc, count, eq, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { CheckStore, NewCheck, StoredCheck } from '../../ports/store/checks.ts';
import type { Connection } from './engine/connection.ts';
import { templateChecks as table, templates } from './schema.ts';

export function checkStore({ db, write }: Connection): CheckStore {
  const { id, name, content, createdAt, templateId } = table;
  const ofTemplate = db
    .select({ id, name, content, createdAt })
    .from(table)
    .where(eq(templateId, sql.placeholder('template')))
    .orderBy(asc(id))
    .prepare();
  const counted = db
    .select({ checks: count() })
    .from(table)
    .where(eq(templateId, sql.placeholder('template')))
    .prepare();

  /** Inside a write only. */
  function requireTemplate(template: number): void {
    const found = db.select({ id: templates.id }).from(templates).where(eq(templates.id, template)).get();
    if (!found) throw new AppError('template_not_found');
  }

  const insert = (template: number, check: NewCheck, now: number): StoredCheck =>
    db
      .insert(table)
      .values({ templateId: template, ...check, createdAt: now })
      .returning({ id, name, content, createdAt })
      .get();

  return {
    checksOf: async (template) => ofTemplate.all({ template }),
    addCheck: (template, check, now, most) =>
      write((): StoredCheck | null => {
        requireTemplate(template);
        if (counted.get({ template })!.checks >= most) return null;
        return insert(template, check, now);
      }),
    deleteCheck: (template, check) =>
      write(() => {
        const where = and(eq(id, check), eq(templateId, template));
        return db.delete(table).where(where).run().changes > 0;
      }),
    replaceChecks: (template, checks, now) =>
      write(() => {
        requireTemplate(template);
        db.delete(table).where(eq(templateId, template)).run();
        for (const check of checks) insert(template, check, now);
      }),
  };
}
