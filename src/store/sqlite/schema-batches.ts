// The tables of batches as drizzle sees them; see schema.ts.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { BatchMode, BatchState, MailingState } from '../../ports/store/batches.ts';
import type { BatchColumns } from '../../rules/batches/columns.ts';
import type { RowFault } from '../../rules/batches/row-faults.ts';

export const batches = sqliteTable('batches', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  accountId: integer('account_id').notNull(),
  templateId: integer('template_id'),
  hash: text('hash').notNull(),
  name: text('name').notNull(),
  mode: text('mode').$type<BatchMode>().notNull(),
  state: text('state').$type<BatchState>().notNull(),
  headings: text('headings', { mode: 'json' }).$type<readonly string[]>().notNull(),
  columns: text('columns', { mode: 'json' }).$type<BatchColumns>(),
  decimalComma: integer('decimal_comma', { mode: 'boolean' }).notNull(),
  total: integer('total').notNull(),
  wrong: integer('wrong').notNull(),
  cursor: integer('cursor').notNull(),
  made: integer('made').notNull(),
  failed: integer('failed').notNull(),
  opened: integer('opened').notNull(),
  mailState: text('mail_state').$type<MailingState>().notNull(),
  mailRate: integer('mail_rate').notNull(),
  mailCursor: integer('mail_cursor').notNull(),
  mailLanguage: text('mail_language'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const batchRows = sqliteTable(
  'batch_rows',
  {
    batchId: integer('batch_id').notNull(),
    number: integer('number').notNull(),
    cells: text('cells', { mode: 'json' }).$type<readonly string[]>().notNull(),
    token: text('token'),
    /** Null: no pass was made yet, or the pass was deleted. */
    passId: integer('pass_id'),
    madeAt: integer('made_at'),
    faults: text('faults', { mode: 'json' }).$type<readonly RowFault[]>(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.number] })],
);
