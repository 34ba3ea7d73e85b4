// Prints the table on the terminal, each line as soon as its figures exist.
import { isMet, type Row } from './row.ts';

const WIDTHS = [44, 11, 44, 22, 10] as const;

export function printTitle(): void {
  line(['', 'ours', 'reference', 'ratio (quartiles)', 'wanted', '']);
}

export function printRow(row: Row): void {
  const { name, ours, reference, measured, unit, wanted } = row;
  const { median, low, high } = measured;
  const met = isMet(row);
  line([
    name,
    ours,
    reference,
    `${digits(median)}${unit} (${digits(low)} to ${digits(high)})`,
    wanted === null ? '' : 'atMost' in wanted ? `<= ${wanted.atMost}${unit}` : `>= ${wanted.atLeast}${unit}`,
    met === null ? '' : met ? 'yes' : 'NO',
  ]);
}

function line(cells: readonly string[]): void {
  console.log(
    cells
      .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
