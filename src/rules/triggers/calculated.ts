// What the expressions of actions give when they run: a value in the form that its place holds, or an
// amount.
import type { PassFacts } from '../passes/facts.ts';
import { dateText, readDate } from '../paths/date-values.ts';
import type { Location } from '../paths/paths.ts';
import { isMoment, momentOfDay } from '../paths/writes.ts';
import type { Program } from '../templates/program.ts';
import { asHtmlText } from '../values/html-text.ts';
import { literal } from '../values/literal.ts';
import { type JsonValue, readNumber, toNumber } from '../values/values.ts';
import { HTML_PROPERTIES } from '../vocabulary.ts';
import type { ActionExpression } from './read-field.ts';

/** Why an expression writes nothing, behind its text. */
export const NO_VALUE = 'has no value: it divides by zero, or a part of it is missing or is no number or date.';

/**
 * The value to set; null: there is none. Where Wallet wants a moment, a day is one as `momentOfDay`
 * says. Brackets in it were typed by somebody, or name nothing: they are no magic strings.
 */
export function calculatedValue(
  program: Program,
  target: Location,
  expression: ActionExpression,
  facts: PassFacts,
): JsonValue {
  const value = expression.evaluate(facts);
  if (typeof value !== 'string') return value;
  const wall = isMoment(target) ? momentOfDay(target, value, '') : value;
  const zone = program.clockZone ?? facts.zone ?? 'UTC';
  const moment = wall === value ? null : readDate(wall, zone, facts.now);
  if (moment !== null) return dateText(moment, zone);
  return literal(HTML_PROPERTIES.includes(target.path) ? asHtmlText(value) : value);
}

/** The number to add, or a sentence that says why there is none. */
export function calculatedAmount({ source, evaluate }: ActionExpression, facts: PassFacts): number | string {
  const value = evaluate(facts);
  const number = typeof value === 'string' ? readNumber(value) : value;
  return number === null
    ? `${source} has no number: it divides by zero, or a part of it is missing or is no number.`
    : toNumber(number);
}
