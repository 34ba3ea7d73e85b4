// Compares what a check expects with what happened.
import { isArray, isObject, type JsonValue, sameValue, toText } from '../values/values.ts';
import type { Expectation } from './check.ts';

/** What happened, as far as checks look at it. */
export interface Observed {
  readonly changes: boolean;
  /** The value at a place, by API path; undefined: the card has no such place. */
  value(path: string): JsonValue | undefined;
  /** Null: no till shows anything at this event. */
  readonly till: { readonly text: string; readonly colour: string } | null;
  readonly lockScreen: readonly string[];
  readonly stopped: string | null;
}

export type CheckDifference =
  | { readonly kind: 'changes'; readonly expected: boolean }
  | { readonly kind: 'value'; readonly path: string; readonly expected: JsonValue; readonly seen: JsonValue }
  /** The card has no such place any more. */
  | { readonly kind: 'place'; readonly path: string; readonly expected: JsonValue }
  | { readonly kind: 'till_text'; readonly expected: string; readonly seen: string }
  | { readonly kind: 'till_colour'; readonly expected: string; readonly seen: string }
  | { readonly kind: 'lock_screen'; readonly expected: readonly string[]; readonly seen: readonly string[] }
  | { readonly kind: 'stopped'; readonly expected: string | null; readonly seen: string | null }
  /** The event could not be tried. `message`: why, in English. */
  | { readonly kind: 'unusable'; readonly message: string };

/** What is other than expected, the most telling first; empty: the check passes. */
export function differencesOf(expect: Expectation, observed: Observed): readonly CheckDifference[] {
  const { till = null, lockScreen = null } = expect;
  const differences: CheckDifference[] = [];
  if (expect.stopped !== undefined && expect.stopped !== observed.stopped) {
    differences.push({ kind: 'stopped', expected: expect.stopped, seen: observed.stopped });
  }
  for (const [path, expected] of Object.entries(expect.values)) {
    const seen = observed.value(path);
    if (seen === undefined) differences.push({ kind: 'place', path, expected });
    else if (!isSameShown(expected, seen)) differences.push({ kind: 'value', path, expected, seen });
  }
  if (till !== null) {
    const seen = observed.till ?? { text: '', colour: '' };
    if (till.text !== seen.text) differences.push({ kind: 'till_text', expected: till.text, seen: seen.text });
    if (till.colour !== seen.colour) {
      differences.push({ kind: 'till_colour', expected: till.colour, seen: seen.colour });
    }
  }
  if (lockScreen !== null && !sameValue(lockScreen, observed.lockScreen)) {
    differences.push({ kind: 'lock_screen', expected: lockScreen, seen: observed.lockScreen });
  }
  // A card that changes, or does not, is no news where a value says the same.
  if (expect.changes !== observed.changes && differences.length === 0) {
    differences.push({ kind: 'changes', expected: expect.changes });
  }
  return differences;
}

/** A number that becomes its text is no difference that anybody sees. */
function isSameShown(expected: JsonValue, seen: JsonValue): boolean {
  const isWhole = isArray(expected) || isObject(expected) || isArray(seen) || isObject(seen);
  return isWhole ? sameValue(expected, seen) : toText(expected) === toText(seen);
}
