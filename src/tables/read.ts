// Reads a CSV file as a stream: any encoding and delimiter that spreadsheets write, within limits.
// Every fault names row and column as the spreadsheet counts them.
import Papa from 'papaparse';
import { AppError } from '../errors.ts';
import { type RowFault, rowFault } from '../rules/batches/row-faults.ts';
import type { Table, TableRow } from '../rules/batches/table.ts';
import { decodeBytes } from './encoding.ts';
import { requireText } from './file-kinds.ts';
import { withoutApostrophe } from './formulas.ts';

/** Bytes of a file. */
export const LARGEST_TABLE = 64 * 1024 * 1024;
/** Columns of a table. */
export const MOST_COLUMNS = 500;
/** Characters of a cell: as many as Excel has room for. */
const LONGEST_CELL = 32_767;
/** Characters of a row: a row that is longer has a quote that nothing closes. */
const LONGEST_ROW = 1_048_576;
/** By default the most rows of a table, without headings. */
export const MOST_ROWS = 100_000;

/** The text that is looked at to find the delimiter. */
const SAMPLE = 64 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];
/** The first line of Excel's that names the delimiter. */
const SEPARATOR_LINE = /^"?sep=(.)"?(?:\n|$)/i;

export interface TableOptions {
  readonly mostRows?: number;
  /** The name of the encoding; null: the reader finds out. */
  readonly encoding?: string | null;
}

/**
 * Reads the headings; `rows` reads the rest. Fails with `parameter_invalid`, whose `beside.errors`
 * has row, column and message.
 */
export async function readTable(
  bytes: AsyncIterable<Uint8Array>,
  { mostRows = MOST_ROWS, encoding = null }: TableOptions = {},
): Promise<Table> {
  const texts = withUnixLines(decodeBytes(requireText(limited(bytes)), encoding));
  let text = '';
  let isWhole = false;
  while (text.length < SAMPLE && !isWhole) {
    const next = await texts.next();
    if (next.done === true) isWhole = true;
    else text += next.value;
  }
  const named = SEPARATOR_LINE.exec(text);
  const first = named === null ? text : text.slice(named[0].length);
  const delimiter = named?.[1] ?? delimiterOf(first.slice(0, SAMPLE));
  const parsed = parse(first, texts, isWhole, { delimiter, firstRow: named === null ? 1 : 2 });
  const rows = parsed[Symbol.asyncIterator]();
  const { headings, row, rest } = await takeHeadings(rows);
  return {
    headings,
    decimalComma: delimiter === ';',
    rows: rowsOf(rest, rows, { width: headings.length, mostRows, headingRow: row }),
  };
}

/** An error about a place of the file. `column`: the letters that spreadsheets use, or a heading. */
function faulty(row: number, column: string | null, message: string): AppError {
  const at = column === null ? `Row ${row}` : `Row ${row}, column ${column}`;
  return new AppError('parameter_invalid', {
    field: 'file',
    message: `${at}: ${message}`,
    beside: { errors: [{ row, column, message }] },
  });
}

async function* limited(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > LARGEST_TABLE) {
      const message = `A file is at most ${LARGEST_TABLE / 1024 / 1024} MB large; divide it into several.`;
      throw new AppError('body_too_large', { field: 'file', message });
    }
    yield piece;
  }
}

/** Every line end as \n, also where \r and \n come in two pieces. */
async function* withUnixLines(texts: AsyncIterable<string>): AsyncGenerator<string, void> {
  let carried = '';
  for await (const piece of texts) {
    const text = carried + piece;
    const isCut = text.endsWith('\r');
    carried = isCut ? '\r' : '';
    yield (isCut ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n');
  }
  if (carried !== '') yield '\n';
}

function delimiterOf(sample: string): string {
  // A last line that is cut would count as one of another width.
  const whole = sample.includes('\n') ? sample.slice(0, sample.lastIndexOf('\n')) : sample;
  const { meta } = Papa.parse(whole, {
    preview: 20,
    newline: '\n',
    delimitersToGuess: DELIMITERS,
    skipEmptyLines: true,
  });
  return meta.delimiter;
}

interface Numbered {
  readonly number: number;
  readonly cells: readonly string[];
}

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row?: number; readonly index?: number }[];
  readonly meta: { readonly cursor: number };
}

/** Parses as much as is there at a time; the rows of each piece together. */
async function* parse(
  first: string,
  texts: AsyncGenerator<string, void>,
  firstIsAll: boolean,
  { delimiter, firstRow }: { readonly delimiter: string; readonly firstRow: number },
): AsyncGenerator<Numbered[], void> {
  const config = { delimiter, newline: '\n' } as const;
  let pending = first;
  let number = firstRow;
  let isLast = firstIsAll;
  for (;;) {
    const { data, errors, meta } = new Papa.Parser(config).parse(pending, 0, !isLast) as Parsed;
    const [error] = errors;
    if (error !== undefined) throw quoteFault(pending, config, number, error);
    yield data.map((cells, index) => ({ number: number + index, cells }));
    number += data.length;
    pending = isLast ? '' : pending.slice(meta.cursor);
    if (pending.length > LONGEST_ROW) {
      const message = pending.includes('"')
        ? 'A cell begins with a quotation mark (") that is never closed. Close it, or write "" for one.'
        : `The row is longer than ${LONGEST_ROW.toLocaleString('en')} characters.`;
      throw faulty(number, null, message);
    }
    if (isLast) return;
    const next = await texts.next();
    if (next.done === true) isLast = true;
    else pending += next.value;
  }
}

