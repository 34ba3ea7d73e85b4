// Turns the cell of a spreadsheet into the text that a place of a pass takes: people write numbers
// and dates as their spreadsheet shows them.
import type { Location } from '../paths/paths.ts';
import { momentOfDay, ruleFor } from '../paths/writes.ts';

/** Three and a half as spreadsheets with semicolons write it. */
const DECIMAL_COMMA = /^\s*([+-]?)(\d{1,3}(?:\.\d{3})*|\d+),(\d+)\s*$/;
/** A day as most of Europe writes it; 12/31 and 31/12 are left to the check, which refuses both. */
const DAY = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/;

/** `decimalComma`: whether the file writes 3,5 for three and a half. `zone`: of the template. */
export function cellValue(location: Location, cell: string, { decimalComma, zone }: CellFormat): string {
  const rule = ruleFor(location);
  if (rule.kind !== 'leaf') return cell;
  if (rule.wants === 'number') {
    const [, sign, whole, rest] = (decimalComma ? DECIMAL_COMMA.exec(cell) : null) ?? [];
    return whole === undefined ? cell : `${sign}${whole.replaceAll('.', '')}.${rest}`;
  }
  if (rule.wants !== 'date') return cell;
  const [, day, month, year] = DAY.exec(cell) ?? [];
  const text = day === undefined ? cell.trim() : `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return momentOfDay(location, text, zone);
}

export interface CellFormat {
  readonly decimalComma: boolean;
  /** As in a program, `Z` for none. */
  readonly zone: string;
}

/** Whether the place of a cell is a picture. */
export function isPicture(location: Location | null): boolean {
  return location?.steps[0] === 'images';
}
