// Keeps texts that spreadsheets would read as formulas texts, on the way out and on the way in.

/**
 * Matches texts that a spreadsheet reads as a formula, by the first character, full-width ones too.
 * An apostrophe in front makes them texts. Numbers and telephone numbers are no formulas, because
 * they name no function and no cell.
 */
export const FORMULA = /^(?![+-][ (]?\d[\d .,()/-]{0,40}$)[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The text of a cell without the apostrophe that keeps a formula a text. */
export function withoutApostrophe(cell: string): string {
  return cell.charCodeAt(0) === 0x27 && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}
