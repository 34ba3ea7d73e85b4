// Imports what happened to passes elsewhere or before: events and values from a table, without
// running triggers. A row that was imported before is left out, so that a corrected or longer file
// may come again.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../errors.ts';
import type { HistoryRow } from '../../ports/store/history.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { type RowFault, rowFault } from '../../rules/batches/row-faults.ts';
import type { Table, TableRow } from '../../rules/batches/table.ts';
import { type HistoryRole, historyColumns, passColumn } from '../../rules/history/columns.ts';
import { type HistoryReading, type PastEvent, readPastEvent } from '../../rules/history/rows.ts';
import type { AccessType } from '../../rules/passes/facts.ts';
import { queryWords } from '../../rules/passes/search-words.ts';
import { effectiveValue, type Location } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typedValue } from '../../rules/values/literal.ts';
import { toText } from '../../rules/values/values.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { hashedSerialNumberIn } from '../access/hashed-serial-number.ts';
import { recordAct } from '../accounts/audit.ts';
import { zoneOf } from '../accounts/time-zone.ts';
import type { Context } from '../context.ts';
import { nextTurn } from '../next-turn.ts';
import { withPrograms } from '../programs.ts';
import { pastChange } from './past-change.ts';

export interface HistoryInput {
  readonly templateHash: string;
  /** The name of the file. */
  readonly name: string;
  readonly table: Table;
  /** See historyColumns. */
  readonly map: Readonly<Record<string, string>>;
  /** What happened in rows that do not say. */
  readonly accessType: AccessType;
  /** Whether phones are told of passes that look different. */
  readonly push: boolean;
  /** What stands beside an imported event, in the words of whoever reads it. */
  readonly say: (name: string, row: number) => string;
  /** Hears how many rows are done. */
  readonly onProgress?: (rows: number) => void;
}

export interface HistoryReport {
  readonly rows: number;
  readonly added: number;
  /** Rows that were imported before. */
  readonly known: number;
  /** Rows that were left out because something is wrong with them. */
  readonly wrong: number;
  readonly headings: readonly string[];
  /** The first of those. */
  readonly told: readonly { readonly number: number; readonly faults: readonly RowFault[] }[];
}

/** Rows that are written in one commit, after which others get their turn. */
const ROWS_AT_ONCE = 100;
/** The most rows with faults that a report names. */
const MOST_TOLD = 100;
/** The passes that are at hand by their names; others are looked up again. */
const MOST_AT_HAND = 10_000;
/** The most passes with the same words that are compared with a value. */
const MOST_COMPARED = 50;

interface ReadRow {
  readonly number: number;
  readonly hash: string;
  readonly event: PastEvent;
}

/**
 * Fails with requireCard's codes, and `parameter_invalid` for columns that do not fit and for a file
 * that cannot be read; rows before that place stay imported.
 */
export async function importHistory(context: Context, caller: Caller, input: HistoryInput): Promise<HistoryReport> {
  const card = await requireCard(context, caller, 'correct', input.templateHash);
  const program = await context.programs.load(card.template);
  const { table, name, map, accessType, onProgress } = input;
  const { columns, faults } = historyColumns(table.headings, map, program);
  if (faults.length > 0) throw wrongHeadings(table.headings, faults);
  const { decimalComma, headings } = table;
  const now = context.clock.now();
  const reading = { program, columns, decimalComma, zone: zoneOf(card.owner), now, accessType };
  const find = passFinder(context, card, reading);
  const counts = { rows: 0, added: 0, known: 0, wrong: 0 };
  const told: { number: number; faults: readonly RowFault[] }[] = [];
  const refuse = (number: number, given: readonly RowFault[]) => {
    counts.wrong += 1;
    if (told.length < MOST_TOLD) told.push({ number, faults: given });
  };
  try {
    for await (const piece of table.rows) {
      for (let start = 0; start < piece.length; start += ROWS_AT_ONCE) {
        const chunk = piece.slice(start, start + ROWS_AT_ONCE);
        const rows = await readChunk(reading, find, chunk, refuse);
        await writeChunk(context, { caller, ...input }, rows, (number, fate) => {
          if (fate === 'added' || fate === 'known') counts[fate] += 1;
          else refuse(number, [fate]);
        });
        counts.rows += chunk.length;
        onProgress?.(counts.rows);
        await nextTurn();
      }
    }
  } finally {
    if (counts.added > 0) {
      await recordAct(context, caller, {
        what: 'card.history',
        subject: card.template.name,
        after: { file: name, ...counts },
      });
    }
  }
  return { ...counts, headings, told };
}

function wrongHeadings(headings: readonly string[], faults: readonly RowFault[]): AppError {
  const errors = faults.map(({ column, message }) => ({
    row: 1,
    column: column === null ? null : (headings[column] ?? null),
    message,
  }));
  const message = faults.map((fault) => fault.message).join(' ');
  return new AppError('parameter_invalid', { field: 'file', message, beside: { errors } });
}

