// Brings passes that another product lists in a table. Most exports have no token in them, so phones
// that hold such a pass get changes once they have downloaded it again; .pkpass files are better.
import { AppError } from '../../errors.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { cellValue } from '../../rules/batches/cells.ts';
import { placeOf } from '../../rules/batches/columns.ts';
import type { Table, TableRow } from '../../rules/batches/table.ts';
import { type ExportColumns, type ExportingProduct, exportColumns, isPart } from '../../rules/imports/exports.ts';
import { type IdentityParts, readIdentity } from '../../rules/imports/identity.ts';
import { ownFields, type PlaceMap } from '../../rules/imports/pass-fields.ts';
import type { PassPlace } from '../../rules/imports/pass-places.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { columnChoices } from '../batches/column-choices.ts';
import type { Context } from '../context.ts';
import type { AddressChoice } from './address.ts';
import { type GivenPass, importPasses, type PassImportReport } from './import-passes.ts';

export interface TableInput {
  readonly name: string;
  readonly table: Table;
  readonly product: ExportingProduct;
  readonly templateHash: string;
  /** The pass type of rows that do not say; null: the card's. */
  readonly passTypeIdentifier: string | null;
  readonly map: PlaceMap;
  readonly address: AddressChoice | null;
  /** See PassImport. */
  readonly say: string;
  readonly dryRun: boolean;
  readonly onProgress?: (passes: number) => void;
}

/** Fails with the codes of requireCard and importPasses, and `parameter_invalid` for its columns. */
export async function importPassTable(context: Context, caller: Caller, input: TableInput): Promise<PassImportReport> {
  const { table, product, map } = input;
  const card = await requireCard(context, caller, 'correct', input.templateHash);
  const program = await context.programs.load(card.template);
  const choices = await columnChoices(context, card);
  const { columns, faults } = exportColumns(table.headings, product, { program, choices }, map);
  if (faults.length > 0) throw new AppError('parameter_invalid', { field: 'file', message: faults.join(' ') });
  const passTypeIdentifier = input.passTypeIdentifier ?? (await passTypeOf(context, card));
  const report = await importPasses(context, caller, {
    name: input.name,
    card,
    accountId: card.owner.id,
    program,
    passes: passesOf(table, { ...columns, headings: table.headings }, program, passTypeIdentifier),
    address: input.address,
    say: input.say,
    dryRun: input.dryRun,
    onProgress: input.onProgress,
  });
  const lost = columns.leftOut.map((place) => ({ place, passes: report.passes }));
  return { ...report, leftOut: [...lost, ...report.leftOut] };
}

/** The pass type of new passes of the card; null: the account has no certificate. */
async function passTypeOf({ store, clock }: Context, { template, owner }: TemplateSnapshot): Promise<string | null> {
  if (template.passTypeIdentifier !== null) return template.passTypeIdentifier;
  const certificate = await store.certificateFor(owner.id, null, clock.now());
  return certificate?.passTypeIdentifier ?? null;
}

type Columns = ExportColumns & { readonly headings: readonly string[] };

async function* passesOf(
  { rows, decimalComma }: Table,
  columns: Columns,
  program: Program,
  passTypeIdentifier: string | null,
): AsyncGenerator<GivenPass> {
  for await (const piece of rows) {
    for (const row of piece) yield passOf(row, columns, { program, decimalComma, passTypeIdentifier });
  }
}

function passOf(
  { number, cells, faults: ofTable }: TableRow,
  { roles, headings }: Columns,
  known: { readonly program: Program; readonly decimalComma: boolean; readonly passTypeIdentifier: string | null },
): GivenPass {
  const { program, decimalComma, passTypeIdentifier } = known;
  const parts: Record<string, string> = {};
  const places: PassPlace[] = [];
  for (const [column, role] of roles.entries()) {
    const cell = (cells[column] ?? '').trim();
    if (role === null || cell === '') continue;
    if (isPart(role)) parts[role] = cell;
    else places.push({ path: role, value: cellOf(program, role, cell, decimalComma) });
  }
  const read = readIdentity({ passTypeIdentifier: passTypeIdentifier ?? '', ...parts } satisfies IdentityParts);
  const { fields, faults } = ownFields(program, places, { map: {}, keepsDesign: false });
  const columnOf = (place: string | null) => (place === null ? null : (headings[roles.indexOf(place)] ?? place));
  const found = [
    ...ofTable.map(({ column, message }) => ({ place: column === null ? null : (headings[column] ?? null), message })),
    ...('faults' in read ? read.faults : []).map((fault) => ({ ...fault, place: columnOf(fault.place) })),
    ...faults.map((fault) => ({ ...fault, place: columnOf(fault.place) })),
  ];
  return {
    where: `row ${number}`,
    identity: 'identity' in read ? read.identity : null,
    faults: found,
    fields: () => fields,
    leftOut: [],
  };
}

function cellOf(program: Program, path: string, cell: string, decimalComma: boolean): string {
  const location = placeOf(program, path);
  return location === null ? cell : cellValue(location, cell, { decimalComma, zone: program.zone });
}
