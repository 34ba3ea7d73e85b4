// How two values of a condition compare: as numbers, or as texts by code point (semantics.md,
// "Conditions").
import { type Budget, spend } from '../budget.ts';
import { compareCodePoints, type JsonValue, readNumber, toNumber, toText } from '../values/values.ts';

/** Below 0, 0, or above 0, as the left text is less, equal or greater. */
export function orderOfTexts(budget: Budget | undefined, left: string, right: string): number {
  spend(budget, 0, Math.min(left.length, right.length));
  return left === right ? 0 : compareCodePoints(left, right);
}

/**
 * Compares two values as a condition does: below 0, 0, or above 0. `asText`: one of them is a
 * quoted literal.
 */
export function orderOf(left: JsonValue, right: JsonValue, asText: boolean, budget?: Budget): number {
  const a = asText ? null : numeric(left);
  const b = asText ? null : numeric(right);
  return a === null || b === null ? orderOfTexts(budget, toText(left), toText(right)) : a - b;
}

/**
 * The number that a value compares as, or null when it compares as a string. Objects and arrays
 * compare as their JSON.
 */
export function numeric(value: JsonValue): number | null {
  if (typeof value === 'number') return toNumber(value);
  if (typeof value === 'string') return readNumber(value);
  return typeof value === 'object' && value !== null ? null : toNumber(value);
}
