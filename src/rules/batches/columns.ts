// Decides what the columns of a spreadsheet are for: by API paths as headings, as the guide says,
// or by the names that an owner knows.
import { suggestion } from '../diagnostics.ts';
import { canonicalPath, isReserved, type Location, locate, type PathIndex } from '../paths/paths.ts';
import { type RowFault, rowFault } from './row-faults.ts';

/** What a column is for. `template`: a templateId or templateHash for each row. */
export type ColumnRole =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'template'; readonly by: 'id' | 'hash' }
  | { readonly kind: 'none' };

export interface BatchColumns {
  /** One for each heading. */
  readonly roles: readonly ColumnRole[];
  /** The column of the e-mail addresses; null: none. */
  readonly email: number | null;
  /** Whether a row without an e-mail address is wrong. */
  readonly needsEmail: boolean;
}

/** The columns that results of batches have at their end. A file that comes back may still have them. */
export const RESULT_COLUMNS = ['link', 'hashedSerialNumber', 'error'] as const;

/** The heading of PassKit's column of e-mail addresses. */
const RECOVERY_EMAIL = 'recoveryEmail';

const NONE: ColumnRole = { kind: 'none' };

/**
 * Reads headings as API paths. `program`: the template of the rows, null when each row names its
 * own. The faults are those of the row of headings.
 */
export function columnsByPath(
  headings: readonly string[],
  program: PathIndex | null,
): { readonly columns: BatchColumns; readonly faults: readonly RowFault[] } {
  const faults: RowFault[] = [];
  const seen = new Map<string, number>();
  const roles = headings.map((heading, column): ColumnRole => {
    const fault = (message: string) => faults.push(rowFault(column, 'path', heading, message));
    const name = heading.trim();
    const fixed = fixedRole(name);
    const key = fixed === null ? canonicalPath(name) : name.toLowerCase();
    const before = seen.get(key);
    seen.set(key, column);
    if (name === '') fault(`Column ${column + 1} has no heading: give it an API path, or delete the column.`);
    else if (before !== undefined && fixed?.kind !== 'none') {
      fault(`Columns ${before + 1} and ${column + 1} have the same heading "${name}".`);
    }
    if (name === '') return NONE;
    if (fixed !== null) return fixed;
    const place = program === null ? undefined : placeOf(program, name);
    if (name === RECOVERY_EMAIL && !place) return NONE;
    if (isReserved(name)) fault(`${name} is set by the server.`);
    else if (place === null) {
      const near = suggestion(name, program!.locations.keys());
      fault(`This template has no API path "${name}".${near}`);
    }
    return { kind: 'path', path: name };
  });
  if (roles.every(({ kind }) => kind !== 'template') && program === null) {
    const message = 'No column says which template each row is for: add a column templateId, or name one template.';
    faults.push(rowFault(null, 'template', '', message));
  }
  const email = headings.findIndex((heading) => heading.trim() === RECOVERY_EMAIL);
  return { columns: { roles, email: email === -1 ? null : email, needsEmail: false }, faults };
}

/**
 * The place of a heading; null for none. A field that the template lacks is no place: its value would
 * be lost without a word.
 */
export function placeOf(program: PathIndex, name: string): Location | null {
  const location = locate(program, name);
  const [container, group, key] = location?.steps ?? [];
  if (location === null || container !== 'structure' || key === undefined) return location;
  const field = `structure_${group}_${key}`;
  const isThere = [...program.locations.keys()].some((path) => path === field || path.startsWith(`${field}_`));
  return isThere ? location : null;
}

/** The role of a heading that means the same for every template; null for any other. */
function fixedRole(name: string): ColumnRole | null {
  const lower = name.toLowerCase();
  if (lower === 'templateid') return { kind: 'template', by: 'id' };
  if (lower === 'templatehash') return { kind: 'template', by: 'hash' };
  return RESULT_COLUMNS.some((column) => column.toLowerCase() === lower) ? NONE : null;
}

/** A place of a template that a column may be for, with the name that its owner knows. */
export interface ColumnChoice {
  readonly path: string;
  readonly label: string;
}

/** Headings of e-mail addresses, in the languages of the pages, without signs. */
const EMAIL_HEADING = /^(?:recovery)?(?:e?mail|courriel|correo)(?:adresse?|address|adresseemail|addr)?$/;

/** Guesses what columns are for by the API paths and labels of the template; NONE where unsure. */
export function guessColumns(headings: readonly string[], choices: readonly ColumnChoice[]): BatchColumns {
  const taken = new Set<string>();
  const roles = headings.map((heading): ColumnRole => {
    const name = heading.trim();
    const fixed = fixedRole(name);
    if (fixed !== null) return fixed;
    const path = guessPath(name, choices);
    if (path === null || taken.has(path)) return NONE;
    taken.add(path);
    return { kind: 'path', path };
  });
  const email = headings.findIndex((heading) => EMAIL_HEADING.test(plain(heading)));
  return { roles, email: email === -1 ? null : email, needsEmail: email !== -1 };
}

function guessPath(name: string, choices: readonly ColumnChoice[]): string | null {
  const exact = choices.find(({ path }) => path === name || path === canonicalPath(name));
  if (exact !== undefined) return exact.path;
  const heading = plain(name);
  if (heading === '') return null;
  const alike = choices.filter(({ path, label }) => plain(label) === heading || keyOf(path) === heading);
  return alike.length === 1 ? alike[0]!.path : null;
}

/** The key of a field, from a path such as `structure_primaryFields_points_value`. */
function keyOf(path: string): string {
  const key = /^structure_[A-Za-z]+_(.+)_value$/.exec(path)?.[1] ?? path;
  return plain(key);
}

/** A name without case, accents and signs, so that "E-Mail:" and "email" are alike. */
function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
