// Reads a row of a history: when it happened, what it was, and the values that it brings.
import { cellValue } from '../batches/cells.ts';
import { type RowFault, rowFault } from '../batches/row-faults.ts';
import type { TableRow } from '../batches/table.ts';
import { ACCESS_NAME, ACCESS_TYPES, type AccessType, accessTypeNamed, isLoggedByServer } from '../passes/facts.ts';
import type { Location } from '../paths/paths.ts';
import { acceptWrite } from '../paths/writes.ts';
import type { Program } from '../templates/program.ts';
import { readNumber } from '../values/values.ts';
import { momentAt } from '../values/zone-days.ts';
import { columnOf, type HistoryColumns } from './columns.ts';

export interface PastEvent {
  readonly accessType: AccessType;
  /** In ms since 1970. */
  readonly time: number;
  /** The id that the other product gave the event; null: none. */
  readonly id: string | null;
  readonly set: readonly { readonly location: Location; readonly text: string }[];
  readonly add: readonly { readonly location: Location; readonly amount: number }[];
}

export interface HistoryReading {
  readonly program: Program;
  readonly columns: HistoryColumns;
  readonly decimalComma: boolean;
  /** Such as `Europe/Berlin`: of times without a zone. */
  readonly zone: string;
  readonly now: number;
  /** What happened in rows that do not say. */
  readonly accessType: AccessType;
}

/** Of two values for one path the later column counts. An empty cell brings nothing. */
export function readPastEvent(
  reading: HistoryReading,
  { cells, faults }: TableRow,
): PastEvent | { readonly faults: readonly RowFault[] } {
  const { columns, program, decimalComma } = reading;
  const found = [...faults];
  const at = columnOf(columns, 'time');
  const time = momentOf(cells[at] ?? '', reading);
  if (typeof time === 'string') found.push(rowFault(at, 'other', cells[at] ?? '', time));
  const eventColumn = columnOf(columns, 'event');
  const named = eventColumn === -1 ? '' : (cells[eventColumn] ?? '').trim();
  const accessType = named === '' ? reading.accessType : importedType(named);
  if (accessType === null) found.push(rowFault(eventColumn, 'word', named, eventFault(named)));
  const set: PastEvent['set'][number][] = [];
  const add: PastEvent['add'][number][] = [];
  for (const [column, role] of columns.roles.entries()) {
    const cell = cells[column] ?? '';
    if ((role.kind !== 'set' && role.kind !== 'add') || cell.trim() === '') continue;
    const { location } = role;
    const text = cellValue(location, cell, { decimalComma, zone: program.zone });
    if (role.kind === 'add') {
      const amount = readNumber(text.replace(/^\s*\+/, ''));
      if (amount === null)
        found.push(rowFault(column, 'number', cell, `This is a number, not "${cell.slice(0, 60)}".`));
      else add.push({ location, amount });
      continue;
    }
    const accepted = acceptWrite(program, location, text);
    if (accepted.ok) set.push({ location, text });
    else found.push(rowFault(column, accepted.wants, cell, accepted.problem));
  }
  if (found.length > 0 || typeof time === 'string' || accessType === null) return { faults: found };
  const idColumn = columnOf(columns, 'id');
  const id = idColumn === -1 ? '' : (cells[idColumn] ?? '').trim();
  return { accessType, time, id: id === '' ? null : id, set, add };
}

/** The access types that a history may bring: the server alone makes passes and pushes. */
export const IMPORTED_TYPES: readonly AccessType[] = ACCESS_TYPES.filter((type) => !isLoggedByServer(type));

/** The access type of a name such as `scan`, `onScan` or `7`; null: a history brings no such event. */
export function importedType(name: string): AccessType | null {
  const type = accessTypeNamed(name) ?? ACCESS_TYPES.find((each) => ACCESS_NAME[each] === name.toLowerCase()) ?? null;
  return type !== null && IMPORTED_TYPES.includes(type) ? type : null;
}

function eventFault(named: string): string {
  const names = IMPORTED_TYPES.map((type) => ACCESS_NAME[type]).join(', ');
  return `The event is one of ${names}, not "${named.slice(0, 60)}".`;
}

/** A day as most of Europe writes it, at the beginning of a time. */
const EUROPEAN = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$|[ T,])/;
const DATE = /^(\d{4}-\d\d-\d\d)(?:[ T]+(\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)? *(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * The moment of a cell, in ms since 1970; a sentence says what is wrong. A day alone is its noon, so
 * that it is the same day in most of the world.
 */
function momentOf(cell: string, { zone, now }: Pick<HistoryReading, 'zone' | 'now'>): number | string {
  const text = cell.trim().replace(EUROPEAN, (_, day: string, month: string, year: string) => {
    return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  });
  const wrong = `The time is such as 2025-03-01, 2025-03-01 18:30 or 2025-03-01T18:30:00+01:00, not "${cell.slice(0, 60)}".`;
  const [, day, minutes = '12:00', seconds = '', offset] = DATE.exec(text.replace(',', '')) ?? [];
  if (day === undefined || !isDay(day)) return wrong;
  const whole = offset === undefined ? null : `${day}T${minutes}${seconds || ':00'}${zoned(offset)}`;
  const time = whole === null ? localMoment(day, minutes, seconds, zone) : Date.parse(whole);
  if (time === null || Number.isNaN(time) || time < 0) return wrong;
  return time > now ? 'The time is in the future; a history has what happened.' : time;
}

/** Whether the calendar has the day: JavaScript reads the 31st of June as the 1st of July. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function localMoment(day: string, minutes: string, seconds: string, zone: string): number | null {
  const minute = momentAt(`${day}T${minutes}`, zone);
  if (minute === null) return null;
  return minute + Math.floor(Number(seconds.slice(1) || '0') * 1000);
}

function zoned(offset: string): string {
  return /^z$/i.test(offset) ? 'Z' : offset.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
}
