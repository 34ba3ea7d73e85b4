// Compiles what values calculate: clocks, durations, + - * / %, and the comparisons that such
// values take part in (grammar/README.md, "Dates" and "Calculating"). conditions.ts reads names and
// literals.
import type {
  CalculationOperator,
  ClockName,
  Comparison,
  Membership,
  PlainValue,
  Value,
} from '../../../grammar/ast.ts';
import { printCondition, printValue } from '../../../grammar/print.ts';
import { spend } from '../budget.ts';
import type { PassFacts } from '../passes/facts.ts';
import { calculateDecimal } from '../values/decimals.ts';
import { type JsonValue, readNumber, toText } from '../values/values.ts';
import {
  addDuration,
  clockText,
  type DateValue,
  type Duration,
  dateText,
  dayValue,
  differenceOf,
  durationOf,
  durationText,
  lengthOf,
  momentValue,
  readDate,
  sumOf,
  timesOf,
  weekdayOf,
} from './date-values.ts';
import { orderOf } from './orders.ts';
import { comparedAs, isPlainValue, type ValueKind } from './value-kinds.ts';

/**
 * What a calculation reads and gives. Null is a value: nothing stands there. Undefined: there is no
 * result, as of a division by zero, and of what is calculated with it neither.
 */
type Quantity = string | number | boolean | null | undefined | DateValue | Duration;
/** Fills `seen` when given one, with the values by the text that stands for them. */
type Read<T> = (facts: PassFacts, seen?: Record<string, JsonValue>) => T;

/** What the calculations of one template are compiled with. */
export interface CalculationScope {
  /** Reads a name or a literal. */
  readonly plain: (value: PlainValue) => Read<JsonValue>;
  /** The template's own zone; null: the facts have it. */
  readonly zone: string | null;
}

/** The zone of clocks and calendars: the template's, else the account's, else UTC. */
function zoneIn({ zone }: CalculationScope, facts: PassFacts): string {
  return zone ?? facts.zone ?? 'UTC';
}

function isDate(quantity: Quantity): quantity is DateValue {
  return typeof quantity === 'object' && quantity?.kind === 'date';
}

function isDuration(quantity: Quantity): quantity is Duration {
  return typeof quantity === 'object' && quantity?.kind === 'duration';
}

/** Objects and arrays count as their JSON. */
function held(value: JsonValue): Quantity {
  return typeof value === 'object' && value !== null ? toText(value) : value;
}

/** The value as conditions and places have it: dates as ISO 8601 with the offset of the zone. */
export function compileCalculated(scope: CalculationScope, value: Value): Read<JsonValue> {
  const read = compileSeen(scope, value);
  return (facts, seen) => jsonOf(read(facts, seen), zoneIn(scope, facts));
}

function jsonOf(quantity: Quantity, zone: string): JsonValue {
  if (isDate(quantity)) return dateText(quantity, zone);
  return isDuration(quantity) ? durationText(quantity) : (quantity ?? null);
}

/** What a calculation as a whole gives is seen too. */
function compileSeen(scope: CalculationScope, value: Value): Read<Quantity> {
  const read = compileQuantity(scope, value);
  if (value.kind !== 'calculation') return read;
  const shown = printValue(value);
  return (facts, seen) => {
    const quantity = read(facts, seen);
    if (seen !== undefined) seen[shown] = jsonOf(quantity, zoneIn(scope, facts));
    return quantity;
  };
}

