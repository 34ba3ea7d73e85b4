// The API functions about batches: making many passes or links from a table, and how far that is.
import { z } from 'zod';
import { requireAccount } from '../../operations/access/access.ts';
import { ownerOf } from '../../operations/access/caller.ts';
import { batchInfoOf, requireBatch } from '../../operations/batches/batches.ts';
import { createBatch } from '../../operations/batches/create-batch.ts';
import { BATCH_MODES } from '../../ports/store/batches.ts';
import { readTable } from '../../tables/read.ts';
import { apiFunction } from './api-function.ts';
import { clientHash, time } from './fields.ts';
import { shapes } from './function-parameters.ts';

const { text, whole } = shapes;

const isTable = (value: unknown): value is string | Uint8Array =>
  typeof value === 'string' || value instanceof Uint8Array;

const table = z
  .unknown()
  .refine(isTable, 'must be a CSV file, or its text')
  .meta({ type: 'string' })
  .describe(
    'The table: a CSV file in a multipart form, or its text. The first row has the headings: templateId or templateHash where rows are ' +
      'for several templates, recoveryEmail for the address of mails, and API paths. An empty cell leaves the value of the template. ' +
      'Encoding and delimiter (comma, semicolon, tab) are found out. Not for mode blank.',
  )
  .optional();

const batchFields = {
  batchId: z.string(),
  name: z.string().describe('The name of the file, or of the template.'),
  mode: z.enum(BATCH_MODES),
  state: z
    .enum(['draft', 'waiting', 'running', 'done', 'failed', 'stopped'])
    .describe('draft: only the pages of the owner make such; stopped: by the owner; failed: no row could be made.'),
  total: z.int(),
  made: z.int().describe('How many passes were made, or how many links work.'),
  failed: z.int().describe('How many rows could not be made, although nothing was wrong with them at first.'),
  opened: z.int().describe('How many links were opened, each of which made its pass.'),
  resultUrl: z
    .string()
    .describe('The table as CSV with columns link and hashedSerialNumber; add &clientHash= to the address.'),
  created: time,
};

export const batchCreate = apiFunction({
  summary: 'Makes passes or links from a table.',
  description:
    'Every row is checked first: where columns or rows are wrong nothing is made, and errors says which row, which column and why. A link is short, ' +
    'cannot be guessed, and makes one pass when it is first opened, however often that is. Passes are made by a job; batchInfo says how far it is.',
  access: 'owner',
  pictures: true,
  parameters: {
    clientHash,
    file: table,
    mode: z
      .enum(BATCH_MODES, `must be one of ${BATCH_MODES.join(', ')}`)
      .describe('links: a link for each row; passes: the passes themselves; blank: count passes of templateHash.')
      .default('links'),
    templateHash: text.describe('The template of rows that name none.').optional(),
    count: whole.describe('How many passes, with mode blank.').optional(),
    name: text.describe('A name for the owner. Default: CSV, or that of the template.').optional(),
    encoding: text.describe('The encoding of the file, such as windows-1251. Default: found out.').optional(),
  },
  answer: batchFields,
  example: {
    clientHash: '$CLIENT',
    templateHash: '$TEMPLATE',
    mode: 'blank',
    count: '3',
  },
  async run({ context, account }, { file, mode, templateHash = null, count = null, name = 'CSV', encoding = null }) {
    const caller = ownerOf(requireAccount(context, account));
    const { rowsOfBatch: mostRows } = context.settings;
    const given = mode === 'blank' || file === undefined ? null : file;
    const rows = given === null ? null : await readTable(bytesOf(given), { mostRows, encoding });
    const input = { mode, templateHash, count, mostRows, table: rows && { name, rows } };
    return { ...batchInfoOf(context, await createBatch(context, caller, input)) };
  },
});

async function* bytesOf(file: string | Uint8Array): AsyncGenerator<Uint8Array, void> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const PIECE = 64 * 1024;
  for (let start = 0; start < bytes.length; start += PIECE) yield bytes.subarray(start, start + PIECE);
}

export const batchInfo = apiFunction({
  summary: 'Answers how far a batch is.',
  access: 'owner',
  parameters: { clientHash, batchId: text.describe('From batchCreate.') },
  answer: batchFields,
  example: { clientHash: '$CLIENT', batchId: '$BATCH' },
  async run({ context, account }, { batchId }) {
    return { ...batchInfoOf(context, await requireBatch(context, ownerOf(requireAccount(context, account)), batchId)) };
  },
});
