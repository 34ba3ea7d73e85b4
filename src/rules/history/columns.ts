// Decides what the columns of a history are for: by their headings, or by what somebody says of each.

import { placeOf } from '../batches/columns.ts';
import { type RowFault, rowFault } from '../batches/row-faults.ts';
import { suggestion } from '../diagnostics.ts';
import { isReserved, type Location } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';

/** The parts of a row that have a column of their own, by their names as headings. */
export const PARTS = ['hashedSerialNumber', 'serialNumber', 'time', 'event', 'id'] as const;
export type Part = (typeof PARTS)[number];

/**
 * `find`: the pass is the one with this value at the path. `set`: the value at that time. `add`: how
 * much the event added to a number.
 */
export type HistoryRole =
  | { readonly kind: 'part'; readonly part: Part }
  | { readonly kind: 'find' | 'set' | 'add'; readonly location: Location }
  | { readonly kind: 'none' };

export interface HistoryColumns {
  readonly headings: readonly string[];
  /** One for each heading. */
  readonly roles: readonly HistoryRole[];
}

const NONE: HistoryRole = { kind: 'none' };
const PATH_ROLE = /^(find|set|add):(.+)$/s;
/** What says that a column is for nothing. */
const UNUSED = '-';

/**
 * `map`: heading -> what it is for, such as `time`, `set:structure_headerFields_points_value` or `-`;
 * a heading that is not there speaks for itself, and a bare API path is one to set. The faults are
 * those of the row of headings.
 */
export function historyColumns(
  headings: readonly string[],
  map: Readonly<Record<string, string>>,
  program: Program,
): { readonly columns: HistoryColumns; readonly faults: readonly RowFault[] } {
  const faults: RowFault[] = [];
  const seen = new Set<string>();
  const roles = headings.map((heading, column): HistoryRole => {
    const fault = (message: string): HistoryRole => {
      faults.push(rowFault(column, 'path', heading, message));
      return NONE;
    };
    const meant = (Object.hasOwn(map, heading) ? map[heading]! : heading).trim();
    if (meant === UNUSED) return NONE;
    if (meant === '') return fault(`Column ${column + 1} has no heading: say what it is for, or delete the column.`);
    const part = PARTS.find((each) => each.toLowerCase() === meant.toLowerCase());
    const role = part === undefined ? pathRole(meant, program) : ({ kind: 'part', part } as const);
    if (typeof role === 'string') return fault(role);
    const key = role.kind === 'part' ? role.part : `${role.kind === 'find' ? 'find' : 'value'} ${role.location.path}`;
    if (seen.has(key)) return fault(`Two columns are for the same: "${heading}" is the second one.`);
    seen.add(key);
    return role;
  });
  for (const heading of Object.keys(map)) {
    if (headings.includes(heading)) continue;
    faults.push(rowFault(null, 'path', heading, `The file has no column "${heading}".`));
  }
  const columns = { headings, roles };
  if (faults.length > 0) return { columns, faults };
  const whole = (message: string) => faults.push(rowFault(null, 'other', '', message));
  const naming = roles.filter(namesPass).length;
  if (naming === 0)
    whole('No column says whose row it is: name one serialNumber, hashedSerialNumber or find:<API path>.');
  if (naming > 1) whole('Several columns say whose row it is; one is enough.');
  if (columnOf(columns, 'time') === -1) whole('No column says when it happened: name one time.');
  return { columns, faults };
}

/** A sentence: what is wrong with the role. */
function pathRole(meant: string, program: Program): Exclude<HistoryRole, { kind: 'part' | 'none' }> | string {
  const [, kind = 'set', path = meant] = PATH_ROLE.exec(meant) ?? [];
  if (isReserved(path)) return `${path} is set by the server.`;
  const location = placeOf(program, path);
  if (location === null) return `This card has no API path "${path}".${suggestion(path, program.locations.keys())}`;
  if (location.steps[0] === 'images') return `${path} is a picture, which a history does not bring.`;
  return { kind: kind as 'find' | 'set' | 'add', location };
}

function namesPass(role: HistoryRole): boolean {
  if (role.kind === 'find') return true;
  return role.kind === 'part' && (role.part === 'serialNumber' || role.part === 'hashedSerialNumber');
}

/** The column of the pass's name. */
export function passColumn({ roles }: HistoryColumns): number {
  return roles.findIndex(namesPass);
}

/** The column of a part; -1: the file has none. */
export function columnOf({ roles }: HistoryColumns, part: Part): number {
  return roles.findIndex((role) => role.kind === 'part' && role.part === part);
}
