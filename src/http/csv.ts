// Writes tables as CSV that spreadsheets open (RFC 4180). The byte order mark makes Excel read
// UTF-8, and a text stays a text where a spreadsheet would see a formula.
import Papa from 'papaparse';
import type { JsonValue } from '../rules/values/values.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
const ROWS_AT_ONCE = 100;

/**
 * Matches texts that a spreadsheet reads as a formula, by the first character, full-width ones too.
 * An apostrophe in front makes them texts. Numbers and telephone numbers are no formulas, because
 * they name no function and no cell.
 */
const FORMULA = /^(?![+-][ (]?\d[\d .,()/-]{0,40}$)[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Streams the table; reads `rows` as the client reads the stream. `raw`: every value unchanged, for
 * programs, without the apostrophes that spreadsheets need.
 */
export function csvStream(
  columns: readonly string[],
  rows: Iterable<readonly JsonValue[]> | AsyncIterable<readonly JsonValue[]>,
  { raw = false }: { readonly raw?: boolean } = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const source = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode((raw ? '' : BYTE_ORDER_MARK) + csvLines([columns], raw))),
    pull: async (controller) => {
      const next: (readonly JsonValue[])[] = [];
      while (next.length < ROWS_AT_ONCE) {
        const { done, value } = await source.next();
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
    // Quote every text: a row with one empty cell would be an empty line, which readers skip.
    quotes: (value) => typeof value === 'string',
  });
  return text + LINE_END;
}
