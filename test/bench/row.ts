// A line of the table: the figure, its reference, and the target in performance.md.
import { ratioOf, type Spread, spreadOf } from './rounds.ts';

export interface Row {
  readonly name: string;
  /** The server's figure and the reference's, with their units. */
  readonly ours: string;
  readonly reference: string;
  /** A ratio, milliseconds, or mebibytes. */
  readonly measured: Spread;
  readonly unit: 'x' | ' ms' | ' MiB';
  readonly wanted: { readonly atMost: number } | { readonly atLeast: number } | null;
}

/** The length of a run. */
export interface Effort {
  readonly quick: boolean;
  readonly rounds: number;
}

/**
 * Rows that belong together, because they share a setup. Throws when the measured work was not
 * done.
 */
export type Benchmark = (effort: Effort) => Promise<readonly Row[]>;

/** How many times as long as the reference the server takes. */
export function timeRow(
  name: string,
  ours: readonly number[],
  reference: { readonly name: string; readonly figures: readonly number[] },
  wanted: Row['wanted'],
): Row {
  return {
    name,
    ours: time(spreadOf(ours).median),
    reference: `${reference.name}: ${time(spreadOf(reference.figures).median)}`,
    measured: ratioOf(ours, reference.figures),
    unit: 'x',
    wanted,
  };
}

/** How many times as fast as the reference the server is; figures are nanoseconds an operation. */
export function speedRow(...[name, ours, reference, wanted]: Parameters<typeof timeRow>): Row {
  return { ...timeRow(name, ours, reference, wanted), measured: ratioOf(reference.figures, ours) };
}

/** The ratio of two rates; figures are operations a second. */
export function rateRow(...[name, ours, reference, wanted]: Parameters<typeof timeRow>): Row {
  return {
    name,
    ours: rate(spreadOf(ours).median),
    reference: `${reference.name}: ${rate(spreadOf(reference.figures).median)}`,
    measured: ratioOf(ours, reference.figures),
    unit: 'x',
    wanted,
  };
}

/** A figure in milliseconds with a limit instead of a reference. */
export function limitRow(name: string, milliseconds: readonly number[], wanted: Row['wanted']): Row {
  const measured = spreadOf(milliseconds);
  return { name, ours: time(measured.median * 1e6), reference: '', measured, unit: ' ms', wanted };
}

export function memoryRow(name: string, mebibytes: number, wanted: Row['wanted']): Row {
  return { name, ours: '', reference: '', measured: spreadOf([mebibytes]), unit: ' MiB', wanted };
}

export function isMet({ measured, wanted }: Row): boolean | null {
  if (wanted === null) return null;
  return 'atMost' in wanted ? measured.median <= wanted.atMost : measured.median >= wanted.atLeast;
}

function time(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${nanoseconds.toFixed(nanoseconds < 10 ? 1 : 0)} ns`;
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(1)} µs`;
  return `${(nanoseconds / 1e6).toFixed(2)} ms`;
}

function rate(perSecond: number): string {
  return `${Math.round(perSecond)}/s`;
}