function compileQuantity(scope: CalculationScope, value: Value): Read<Quantity> {
  switch (value.kind) {
    case 'clock':
      return compileClock(scope, value.name);
    case 'duration': {
      const { amount, unit } = value;
      if (amount.kind === 'number') {
        const constant = durationOf(amount.value, unit) ?? undefined;
        return () => constant;
      }
      const read = scope.plain(amount);
      return (facts, seen) => {
        const number = numberIn(held(read(facts, seen)));
        return number === null ? undefined : (durationOf(number, unit) ?? undefined);
      };
    }
    case 'calculation': {
      const left = compileQuantity(scope, value.left);
      const right = compileQuantity(scope, value.right);
      const calculate = CALCULATE[value.operator];
      return (facts, seen) => {
        spend(facts.budget, 1, 0);
        const one = left(facts, seen);
        return calculate(one, right(facts, seen), { zone: zoneIn(scope, facts), now: facts.now }) ?? undefined;
      };
    }
    default: {
      const read = scope.plain(value);
      return (facts, seen) => held(read(facts, seen));
    }
  }
}

function compileClock(scope: CalculationScope, name: ClockName): Read<Quantity> {
  const show = CLOCKS[name];
  return (facts, seen) => {
    spend(facts.budget, 1, 0);
    const zone = zoneIn(scope, facts);
    const shown = show(facts.now, zone) ?? undefined;
    if (seen !== undefined) seen[name] = jsonOf(shown, zone);
    return shown;
  };
}

const CLOCKS: Readonly<Record<ClockName, (now: number, zone: string) => string | DateValue | null>> = {
  now: momentValue,
  today: dayValue,
  time: clockText,
  'day of week': weekdayOf,
};

interface Moment {
  readonly zone: string;
  readonly now: number;
}

/**
 * The date of a value beside a date or a duration; null for one that is none. Texts read as
 * `readDate` says.
 */
function dateIn(quantity: Quantity, { zone, now }: Moment): DateValue | null {
  if (isDate(quantity)) return quantity;
  return typeof quantity === 'string' ? readDate(quantity, zone, now) : null;
}

/** Nothing and false count as 0, true as 1; null for a text that is no number. */
function numberIn(quantity: Quantity): number | null {
  if (typeof quantity === 'number') return Number.isFinite(quantity) ? quantity : null;
  if (typeof quantity === 'string') return quantity === '' ? 0 : readNumber(quantity);
  if (typeof quantity === 'boolean') return quantity ? 1 : 0;
  return quantity === null ? 0 : null;
}

/** Null: there is no result. */
type Calculate = (left: Quantity, right: Quantity, moment: Moment) => number | DateValue | Duration | null;

function numbers(operator: CalculationOperator): Calculate {
  return (left, right) => {
    const [one, other] = [numberIn(left), numberIn(right)];
    return one === null || other === null ? null : calculateDecimal(operator, one, other);
  };
}

const [add, subtract, multiply, divide, remain] = (['+', '-', '*', '/', '%'] as const).map(numbers) as [
  Calculate,
  Calculate,
  Calculate,
  Calculate,
  Calculate,
];

const CALCULATE: Readonly<Record<CalculationOperator, Calculate>> = {
  '+': (left, right, moment) => {
    if (isDuration(right)) return isDuration(left) ? sumOf(left, right, 1) : moved(left, right, 1, moment);
    return isDuration(left) ? moved(right, left, 1, moment) : add(left, right, moment);
  },
  '-': (left, right, moment) => {
    if (isDuration(right)) return isDuration(left) ? sumOf(left, right, -1) : moved(left, right, -1, moment);
    const isOfDates = isDate(left) || isDate(right);
    const number = isOfDates ? null : subtract(left, right, moment);
    if (number !== null) return number;
    const [one, other] = [dateIn(left, moment), dateIn(right, moment)];
    return one === null || other === null ? null : differenceOf(one, other, moment.zone);
  },
  '*': (left, right, moment) => {
    if (isDuration(left)) return scaled(left, numberIn(right));
    return isDuration(right) ? scaled(right, numberIn(left)) : multiply(left, right, moment);
  },
  '/': (left, right, moment) => {
    if (!isDuration(left)) return divide(left, right, moment);
    if (isDuration(right)) return calculateDecimal('/', lengthOf(left), lengthOf(right));
    const divisor = numberIn(right);
    return divisor === null || divisor === 0 ? null : timesOf(left, 1 / divisor);
  },
  '%': remain,
};

