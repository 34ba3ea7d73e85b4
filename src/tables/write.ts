// Writes tables as CSV that spreadsheets open (RFC 4180). The byte order mark makes Excel read
// UTF-8, and a text stays a text where a spreadsheet would see a formula.
import Papa from 'papaparse';
import type { JsonValue } from '../rules/values/values.ts';
import { FORMULA } from './formulas.ts';

export const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

/** Rows as lines. `raw`: every value unchanged, for programs. */
export function csvLines(rows: readonly (readonly JsonValue[])[], raw: boolean): string {
  const text = Papa.unparse(rows as JsonValue[][], {
    newline: LINE_END,
    escapeFormulae: raw ? false : FORMULA,
    // Quote every text: a row with one empty cell would be an empty line, which readers skip.
    quotes: (value) => typeof value === 'string',
  });
  return text + LINE_END;
}
