// How a template is read together with its owner, and a pass with both: one statement, so one consistent read.
import { eq, getTableColumns } from 'drizzle-orm';
import { accountColumns } from './accounts.ts';
import type { Connection } from './connection.ts';
import { accounts, passes, templates } from './schema.ts';

const { accessed: _, ...columns } = getTableColumns(passes);
/** The columns that a Pass shows. */
export const passColumns = columns;
export const templateColumns = getTableColumns(templates);

export function selectTemplates({ db }: Connection) {
  return db
    .select({ template: templateColumns, owner: accountColumns })
    .from(templates)
    .innerJoin(accounts, eq(accounts.id, templates.accountId));
}

export function selectPasses({ db }: Connection) {
  return db
    .select({ pass: passColumns, template: templateColumns, owner: accountColumns })
    .from(passes)
    .innerJoin(templates, eq(templates.id, passes.templateId))
    .innerJoin(accounts, eq(accounts.id, templates.accountId));
}