function moved(date: Quantity, duration: Duration, sign: 1 | -1, moment: Moment): DateValue | null {
  const from = dateIn(date, moment);
  return from === null ? null : addDuration(from, duration, sign, moment.zone);
}

function scaled(duration: Duration, factor: number | null): Duration | null {
  return factor === null ? null : timesOf(duration, factor);
}

/** How two quantities compare: below 0, 0 or above 0; null where one is not what it should be. */
type Order = (left: Quantity, right: Quantity, facts: PassFacts, zone: string) => number | null;

function orderAs(kind: ValueKind, asText: boolean): Order {
  switch (kind) {
    case 'date':
      return (left, right, { now }, zone) => {
        const [one, other] = [dateIn(left, { zone, now }), dateIn(right, { zone, now })];
        return one === null || other === null ? null : one.time - other.time;
      };
    case 'duration':
      return (left, right) => (isDuration(left) && isDuration(right) ? lengthOf(left) - lengthOf(right) : null);
    case 'plain':
      return (left, right, { budget }) => {
        if (left === undefined || isDate(left) || isDuration(left)) return null;
        if (right === undefined || isDate(right) || isDuration(right)) return null;
        return orderOf(left, right, asText, budget);
      };
  }
}

/**
 * A comparison with a clock, a duration, a calculation or `contains`. Of what is no date beside a
 * date, and of what has no result, nothing is true, with a ! in front of the operator neither.
 */
export function compileCalculatedComparison(scope: CalculationScope, node: Comparison): Read<boolean> {
  const { operator, negated } = node;
  const left = compileSeen(scope, node.left);
  const right = compileSeen(scope, node.right);
  if (operator === 'contains') {
    return noted(printCondition(node), (facts, seen) => {
      const zone = zoneIn(scope, facts);
      const whole = toText(jsonOf(left(facts, seen), zone));
      return contains(facts, whole, toText(jsonOf(right(facts, seen), zone))) !== negated;
    });
  }
  const order = orderAs(comparedAs(node.left, node.right), isText(node.left) || isText(node.right));
  return noted(printCondition(node), (facts, seen) => {
    const one = left(facts, seen);
    const result = order(one, right(facts, seen), facts, zoneIn(scope, facts));
    if (result === null) return false;
    return (operator === '=' ? result === 0 : operator === '>' ? result > 0 : result < 0) !== negated;
  });
}

/** `{level} in ("Gold", "Silver")`: each option is compared as `=` compares it. */
export function compileMembership(scope: CalculationScope, node: Membership): Read<boolean> {
  const { value, options, negated } = node;
  const read = compileSeen(scope, value);
  const tests = options.map((option) => ({
    read: compileSeen(scope, option),
    order: orderAs(comparedAs(value, option), isText(value) || isText(option)),
  }));
  const isOfDates = comparedAs(value, options[0]!) === 'date';
  return noted(printCondition(node), (facts, seen) => {
    const one = read(facts, seen);
    const zone = zoneIn(scope, facts);
    if (isOfDates && dateIn(one, { zone, now: facts.now }) === null) return false;
    return tests.some((option) => option.order(one, option.read(facts, seen), facts, zone) === 0) !== negated;
  });
}

/** The verdict is seen too, because dates cannot be compared again without the zone. */
function noted(shown: string, test: Read<boolean>): Read<boolean> {
  return (facts, seen) => {
    const verdict = test(facts, seen);
    if (seen !== undefined) seen[shown] = verdict;
    return verdict;
  };
}

function isText(value: Value): boolean {
  return isPlainValue(value) && value.kind === 'string';
}

/** Whether a text stands in another one. The empty text stands in none. */
function contains({ budget }: PassFacts, whole: string, part: string): boolean {
  // At worst a search compares every place of the one with every place of the other.
  spend(budget, 1, whole.length + Math.ceil((whole.length * part.length) / 64));
  return part !== '' && whole.includes(part);
}
