// Reads a list of JSON objects as a table, as programming interfaces answer it: an array, an object
// with one, or an object a line. What is inside an object becomes columns such as person.name.
import { AppError } from '../errors.ts';
import { rowFault } from '../rules/batches/row-faults.ts';
import type { Table, TableRow } from '../rules/batches/table.ts';
import { JsonTooLarge, parseJsonText } from '../rules/values/json-text.ts';
import { jsonOf } from '../rules/values/key-order.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../rules/values/values.ts';
import { LARGEST_TABLE, MOST_COLUMNS } from './read.ts';

/** Rows that are handed over together. */
const ROWS_AT_ONCE = 1000;
/** How deep objects become columns; deeper ones stay JSON. */
const DEEPEST_COLUMN = 4;
/** The keys of the list in an object that has other keys, too. */
const LISTS = ['passes', 'data', 'results', 'items', 'members'];

/** Whether a file that begins like this is JSON. */
export function isJson(start: string): boolean {
  return /^\s*[[{]/.test(start);
}

/** Rows count from 1, the first object. Fails with `parameter_invalid`. */
export async function readJsonTable(bytes: AsyncIterable<Uint8Array>): Promise<Table> {
  const objects = objectsIn(await textOf(bytes));
  const columns = new Map<string, number>();
  const flat = objects.map((object) => {
    const cells = new Map<string, string>();
    flatten(object, '', 1, cells);
    for (const name of cells.keys()) if (!columns.has(name)) columns.set(name, columns.size);
    if (columns.size > MOST_COLUMNS) throw refuse(`The objects have at most ${MOST_COLUMNS} different keys.`);
    return cells;
  });
  if (flat.length === 0) throw refuse('The file has no pass in it.');
  const headings = [...columns.keys()];
  return { headings, decimalComma: false, rows: rowsOf(flat, headings) };
}

async function* rowsOf(
  flat: readonly ReadonlyMap<string, string>[],
  headings: readonly string[],
): AsyncGenerator<readonly TableRow[], void> {
  for (let start = 0; start < flat.length; start += ROWS_AT_ONCE) {
    yield flat.slice(start, start + ROWS_AT_ONCE).map((cells, index): TableRow => {
      const number = start + index + 1;
      const row = headings.map((heading) => cells.get(heading) ?? '');
      if (cells.size > 0) return { number, cells: row, faults: [] };
      return { number, cells: row, faults: [rowFault(null, 'other', '', 'This is no object with values.')] };
    });
  }
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [text, size] = ['', 0];
  try {
    for await (const piece of bytes) {
      size += piece.length;
      if (size > LARGEST_TABLE) throw refuse(`A file is at most ${LARGEST_TABLE / 1024 / 1024} MB large.`);
      text += decoder.decode(piece, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw refuse('The file is not text in UTF-8. Save it as UTF-8.');
    throw error;
  }
}

function objectsIn(text: string): readonly JsonValue[] {
  const whole = parsed(text);
  if (whole !== undefined) return listIn(whole);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const value = parsed(line);
    if (value === undefined)
      throw refuse(`Row ${index + 1} is no JSON: the file is one array, or has an object a line.`);
    // Some services wrap each object of a stream.
    return isObject(value) && isObject(value.result) && Object.keys(value).length === 1 ? value.result : value;
  });
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJsonText(text);
  } catch (error) {
    if (error instanceof JsonTooLarge) throw refuse(`The file ${error.message}.`);
    return undefined;
  }
}

function listIn(value: JsonValue): readonly JsonValue[] {
  if (isArray(value)) return value;
  if (!isObject(value)) return [];
  const name = LISTS.find((each) => isArray(value[each])) ?? '';
  const list = value[name];
  return isArray(list) ? list : [value];
}

function flatten(value: JsonValue, name: string, depth: number, cells: Map<string, string>): void {
  if (isArray(value) && value.length > 0 && value.every(isKeyed)) {
    for (const item of value as readonly JsonObject[]) {
      flatten(item.value ?? null, under(name, toText(item.key!)), depth + 1, cells);
    }
  } else if (isObject(value) && depth <= DEEPEST_COLUMN) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, under(name, key), depth + 1, cells);
  } else if (name !== '' && value !== null) {
    cells.set(name, typeof value === 'object' ? jsonOf(value) : toText(value));
  }
}

/** A field as pass.json has it. */
function isKeyed(item: JsonValue): boolean {
  return isObject(item) && typeof item.key === 'string' && item.value !== undefined;
}

function under(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`;
}

function refuse(message: string): AppError {
  return new AppError('parameter_invalid', { field: 'file', message });
}