async function readChunk(
  reading: HistoryReading,
  find: (cell: string) => Promise<string | RowFault>,
  chunk: readonly TableRow[],
  refuse: (number: number, faults: readonly RowFault[]) => void,
): Promise<readonly ReadRow[]> {
  const column = passColumn(reading.columns);
  const rows: ReadRow[] = [];
  for (const row of chunk) {
    const event = readPastEvent(reading, row);
    const hash = await find((row.cells[column] ?? '').trim());
    const faults = [...('faults' in event ? event.faults : []), ...(typeof hash === 'string' ? [] : [hash])];
    if ('faults' in event || typeof hash !== 'string') refuse(row.number, faults);
    else rows.push({ number: row.number, hash, event });
  }
  return rows;
}

/** Finds the hash of the card's pass that a cell names; a fault where there is none, or no single one. */
function passFinder(
  { store }: Context,
  { template, owner }: TemplateSnapshot,
  { columns, program }: HistoryReading,
): (cell: string) => Promise<string | RowFault> {
  const known = new LRUCache<string, string>({ max: MOST_AT_HAND });
  const column = passColumn(columns);
  const role = columns.roles[column]!;
  const fault = (cell: string, message: string) => rowFault(column, 'other', cell, message);

  const look = async (cell: string): Promise<string | RowFault> => {
    if (cell === '') return fault(cell, 'The row names no pass.');
    const found = role.kind === 'find' ? await withValue(cell, role.location) : await named(cell, role);
    if (found.length === 1) return found[0]!;
    const what = cell.slice(0, 60);
    if (found.length === 0) return fault(cell, `No pass of this card is found by "${what}".`);
    return fault(cell, `Several passes have "${what}", so nobody knows whose row it is.`);
  };

  async function named(cell: string, asked: HistoryRole): Promise<readonly string[]> {
    const isSerial = asked.kind === 'part' && asked.part === 'serialNumber';
    const snapshot = isSerial
      ? await store.passWithSerialNumber(cell, { templateId: template.id })
      : await store.passByHash(hashedSerialNumberIn(cell));
    return snapshot?.template.id === template.id ? [snapshot.pass.hash] : [];
  }

  async function withValue(cell: string, location: Location): Promise<readonly string[]> {
    const words = queryWords(cell);
    if (words.length === 0) return [];
    const { rows } = await store.customers({
      accountId: owner.id,
      templateId: template.id,
      words,
      onPhone: null,
      visit: null,
      after: null,
      count: MOST_COMPARED,
    });
    return rows.flatMap(({ pass }) => (hasValue(program, pass, location, cell) ? [pass.hash] : []));
  }

  return async (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const found = await look(cell);
    if (typeof found === 'string') known.set(cell, found);
    return found;
  };
}

function hasValue(program: Program, pass: PassSnapshot['pass'], location: Location, cell: string): boolean {
  const value = toText(typedValue(effectiveValue(program, pass.overrides, location) ?? null));
  return value.trim().toLowerCase() === cell.toLowerCase();
}

type Fate = 'added' | 'known' | RowFault;

/** Writes rows in one commit; where one of them is refused, each in a commit of its own. */
async function writeChunk(
  context: Context,
  { caller, name, push, say }: HistoryInput & { readonly caller: Caller },
  rows: readonly ReadRow[],
  told: (number: number, fate: Fate) => void,
): Promise<void> {
  if (rows.length === 0) return;
  const changes = rows.map(({ number, hash, event }): HistoryRow<'added'> => {
    const key = keyOf(event);
    const note = { who: caller.email, reason: say(name, number), undoes: null };
    return { hash, key, decide: (snapshot) => pastChange(context, snapshot, event, { key, note, push }) };
  });
  const write = (given: readonly HistoryRow<'added'>[]) =>
    withPrograms(context.programs, () => context.store.importHistory(given));
  const tell = (index: number, fate: 'added' | 'known' | 'gone') => {
    const { number, hash } = rows[index]!;
    told(number, fate === 'gone' ? rowFault(null, 'other', hash, 'The pass was deleted meanwhile.') : fate);
  };
  try {
    for (const [index, fate] of (await write(changes)).entries()) tell(index, fate);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    for (const [index, change] of changes.entries()) {
      try {
        tell(index, (await write([change]))[0]!);
      } catch (refused) {
        if (!(refused instanceof AppError)) throw refused;
        told(rows[index]!.number, rowFault(null, 'other', '', refused.message));
      }
    }
  }
}

/** What tells a row from the others of its pass: the id that the file gives it, else all that it says. */
function keyOf({ id, accessType, time, set, add }: PastEvent): string {
  const said =
    id !== null
      ? ['id', id]
      : [
          accessType,
          time,
          set.map(({ location, text }) => [location.path, text]),
          add.map(({ location, amount }) => [location.path, amount]),
        ];
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, KEY_LENGTH);
}

/** 132 bits. */
const KEY_LENGTH = 22;
