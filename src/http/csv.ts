// Tables as CSV that spreadsheets open (RFC 4180): UTF-8 with a byte order mark, without which Excel takes umlauts for
// something else; a text stays a text, whatever a spreadsheet would make of it.
import Papa from 'papaparse';
import type { JsonValue } from '../rules/values/values.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
const ROWS_AT_ONCE = 100;

/**
 * Texts that a spreadsheet takes for a formula, by their first character, also a full-width one; they get an apostrophe in
 * front, which makes them texts. Numbers are none, and neither are telephone numbers: they name no function and no cell.
 */
const FORMULA = /^(?![+-][ (]?\d[\d .,()/-]{0,40}$)[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * The table's bytes, made as they are asked for. `raw`: for programs, every value as it is, without what spreadsheets need.
 */
export function csvStream(
  columns: readonly string[],
  rows: Iterable<readonly JsonValue[]>,
  { raw = false }: { readonly raw?: boolean } = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const source = rows[Symbol.iterator]();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode((raw ? '' : BYTE_ORDER_MARK) + csvLines([columns], raw))),
    pull: (controller) => {
      const next: (readonly JsonValue[])[] = [];
      while (next.length < ROWS_AT_ONCE) {
        const { done, value } = source.next();
        if (done) break;
        next.push(value);
      }
      if (next.length > 0) controller.enqueue(encoder.encode(csvLines(next, raw)));
      if (next.length < ROWS_AT_ONCE) controller.close();
    },
  });
}

function csvLines(rows: readonly (readonly JsonValue[])[], raw: boolean): string {
  const text = Papa.unparse(rows as JsonValue[][], {
    newline: LINE_END,
    escapeFormulae: raw ? false : FORMULA,
    // A row whose only cell is empty would be an empty line, which readers leave out.
    quotes: (value) => typeof value === 'string',
  });
  return text + LINE_END;
}
