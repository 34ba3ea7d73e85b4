// A line of the table: the figure, its reference, and the target in performance.md.
import { ratioOf, type Spread, spreadOf } from './rounds.ts';

export interface Row {
  readonly name: string;
  /** The server's figure and the reference's, with their units. */
  readonly ours: string;
  readonly reference: string;
  readonly measured: Spread;
  /** Of `measured`: a ratio, milliseconds, mebibytes, bytes, or operations a second. */
  readonly unit: 'x' | ' ms' | ' MiB' | ' B' | '/s';
  /** Which figures are better ones: a comparison of two builds asks. */
  readonly better: 'less' | 'more';
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

/** A name and one figure a round. */
interface Reference {
  readonly name: string;
  readonly figures: readonly number[];
}

/**
 * How many times as long as the reference the server takes; figures are nanoseconds an operation.
 */
export function timeRow(name: string, ours: readonly number[], reference: Reference, wanted: Row['wanted']): Row {
  return {
    name,
    ours: time(spreadOf(ours).median),
    reference: `${reference.name}: ${time(spreadOf(reference.figures).median)}`,
    measured: ratioOf(ours, reference.figures),
    unit: 'x',
    better: 'less',
    wanted,
  };
}

/** How many times as fast as the reference the server is; figures are nanoseconds an operation. */
export function speedRow(...[name, ours, reference, wanted]: Parameters<typeof timeRow>): Row {
  const measured = ratioOf(reference.figures, ours);
  return { ...timeRow(name, ours, reference, wanted), measured, better: 'more' };
}

/** The ratio of two rates; figures are operations a second. */
export function rateRow(...[name, ours, reference, wanted]: Parameters<typeof timeRow>): Row {
  return {
    name,
    ours: rate(spreadOf(ours).median),
    reference: `${reference.name}: ${rate(spreadOf(reference.figures).median)}`,
    measured: ratioOf(ours, reference.figures),
    unit: 'x',
    better: 'more',
    wanted,
  };
}

/** How many times as large as the reference something of the server is; figures are bytes. */
export function sizeRow(...[name, ours, reference, wanted]: Parameters<typeof timeRow>): Row {
  return {
    name,
    ours: size(spreadOf(ours).median),
    reference: `${reference.name}: ${size(spreadOf(reference.figures).median)}`,
    measured: ratioOf(ours, reference.figures),
    unit: 'x',
    better: 'less',
    wanted,
  };
}

/** A figure in milliseconds with a limit instead of a reference. */
export function limitRow(name: string, milliseconds: readonly number[], wanted: Row['wanted']): Row {
  const measured = spreadOf(milliseconds);
  return { name, ours: time(measured.median * 1e6), reference: '', measured, unit: ' ms', better: 'less', wanted };
}

/** Operations a second without a reference. */
export function perSecondRow(name: string, perSecond: readonly number[], wanted: Row['wanted']): Row {
  const measured = spreadOf(perSecond);
  return { name, ours: rate(measured.median), reference: '', measured, unit: '/s', better: 'more', wanted };
}

export function memoryRow(name: string, mebibytes: number, wanted: Row['wanted']): Row {
  const measured = spreadOf([mebibytes]);
  return { name, ours: '', reference: '', measured, unit: ' MiB', better: 'less', wanted };
}

/** Bytes without a reference, such as those on disk for one event. */
export function bytesRow(name: string, bytes: number, wanted: Row['wanted']): Row {
  return { name, ours: '', reference: '', measured: spreadOf([bytes]), unit: ' B', better: 'less', wanted };
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
  return `${Math.round(perSecond).toLocaleString('en')}/s`;
}

function size(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