/** The error for a quotation mark out of place; finds the cell by parsing up to it again. */
function quoteFault(
  text: string,
  config: { readonly delimiter: string; readonly newline: '\n' },
  first: number,
  { code, row = 0, index = 0 }: Parsed['errors'][number],
): AppError {
  const start =
    row === 0 ? 0 : (new Papa.Parser({ ...config, preview: row }).parse(text, 0, false) as Parsed).meta.cursor;
  const before = text.slice(start, Math.max(start, index - 1));
  const cells = (new Papa.Parser(config).parse(before, 0, false) as Parsed).data[0]?.length ?? 1;
  const message =
    code === 'MissingQuotes'
      ? 'The cell begins with a quotation mark (") that is never closed. Close it, or write "" for one.'
      : 'After the closing quotation mark (") of a cell comes more text. Write "" for a quotation mark inside.';
  return faulty(first + row, letters(cells - 1), message);
}

/** The letters of a column, by its number from 0: A, B, … Z, AA. */
export function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');

/** The first row that is not blank, without empty headings at its end. */
async function takeHeadings(
  rows: AsyncIterator<Numbered[]>,
): Promise<{ headings: readonly string[]; row: number; rest: readonly Numbered[] }> {
  for (;;) {
    const next = await rows.next();
    if (next.done === true) throw faulty(1, null, 'The file is empty: its first row has the headings of the columns.');
    const at = next.value.findIndex(({ cells }) => !isBlank(cells));
    if (at === -1) continue;
    const { number, cells } = next.value[at]!;
    const headings = cells.map((cell) => withoutApostrophe(cell).trim());
    while (headings.at(-1) === '') headings.pop();
    if (headings.length > MOST_COLUMNS) {
      throw faulty(number, null, `A table has at most ${MOST_COLUMNS} columns; this one has ${headings.length}.`);
    }
    for (const [column, heading] of headings.entries()) {
      const [fault] = cellFaults(heading, column);
      if (fault !== undefined) throw faulty(number, letters(column), fault.message);
    }
    return { headings, row: number, rest: next.value.slice(at + 1) };
  }
}

async function* rowsOf(
  rest: readonly Numbered[],
  rows: AsyncIterator<Numbered[]>,
  { width, mostRows, headingRow }: { readonly width: number; readonly mostRows: number; readonly headingRow: number },
): AsyncGenerator<readonly TableRow[], void> {
  let count = 0;
  for (let piece = rest; ; ) {
    const filled = piece.filter(({ cells }) => !isBlank(cells));
    count += filled.length;
    if (count > mostRows) {
      const { number } = filled[filled.length - (count - mostRows)]!;
      const most = mostRows.toLocaleString('en');
      throw faulty(number, null, `A file has at most ${most} rows below its headings; divide it into several.`);
    }
    if (filled.length > 0) yield filled.map((row) => tableRow(row, width));
    const next = await rows.next();
    if (next.done === true) break;
    piece = next.value;
  }
  if (count === 0) throw faulty(headingRow + 1, null, 'There is no row below the headings.');
}

function tableRow({ number, cells: given }: Numbered, width: number): TableRow {
  const faults: RowFault[] = [];
  const cells = given.slice(0, width).map(withoutApostrophe);
  while (cells.length < width) cells.push('');
  for (let column = width; column < given.length; column++) {
    const cell = given[column]!;
    if (cell.trim() === '') continue;
    const message = `The row has more cells than there are headings: column ${letters(column)} has "${cell.slice(0, 40)}".`;
    faults.push(rowFault(null, 'width', cell, message));
    break;
  }
  for (let column = 0; column < width; column++) {
    const cell = cells[column]!;
    if (isPlain(cell)) continue;
    const found = cellFaults(cell, column);
    faults.push(...found);
    if (found.length > 0) cells[column] = cell.slice(0, LONGEST_CELL).replace(UNUSABLE, '\uFFFD');
  }
  return { number, cells, faults };
}

/** Control characters, which no spreadsheet writes, and what a wrong encoding leaves behind. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNUSABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const SUSPECT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/;

const isPlain = (cell: string) => cell.length <= LONGEST_CELL && !SUSPECT.test(cell);

function cellFaults(cell: string, column: number): RowFault[] {
  const says = (message: string) => [rowFault(column, 'other', cell.replace(UNUSABLE, '\uFFFD'), message)];
  if (cell.length > LONGEST_CELL) {
    return says(`A cell has at most ${LONGEST_CELL.toLocaleString('en')} characters; this one has ${cell.length}.`);
  }
  if (cell.includes('\uFFFD')) {
    return says('A character of the cell was lost when the file was saved. Save the file as "CSV UTF-8".');
  }
  if (SUSPECT.test(cell)) return says('The cell has a control character, which no card can show. Type the cell again.');
  return [];
}
