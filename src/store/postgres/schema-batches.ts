// The tables of batches as drizzle sees them; see schema.ts.
import { bigint, boolean, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { BatchMode, BatchState, MailingState } from '../../ports/store/batches.ts';
import type { BatchColumns } from '../../rules/batches/columns.ts';
import type { RowFault } from '../../rules/batches/row-faults.ts';
import { json } from './columns.ts';

export const batches = pgTable('batches', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  accountId: bigint('account_id', { mode: 'number' }).notNull(),
  templateId: bigint('template_id', { mode: 'number' }),
  hash: text('hash').notNull(),
  name: text('name').notNull(),
  mode: text('mode').$type<BatchMode>().notNull(),
  state: text('state').$type<BatchState>().notNull(),
  headings: json<readonly string[]>('headings').notNull(),
  columns: json<BatchColumns>('columns'),
  decimalComma: boolean('decimal_comma').notNull(),
  total: bigint('total', { mode: 'number' }).notNull(),
  wrong: bigint('wrong', { mode: 'number' }).notNull(),
  cursor: bigint('cursor', { mode: 'number' }).notNull(),
  made: bigint('made', { mode: 'number' }).notNull(),
  failed: bigint('failed', { mode: 'number' }).notNull(),
  opened: bigint('opened', { mode: 'number' }).notNull(),
  mailState: text('mail_state').$type<MailingState>().notNull(),
  mailRate: bigint('mail_rate', { mode: 'number' }).notNull(),
  mailCursor: bigint('mail_cursor', { mode: 'number' }).notNull(),
  mailLanguage: text('mail_language'),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  updatedAt: bigint('updated_at', { mode: 'number' }).notNull(),
});

export const batchRows = pgTable(
  'batch_rows',
  {
    batchId: bigint('batch_id', { mode: 'number' }).notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    cells: json<readonly string[]>('cells').notNull(),
    token: text('token'),
    /** Null: no pass was made yet, or the pass was deleted. */
    passId: bigint('pass_id', { mode: 'number' }),
    madeAt: bigint('made_at', { mode: 'number' }),
    faults: json<readonly RowFault[]>('faults'),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.number] })],
);
