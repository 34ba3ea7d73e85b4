// passwright batch makes passes or links from a CSV file and writes the file back with their
// columns.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../errors.ts';
import { ownerOf } from '../operations/access/caller.ts';
import { requireAccountByEmail } from '../operations/accounts/accounts.ts';
import { batchResult } from '../operations/batches/batch-result.ts';
import { stateOf, type ToldFault } from '../operations/batches/batches.ts';
import { createBatch } from '../operations/batches/create-batch.ts';
import { makeWholeBatch } from '../operations/batches/make-batch.ts';
import type { Context } from '../operations/context.ts';
import type { Batch } from '../ports/store/batches.ts';
import type { JsonValue } from '../rules/values/values.ts';
import { readTable } from '../tables/read.ts';
import { BYTE_ORDER_MARK, csvLines } from '../tables/write.ts';
import { type Env, withDatabase } from './context.ts';
import { progressOn } from './progress.ts';

interface Options {
  readonly account: string;
  readonly template?: string;
  readonly mode: 'links' | 'passes';
  readonly blank?: number;
  readonly encoding?: string;
  readonly out?: string;
}

export function batchCommand(program: Command, env: Env): void {
  program
    .command('batch [file]')
    .description('make passes or links from the rows of a CSV file, and write the file with their columns')
    .requiredOption('--account <email>', 'whose templates they are')
    .option('--template <templateHash>', 'the template of rows that name none')
    .addOption(
      new Option('--mode <mode>', 'a link for each row, or the passes at once')
        .choices(['links', 'passes'])
        .default('links'),
    )
    .option('--blank <count>', 'make so many passes of --template instead of reading a file', readCount)
    .option('--encoding <name>', 'the encoding of the file, such as windows-1251; default: found out')
    .option('--out <file>', 'where to write the result; default: the terminal')
    .addHelpText(
      'after',
      `
The first row of the file has the headings: templateId or templateHash, recoveryEmail, and API paths. Every row is checked
first: when one is wrong nothing is made, and each mistake is listed with its row and column.

Examples:
  $ passwright batch customers.csv --account owner@example.com --template 7Yx… --out links.csv
  $ passwright batch customers.csv --account owner@example.com --mode passes > passes.csv
  $ passwright batch --blank 500 --account owner@example.com --template 7Yx…`,
    )
    .action((file: string | undefined, options: Options, command: Command) => {
      if ((file === undefined) === (options.blank === undefined)) command.error('error: give a file, or --blank');
      return withDatabase(env, (context) => makeBatch(context, file ?? null, options));
    });
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 on.');
}

async function makeBatch(context: Context, file: string | null, options: Options): Promise<void> {
  const account = await requireAccountByEmail(context, options.account);
  const { template: templateHash = null, blank: count = null, encoding = null, out } = options;
  const { rowsOfBatch: mostRows } = context.settings;
  const mode = file === null ? 'blank' : options.mode;
  let batch: Batch;
  try {
    const rows = file === null ? null : await readTable(createReadStream(file), { mostRows, encoding });
    const table = rows && { name: basename(file!), rows };
    batch = await createBatch(context, ownerOf(account), { mode, templateHash, count, mostRows, table });
  } catch (error) {
    if (!(error instanceof AppError) || !Array.isArray(error.beside.errors)) throw error;
    for (const { row, column, message } of error.beside.errors as readonly ToldFault[]) {
      process.stderr.write(`row ${row}${column === null ? '' : `, ${column}`}: ${message}\n`);
    }
    throw error;
  }
  const progress = progressOn(process.stderr, 'Making passes');
  const done = await makeWholeBatch(context, batch.id, async ({ made, failed, total, wrong }) => {
    progress.show(made + failed, total - wrong);
  });
  progress.end();
  await writeResult(context, done, out);
  if (done.failed === 0) return;
  const failed = done.failed === 1 ? '1 row' : `${done.failed} rows`;
  const message = `${failed} of ${done.total} could not be made (${stateOf(done)}); the column error says why.`;
  throw new AppError('parameter_invalid', { field: 'file', message });
}

async function writeResult(context: Context, batch: Batch, out: string | undefined): Promise<void> {
  const { columns, rows } = batchResult(context, batch);
  const handle = out === undefined ? null : await open(out, 'w');
  const write = async (lines: string) => {
    if (handle !== null) await handle.write(lines);
    else if (!process.stdout.write(lines)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  };
  try {
    await write((handle === null ? '' : BYTE_ORDER_MARK) + csvLines([columns], false));
    let waiting: (readonly JsonValue[])[] = [];
    for await (const row of rows) {
      waiting.push(row);
      if (waiting.length < 500) continue;
      await write(csvLines(waiting, false));
      waiting = [];
    }
    if (waiting.length > 0) await write(csvLines(waiting, false));
  } finally {
    await handle?.close();
  }
}
