// A table as it was read from a file of a spreadsheet.
import type { RowFault } from './row-faults.ts';

export interface TableRow {
  /** The number of the row in the spreadsheet, where the headings are row 1. */
  readonly number: number;
  readonly cells: readonly string[];
  /** What is wrong with the row, whatever its columns are for. */
  readonly faults: readonly RowFault[];
}

export interface Table {
  readonly headings: readonly string[];
  /** Whether the file writes 3,5 for three and a half. */
  readonly decimalComma: boolean;
  /** Rows as they are read, some at a time. Fails with `parameter_invalid`. */
  readonly rows: AsyncIterable<readonly TableRow[]>;
}
