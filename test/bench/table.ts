// Prints the table on the terminal, and writes its figures as texts for the terminal and the page.
import type { Spread } from './rounds.ts';
import { isMet, type Row } from './row.ts';

const WIDTHS = [56, 12, 44, 26, 12] as const;

export function printTitle(): void {
  printCells(['', 'ours', 'reference', 'measured (quartiles)', 'wanted', ''], WIDTHS);
}

export function printRow(row: Row): void {
  printCells([row.name, row.ours, row.reference, measuredText(row), wantedText(row), verdictText(row)], WIDTHS);
}

/** The median with its quartiles, such as `2.08x (2.01 to 2.30)`. */
export function measuredText({ measured, unit }: Pick<Row, 'measured' | 'unit'>): string {
  const { median, low, high } = measured;
  if (low === high) return `${digits(median)}${unit}`;
  return `${digits(median)}${unit} (${quartilesText(measured)})`;
}

export function quartilesText({ low, high }: Spread): string {
  return `${digits(low)} to ${digits(high)}`;
}

export function wantedText({ wanted, unit }: Row): string {
  if (wanted === null) return '';
  return 'atMost' in wanted ? `<= ${plain(wanted.atMost)}${unit}` : `>= ${plain(wanted.atLeast)}${unit}`;
}

export function verdictText(row: Row): string {
  const met = isMet(row);
  return met === null ? '' : met ? 'yes' : 'NO';
}

export function printCells(cells: readonly string[], widths: readonly number[]): void {
  console.log(
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A figure with three significant digits, or all digits before its point. */
export function digits(value: number): string {
  if (value >= 10_000) return plain(Math.round(value));
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function plain(value: number): string {
  return value.toLocaleString('en');
}
