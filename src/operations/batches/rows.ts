// Reads the rows of a batch against their templates: which template a row is for, what it sets, and
// what is wrong with it.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Batch } from '../../ports/store/batches.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { cellValue, isPicture } from '../../rules/batches/cells.ts';
import { type BatchColumns, placeOf } from '../../rules/batches/columns.ts';
import { type FaultKind, type RowFault, rowFault } from '../../rules/batches/row-faults.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { isReserved, type Location } from '../../rules/paths/paths.ts';
import { acceptWrite } from '../../rules/paths/writes.ts';
import type { Program } from '../../rules/templates/program.ts';
import { hasAccess } from '../access/access.ts';
import { emailAddress } from '../accounts/email-address.ts';
import { type Fields, writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';

interface Place {
  readonly column: number;
  readonly path: string;
  /** Null: the template has no such path. */
  readonly location: Location | null;
}

/** A template that rows are for, with the places of the columns in it. */
export interface RowTemplate {
  readonly snapshot: TemplateSnapshot;
  readonly program: Program;
  readonly places: readonly Place[];
  readonly hasPictures: boolean;
}

export interface RowReader {
  readonly columns: BatchColumns;
  /** The template of a row, or the fault of one that names none of the account's. */
  templateOf(cells: readonly string[]): Promise<RowTemplate | RowFault>;
  /** What a row sets. An empty cell leaves the value of the template. */
  fieldsOf(template: RowTemplate, cells: readonly string[]): Fields;
  /** The address that the row's link is mailed to; null: none. */
  recipientOf(cells: readonly string[]): string | null;
  /** All that is wrong with a row; a pass of a row without faults can be made. */
  faultsOf(cells: readonly string[]): Promise<readonly RowFault[]>;
}

/** The templates that a reader has at hand; more are looked up again. */
const MOST_AT_HAND = 500;

/** `account`: whose rows they are. */
export function rowReader(
  context: Context,
  account: Account,
  {
    columns,
    decimalComma,
    templateId,
  }: Pick<Batch, 'decimalComma' | 'templateId'> & { readonly columns: BatchColumns },
): RowReader {
  const templateColumn = columns.roles.findIndex(({ kind }) => kind === 'template');
  const role = columns.roles[templateColumn];
  const known = new Map<string, RowTemplate | RowFault>();

  async function find(name: string): Promise<RowTemplate | RowFault> {
    const byHash = role?.kind === 'template' && role.by === 'hash';
    const { store } = context;
    const snapshot =
      name === ''
        ? templateId === null
          ? null
          : await store.templateById(templateId)
        : byHash
          ? await store.templateByHash(name)
          : /^\d{1,15}$/.test(name)
            ? await store.templateById(Number(name))
            : null;
    if (snapshot === null || !hasAccess(account, snapshot.owner)) {
      const which = byHash ? 'templateHash' : 'templateId';
      const message =
        name === '' && templateId === null
          ? `The row names no template: give its ${which}.`
          : name === ''
            ? 'The template of the batch was deleted.'
            : `You have no template with the ${which} "${name.slice(0, 60)}".`;
      return rowFault(templateColumn === -1 ? null : templateColumn, 'template', name, message);
    }
    const program = await context.programs.load(snapshot.template);
    const places = columns.roles.flatMap((role, column): Place[] =>
      role.kind === 'path' ? [{ column, path: role.path, location: placeOf(program, role.path) }] : [],
    );
    return { snapshot, program, places, hasPictures: places.some(({ location }) => isPicture(location)) };
  }

  const reader: RowReader = {
    columns,

    async templateOf(cells) {
      const name = (templateColumn === -1 ? '' : (cells[templateColumn] ?? '')).trim();
      const before = known.get(name);
      if (before !== undefined) return before;
      const found = await find(name);
      if (known.size >= MOST_AT_HAND) known.clear();
      known.set(name, found);
      return found;
    },

    fieldsOf({ program, places }, cells) {
      const format = { decimalComma, zone: program.zone };
      const fields: Record<string, string> = {};
      for (const { column, path, location } of places) {
        const cell = cells[column] ?? '';
        if (cell !== '') fields[path] = location === null ? cell : cellValue(location, cell, format);
      }
      return fields;
    },

    recipientOf: (cells) => (columns.email === null ? null : emailAddress(cells[columns.email] ?? '')),

    async faultsOf(cells) {
      const template = await reader.templateOf(cells);
      const ofEmail = emailFaults(columns, cells);
      if ('kind' in template) return [template, ...ofEmail];
      return [...valueFaults(template, reader.fieldsOf(template, cells), cells), ...ofEmail];
    },
  };
  return reader;
}

function emailFaults({ email, needsEmail }: BatchColumns, cells: readonly string[]): RowFault[] {
  if (email === null) return [];
  const cell = cells[email] ?? '';
  if (cell.trim() === '') return needsEmail ? [rowFault(email, 'email', '', 'The row has no e-mail address.')] : [];
  if (emailAddress(cell) !== null) return [];
  const message = `This is one e-mail address, such as ada@example.com, not "${cell.slice(0, 60)}".`;
  return [rowFault(email, 'email', cell, message)];
}

/** Writes as the owner would. Only a row that is refused is looked at cell by cell. */
function valueFaults(template: RowTemplate, fields: Fields, cells: readonly string[]): RowFault[] {
  const { program, places } = template;
  const { texts, faults } = template.hasPictures ? withoutPictures(template, fields) : { texts: fields, faults: [] };
  try {
    const isLost = places.some(({ path, location }) => location === null && Object.hasOwn(texts, path));
    if (isLost) throw new AppError('path_unknown');
    writeFields(program, {}, texts, { full: true, replaceAll: false });
    return faults;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const found = places.flatMap(({ column, path, location }): RowFault[] => {
      if (!Object.hasOwn(texts, path)) return [];
      const fault = cellFault(program, path, location, texts[path] as string);
      return fault === null ? [] : [rowFault(column, fault.kind, cells[column] ?? '', fault.message)];
    });
    const whole = places.find(({ path }) => path === error.field);
    const other = rowFault(whole?.column ?? null, 'other', whole ? (cells[whole.column] ?? '') : '', error.message);
    return [...faults, ...(found.length > 0 ? found : [other])];
  }
}

function cellFault(
  program: Program,
  path: string,
  location: Location | null,
  value: string,
): { readonly kind: FaultKind; readonly message: string } | null {
  if (isReserved(path)) return { kind: 'path', message: `${path} is set by the server.` };
  if (location === null) {
    const near = suggestion(path, program.locations.keys());
    return { kind: 'path', message: `The template of this row has no API path "${path}".${near}` };
  }
  const accepted = acceptWrite(program, location, value);
  return accepted.ok ? null : { kind: accepted.wants, message: accepted.problem };
}

const PICTURE = /^(?:https?:\/\/\S+|data:image\/\S+|[0-9a-f]{64}|DELETE)$/i;

/** Pictures are fetched when the pass is made, so the check looks at their addresses alone. */
function withoutPictures({ places }: RowTemplate, fields: Fields): { texts: Fields; faults: RowFault[] } {
  const texts: Record<string, Fields[string]> = { ...fields };
  const faults: RowFault[] = [];
  for (const { column, path, location } of places) {
    if (!isPicture(location) || !Object.hasOwn(texts, path)) continue;
    const cell = String(texts[path]);
    delete texts[path];
    if (PICTURE.test(cell.trim())) continue;
    const message = `${path} is the address of a picture, such as https://example.com/logo.png.`;
    faults.push(rowFault(column, 'image', cell, message));
  }
  return { texts, faults };
}
