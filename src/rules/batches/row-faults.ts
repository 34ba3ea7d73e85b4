// What is wrong with a row of a spreadsheet, so that pages can word it in their language.

/**
 * `template`: the row names no template of the account. `email`: the cell is no e-mail address, or
 * empty where one is needed. `width`: the row has more cells than the table has headings. `path`:
 * the template has no such API path. `image`: the cell is no address of a picture. `made`: the pass
 * could not be made. All others: the value that the place wants, as in `Wanted`.
 */
export type FaultKind =
  | 'template'
  | 'email'
  | 'width'
  | 'path'
  | 'image'
  | 'made'
  | 'number'
  | 'colour'
  | 'date'
  | 'truth'
  | 'word'
  | 'other';

export interface RowFault {
  /** The column's number from 0; null: the row as a whole. */
  readonly column: number | null;
  readonly kind: FaultKind;
  /** The beginning of the cell. */
  readonly cell: string;
  /** The API's English sentence, which says what would be right. */
  readonly message: string;
}

/** How much of a cell a fault quotes, in UTF-16 units. */
const MOST_QUOTED = 60;

export function rowFault(column: number | null, kind: FaultKind, cell: string, message: string): RowFault {
  const quoted = cell.length > MOST_QUOTED ? `${[...cell.slice(0, MOST_QUOTED)].slice(0, -1).join('')}…` : cell;
  return { column, kind, cell: quoted, message };
}
