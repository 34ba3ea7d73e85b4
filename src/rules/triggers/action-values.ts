// What actions set and add when they run: given values, in which magic strings expand, and expressions,
// which are calculated.
import type { PassFacts } from '../passes/facts.ts';
import { dateText, readDate } from '../paths/date-values.ts';
import { type ExpandOptions, expand, expandValue, type MagicProblem } from '../paths/magic.ts';
import type { Location } from '../paths/paths.ts';
import { isMoment, momentOfDay } from '../paths/writes.ts';
import type { Program } from '../templates/program.ts';
import { asHtmlText } from '../values/html-text.ts';
import { literal } from '../values/literal.ts';
import { type JsonValue, readNumber, toNumber } from '../values/values.ts';
import { HTML_PROPERTIES } from '../vocabulary.ts';
import type { IncrementAction, SetAction } from './actions.ts';
import type { ActionExpression } from './read-field.ts';

/** An expression and the place that its result is for. */
interface Target {
  readonly target: Location;
  readonly expression: Pick<ActionExpression, 'source' | 'evaluate'>;
}

/** A value, or a sentence that says why an expression has none. */
type Calculated<T> = { readonly value: T; readonly error?: undefined } | { readonly value?: T; readonly error: string };

/** The value that a set action writes; `problems` gets those of its magic strings. */
export function valueToSet(
  program: Program,
  facts: PassFacts,
  { target, value, expression }: SetAction,
  problems: Set<MagicProblem>,
): Calculated<JsonValue> {
  if (expression !== null) return calculatedValue(program, facts, { target, expression });
  const isHtml = HTML_PROPERTIES.includes(target.path);
  const options: ExpandOptions = { audience: 'freeze', problems, ...(isHtml ? { encode: asHtmlText } : {}) };
  return { value: expandValue(program, facts, value, options) };
}

/** What an expression writes to a place. */
export function calculatedValue(
  program: Program,
  facts: PassFacts,
  { target, expression }: Target,
): Calculated<JsonValue> {
  const isHtml = HTML_PROPERTIES.includes(target.path);
  const result = expression.evaluate(facts);
  if (result === null) return { error: problemOf(expression, 'value', 'number or date') };
  if (typeof result !== 'string') return { value: result };
  const date = momentText(program, facts, target, result);
  // Brackets in the result were typed by somebody, or name nothing: they are no magic strings.
  return { value: date ?? literal(isHtml ? asHtmlText(result) : result) };
}

/** Where Wallet wants a moment, a day is one as `momentOfDay` says; null for anything else. */
function momentText(program: Program, facts: PassFacts, target: Location, text: string): string | null {
  const wall = isMoment(target) ? momentOfDay(target, text, '') : text;
  const zone = program.clockZone ?? facts.zone ?? 'UTC';
  const moment = wall === text ? null : readDate(wall, zone, facts.now);
  return moment === null ? null : dateText(moment, zone);
}

/** The number that an increment adds; `problems` gets those of its magic strings. */
export function amountToAdd(
  program: Program,
  facts: PassFacts,
  { amount, expression }: IncrementAction,
  problems: Set<MagicProblem>,
): Calculated<number> {
  if (expression === null) {
    const given =
      typeof amount === 'string' ? expand(program, facts, amount, { audience: 'freeze', problems }) : amount;
    return { value: toNumber(given) };
  }
  return calculatedAmount(facts, expression);
}

/** What an expression adds. */
export function calculatedAmount(facts: PassFacts, expression: Target['expression']): Calculated<number> {
  const result = expression.evaluate(facts);
  const number = typeof result === 'string' ? readNumber(result) : result;
  return number === null ? { error: problemOf(expression, 'number', 'number') } : { value: toNumber(number) };
}

function problemOf({ source }: Target['expression'], what: string, parts: string): string {
  return `${source} has no ${what}: it divides by zero, or a part of it is missing or is no ${parts}.`;
}
