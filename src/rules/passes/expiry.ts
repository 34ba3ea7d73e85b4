// Finds when a pass expires by its expirationDate. From then on, Wallet greys the pass out by
// itself, and the server renders it void.
import { expand } from '../paths/magic.ts';
import { effectiveValue, locate } from '../paths/paths.ts';
import { unwrap } from '../templates/attributes.ts';
import type { Program } from '../templates/program.ts';
import { zoneOf } from '../templates/settings.ts';
import { typed } from '../values/literal.ts';
import { completeDate } from '../values/pass-date.ts';
import type { JsonObject, JsonValue } from '../values/values.ts';
import type { Overrides, PassFacts } from './facts.ts';

const PATH = 'expirationDate';

/**
 * The time of a date, in ms since 1970; null for a value that is no date. `zone`: for dates without
 * one.
 */
export function timeOf(date: JsonValue | undefined, zone: string): number | null {
  const complete = typeof date === 'string' ? completeDate(date, zone) : null;
  return complete === null ? null : Date.parse(complete.date);
}

/** The time when a pass expires, in ms since 1970; null: never. */
export function expiryOf(program: Program, facts: PassFacts): number | null {
  const value = effectiveValue(program, facts.overrides, locate(program, PATH)!);
  const date = isMagic(value) ? typed(expand(program, facts, value, { audience: 'holder' })) : value;
  return timeOf(date, program.zone);
}

/**
 * When the passes of a template expire that have no date of their own; null: never, or each at
 * another time.
 */
export function templateExpiry(passConstructor: JsonObject): number | null {
  return timeOf(unwrap(passConstructor[PATH] ?? null), zoneOf(passConstructor.timezone) ?? 'Z');
}

/** Whether a pass has a date of its own, by an override or by the template's magic strings. */
export function hasOwnExpiry(program: Program, overrides: Overrides): boolean {
  return overrides[PATH] !== undefined || isMagic(program.tree[PATH]);
}

/**
 * Whether a pass may expire at another time than before. Runs at every event, so it only compares
 * two values.
 */
export function mayMoveExpiry(program: Program, before: Overrides, after: Overrides): boolean {
  if (before === after) return false;
  return before[PATH] !== after[PATH] || isMagic(after[PATH] ?? program.tree[PATH]);
}

/**
 * Whether passes that have a date of their own may expire at another time under the template's next
 * version.
 */
export function movesOwnExpiries(before: JsonObject, after: JsonObject): boolean {
  if (zoneOf(before.timezone) !== zoneOf(after.timezone)) return true;
  return [before, after].some((passConstructor) => isMagic(unwrap(passConstructor[PATH] ?? null)));
}

function isMagic(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value.includes('{');
}
