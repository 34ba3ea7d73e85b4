// passwright import brings passes of other products, so that phones that hold them notice nothing.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../errors.ts';
import { type Caller, commandLineOf } from '../operations/access/caller.ts';
import { requireAccountByEmail } from '../operations/accounts/accounts.ts';
import type { Context } from '../operations/context.ts';
import type { AddressChoice } from '../operations/imports/address.ts';
import type { ToldPass } from '../operations/imports/import-passes.ts';
import { importRegistrations, type RegistrationsReport } from '../operations/imports/import-registrations.ts';
import { type FilesReport, importPassFiles } from '../operations/imports/passes-of-files.ts';
import { importPassTable } from '../operations/imports/passes-of-table.ts';
import { EXPORTING_PRODUCTS } from '../rules/imports/exports.ts';
import { isAddress } from '../rules/imports/identity.ts';
import { isJson, readJsonTable } from '../tables/json.ts';
import { readTable } from '../tables/read.ts';
import { openPassFiles } from '../template-files/passes.ts';
import { en } from '../ui/texts/en/index.ts';
import { type Env, print, printJson, withDatabase } from './context.ts';

const PRODUCTS = ['pkpass', ...EXPORTING_PRODUCTS] as const;

interface Options {
  readonly from: (typeof PRODUCTS)[number];
  readonly account: string;
  readonly template?: string;
  readonly name?: string;
  readonly type?: string;
  readonly map: Readonly<Record<string, string>>;
  readonly address?: AddressChoice;
  readonly registrations?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function importCommand(program: Command, env: Env): void {
  program
    .command('import <path>')
    .description('bring passes of another product, with the serial numbers and tokens that phones know them by')
    .addOption(
      new Option('--from <product>', 'what the file or folder comes from').choices(PRODUCTS).makeOptionMandatory(),
    )
    .requiredOption('--account <email>', 'whose passes they become')
    .option('--template <templateHash>', 'the card that they become passes of; default: one made from them')
    .option('--name <name>', 'the name of a card made from them; default: the description of the first pass')
    .option(
      '--map <place=path>',
      'the API path that a place of the file is for, or -; may be given for each',
      mapped,
      {},
    )
    .option('--type <pass type>', 'the pass type of rows that do not say it; default: that of the card')
    .option('--address <choice>', 'keep, new or the old webServiceURL; see below', readAddress)
    .option('--registrations <file>', 'a CSV file of the phones that hold the passes; see below')
    .option('--dry-run', 'count and check, and write nothing')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
--from pkpass reads a folder, a zip archive or a file of .pkpass files, or of pass.json files. It is the sure way,
whatever product made them: each pass has its serial number, token, pass type and values in it.

--from passsource, passslot, passcreator, passkit or pass2u reads a CSV or JSON file that the product exports, with
--template. Columns are found by their usual names, by API paths, keys and names of the card's fields; --map says the
others: serialNumber, authenticationToken, passTypeIdentifier, webServiceURL, an API path, or - for nothing. Folders
and archives of these products are read as with pkpass.

The account needs a certificate of the pass type of the passes, made by the same Apple account. Passes ask the address
in them (webServiceURL) for changes. --address keep: that address leads to this server from now on, and passes keep
it, so phones notice nothing. --address new: it does not; phones that hold a pass go on asking there until the pass is
downloaded again from here. examples/deploy/MOVING-IN.md shows both.

--registrations: the columns serialNumber, deviceLibraryIdentifier and pushToken, and passTypeIdentifier where a card
has passes of several types. Without it phones get changes when somebody pulls to refresh, and are pushed to once
they register again, such as when the pass is downloaded again.

No rule runs, nothing is pushed. A pass that is here already is left out, so an import that was cut goes on when it is
repeated. Passes with mistakes are left out and listed.

Examples:
  $ passwright import passes/ --from pkpass --account owner@example.com --address keep --dry-run
  $ passwright import passes.zip --from pkpass --account owner@example.com --address keep --template 7Yx… \\
      --map "points=additional_points" --map "logoText=-"
  $ passwright import members.csv --from passkit --account owner@example.com --address new --template 7Yx… \\
      --map "Card no.=barcode_message"`,
    )
    .action((path: string, options: Options) => withDatabase(env, (context) => runImport(context, path, options)));
}

function mapped(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.lastIndexOf('=');
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError('It is a place, =, and an API path or -.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function readAddress(text: string): AddressChoice {
  if (text === 'keep' || text === 'new') return text;
  if (isAddress(text)) return { old: text };
  throw new InvalidArgumentError('It is keep, new, or an address that begins with https://.');
}

async function runImport(context: Context, path: string, options: Options): Promise<void> {
  const account = await requireAccountByEmail(context, options.account);
  const caller = commandLineOf(account);
  const { registrations, dryRun = false, json = false } = options;
  const passes = await importAny(context, caller, path, options);
  if (!json) tellPasses(passes, dryRun);
  // A dry run has made no passes that phones could hold.
  const phones =
    registrations === undefined || dryRun || passes.templateHash === null
      ? null
      : await importRegistrations(context, caller, {
          templateHash: passes.templateHash,
          name: basename(registrations),
          say: en.historyImport.fromFile(basename(registrations)),
          table: await readTable(createReadStream(registrations), { mostRows: MOST_ROWS }),
          onProgress: counting('phones'),
        });
  if (json) printJson({ ...passes, phones });
  else if (phones !== null) tellPhones(phones);
  if (passes.wrong > 0 || (phones?.wrong ?? 0) > 0) process.exitCode = 1;
}

/** Passes that are files, else a table of passes. */
async function importAny(context: Context, caller: Caller, path: string, options: Options): Promise<FilesReport> {
  const { from, template = null, name = null, type = null, map, address = null, dryRun = false } = options;
  const file = basename(path);
  const say = en.historyImport.fromFile(file);
  const input = { name: file, map, address, say, dryRun, onProgress: counting('passes') };
  const start = await startOf(path);
  if (from === 'pkpass' || start === null || start.startsWith('PK')) {
    const files = await openPassFiles(path);
    return importPassFiles(context, caller, { ...input, files, templateHash: template, cardName: name });
  }
  if (template === null) {
    const message = 'A table says nothing of how passes look: say --template, the card that they become passes of.';
    throw new AppError('parameter_missing', { field: 'template', message });
  }
  const bytes = createReadStream(path);
  const table = isJson(start) ? await readJsonTable(bytes) : await readTable(bytes, { mostRows: MOST_ROWS });
  const ofTable = { ...input, table, product: from, templateHash: template, passTypeIdentifier: type };
  const report = await importPassTable(context, caller, ofTable);
  return { ...report, templateHash: template, isNewCard: false, warnings: [] };
}

/** The first characters of a file; null: it is a folder, or nothing is there. */
async function startOf(path: string): Promise<string | null> {
  const facts = await stat(path).catch(() => null);
  if (facts === null || facts.isDirectory()) return null;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  } finally {
    await file.close();
  }
}

/** The most rows of a CSV file. */
const MOST_ROWS = 10_000_000;

/** Shows how many are done, where somebody looks. */
function counting(what: string): (done: number) => void {
  if (process.stderr.isTTY !== true) return () => {};
  return (done) => void process.stderr.write(`\r${done} ${what}\r`);
}

/** The most passes with faults that a dry run lists. */
const MOST_OF_DRY_RUN = 10;

function tellPasses(report: FilesReport, dryRun: boolean): void {
  const { passes, added, known, wrong, withoutToken, elsewhere, leftOut, told, warnings, templateHash } = report;
  for (const { path, message } of warnings) print(`Warning: ${path}: ${message}`);
  if (templateHash !== null) print(`${report.isNewCard ? 'Made the card' : 'Card'} ${templateHash}`);
  tellFaults(dryRun ? told.slice(0, MOST_OF_DRY_RUN) : told);
  const imported = dryRun ? 'to be imported' : 'imported';
  print(`${passes} passes: ${added} ${imported}, ${known} here before, ${wrong} left out.`);
  for (const { place, passes: count } of leftOut) {
    print(`The card has no place for ${place}, which passes have: ${count}.`);
  }
  for (const { address, passes: count } of elsewhere) {
    print(`Passes that ask ${address} until they are downloaded again from here: ${count}.`);
  }
  if (withoutToken > 0) {
    print(`Passes without a token, which get no changes until they are downloaded again from here: ${withoutToken}.`);
  }
}

function tellPhones({ rows, added, known, wrong, told }: RegistrationsReport): void {
  tellFaults(told);
  print(`${rows} phones: ${added} imported, ${known} here before, ${wrong} left out.`);
}

function tellFaults(told: readonly ToldPass[]): void {
  for (const { where, faults } of told) {
    for (const { place, message } of faults) {
      process.stderr.write(`${where}${place === null ? '' : `, ${place}`}: ${message}\n`);
    }
  }
}
