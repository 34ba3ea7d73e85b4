// passwright import-history brings events of the past and their values from a CSV file.
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../errors.ts';
import { findTemplate } from '../operations/access/access.ts';
import { commandLineOf } from '../operations/access/caller.ts';
import type { ToldFault } from '../operations/batches/batches.ts';
import type { Context } from '../operations/context.ts';
import { importHistory } from '../operations/history/import-history.ts';
import { importedType } from '../rules/history/rows.ts';
import type { AccessType } from '../rules/passes/facts.ts';
import { readTable } from '../tables/read.ts';
import { en } from '../ui/texts/en/index.ts';
import { type Env, print, printJson, withDatabase } from './context.ts';

interface Options {
  readonly map: Readonly<Record<string, string>>;
  readonly event: AccessType;
  readonly encoding?: string;
  readonly push?: boolean;
  readonly json?: boolean;
}

/** The most rows of a file by command; a page takes fewer. */
const MOST_ROWS = 10_000_000;

export function importHistoryCommand(program: Command, env: Env): void {
  program
    .command('import-history <templateHash> <file>')
    .description('bring events of the past and their values from a CSV file, without running triggers')
    .option('--map <heading=role>', 'what a column is for; may be given for each column', mapped, {})
    .option('--event <name>', 'what happened in rows that do not say, such as scan', readEvent, importedType('scan'))
    .option('--encoding <name>', 'the encoding of the file, such as windows-1251; default: found out')
    .option('--push', 'tell the phones of passes that look different')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
The first row of the file has headings. A column is for what its heading says, or --map: serialNumber,
hashedSerialNumber or find:<API path> (whose row it is), time, event, id (by which the other product names the event),
an API path or set:<API path> (the value at that time), add:<API path> (how much the event added), - (nothing).

Each row becomes an event that counts and runs nothing. Its values are written unless the pass was registered, scanned
or edited later. Rows with mistakes are left out and listed; a file that comes again adds only what is new.

Examples:
  $ passwright import-history 7Yx… visits.csv
  $ passwright import-history 7Yx… export.csv --map "Member=find:additional_email" --map "Date=time" \\
      --map "Points=add:structure_headerFields_points_value" --map "Note=-"`,
    )
    .action((templateHash: string, file: string, options: Options) =>
      withDatabase(env, (context) => runImport(context, templateHash, file, options)),
    );
}

function mapped(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('It is a heading, =, and what the column is for.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function readEvent(text: string): AccessType {
  const type = importedType(text);
  if (type !== null) return type;
  throw new InvalidArgumentError('It is an event such as scan, register or install.');
}

async function runImport(context: Context, hash: string, file: string, options: Options): Promise<void> {
  const { template, owner } = await findTemplate(context, hash);
  const { map, event: accessType, encoding = null, push = false, json = false } = options;
  const counting = process.stderr.isTTY === true;
  try {
    const report = await importHistory(context, commandLineOf(owner), {
      templateHash: template.hash,
      name: basename(file),
      table: await readTable(createReadStream(file), { mostRows: MOST_ROWS, encoding }),
      map,
      accessType,
      push,
      say: en.historyImport.source,
      onProgress: (rows) => void (counting && process.stderr.write(`\r${rows} rows`)),
    });
    if (counting) process.stderr.write('\n');
    const { rows, added, known, wrong, headings, told } = report;
    for (const { number, faults } of told) {
      for (const { column, message } of faults) tell(number, column === null ? null : headings[column]!, message);
    }
    if (json) printJson({ rows, added, known, wrong });
    else print(`${rows} rows: ${added} imported, ${known} imported before, ${wrong} left out.`);
    if (wrong > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof AppError) || !Array.isArray(error.beside.errors)) throw error;
    for (const { row, column, message } of error.beside.errors as readonly ToldFault[]) tell(row, column, message);
    process.exitCode = 1;
  }
}

function tell(row: number, column: string | null, message: string): void {
  process.stderr.write(`row ${row}${column === null ? '' : `, ${column}`}: ${message}\n`);
}
