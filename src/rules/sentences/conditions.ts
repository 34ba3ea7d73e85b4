// Conditions in words: a tree of the grammar as a phrase, and as the rows of a form where it is a
// flat chain.
import type {
  ClockName,
  ClockValue,
  Comparison,
  Condition,
  DurationValue,
  Flag,
  FlagName,
  MagicValue,
  Membership,
  Test,
  Truthy,
  Value,
} from '../../../grammar/ast.ts';
import { comparedAs, isPlainValue } from '../paths/value-kinds.ts';
import { parsedCondition } from '../triggers/parsed-conditions.ts';
import type { JsonValue } from '../values/values.ts';
import { WEEKDAYS } from '../values/weekdays.ts';
import { isStyle } from '../vocabulary.ts';
import { type Names, valueWords } from './names.ts';
import type { DateWish, Filling, Span, Wish } from './words.ts';

/** A condition that asks one thing. */
export type Part = Comparison | Membership | Test | Truthy | Flag;

const WISHES: Readonly<Record<Comparison['operator'], readonly [plain: Wish, negated: Wish]>> = {
  '=': ['equal', 'other'],
  '>': ['more', 'atMost'],
  '<': ['less', 'atLeast'],
  contains: ['has', 'hasNot'],
};

/** What a comparison asks, turned round where `wanted` is false. */
export function wishOf({ operator, negated }: Comparison, wanted = true): Wish {
  return WISHES[operator][negated === wanted ? 1 : 0];
}

export function fillingOf(part: Test | Truthy, wanted = true): Filling {
  if (part.kind === 'truthy') return wanted ? 'filled' : 'empty';
  const isPlain = part.negated !== wanted;
  if (part.test === 'isSet') return isPlain ? 'set' : 'unset';
  return isPlain ? 'empty' : 'filled';
}

/**
 * The condition of a rule in words; null where there is none. One that cannot be read stays as it
 * is. `within`: an OR gets parentheses, because the words stand beside an `and`.
 */
export function conditionWords(
  source: string | null | undefined,
  names: Names,
  within: 'whole' | 'and' = 'whole',
): string | null {
  if (source === null || source === undefined) return null;
  const parsed = parsedCondition(source);
  if (!parsed.ok) return names.words.quote(source);
  return parsed.condition === null ? null : phrase(parsed.condition, true, names, within);
}

/** `wanted` false: the opposite of the condition. */
function phrase(node: Condition, wanted: boolean, names: Names, within: 'whole' | 'and' | 'or'): string {
  const { words } = names;
  switch (node.kind) {
    case 'or':
    case 'and': {
      const joins = (node.kind === 'and') === wanted ? 'and' : 'or';
      const parts = node.operands.map((operand) => phrase(operand, wanted, names, joins));
      const text = parts.join(` ${words[joins]} `);
      return within === 'whole' || within === joins ? text : `(${text})`;
    }
    case 'not':
      return phrase(node.operand, !wanted, names, within);
    default:
      return partWords(node, wanted, names);
  }
}

export function partWords(part: Part, wanted: boolean, names: Names): string {
  const { words } = names;
  if (part.kind === 'flag') return words.flags[part.name][wanted ? 0 : 1];
  if (part.kind === 'membership') {
    return words.isOneOf[isOneWanted(part, wanted)](operandWords(part.value, names), listWords(part, names));
  }
  if (part.kind !== 'comparison') return words.tests[fillingOf(part, wanted)](operandWords(part.value, names));
  const { left, right } = part;
  const { subject, wish, moment } = turned(part, wanted) ?? {
    subject: left,
    wish: wishOf(part, wanted),
    moment: right,
  };
  const span = subject.kind === 'magic' ? spanOf(wish, moment) : null;
  if (span !== null) return words.spans[span.kind](operandWords(subject, names), operandWords(span.length, names));
  const compare = isOfDates(part) ? words.dateCompares[dateWish(part, wanted)] : words.compares[wishOf(part, wanted)];
  return compare(operandWords(left, names), comparedWords(left, right, names));
}

/** How conditions write a span: the side of the other moment, which lies a duration before or after now. */
export const SPANS: Readonly<Record<Span, { readonly operator: '<' | '>'; readonly sign: '+' | '-' }>> = {
  longAgo: { operator: '<', sign: '-' },
  lately: { operator: '>', sign: '-' },
  soon: { operator: '<', sign: '+' },
  farOff: { operator: '>', sign: '+' },
};

/** Whether a date is compared with a moment that is a duration from now, and which duration; else null. */
export function spanOf(wish: Wish, right: Value): { readonly kind: Span; readonly length: DurationValue } | null {
  if (right.kind !== 'calculation' || right.left.kind !== 'clock' || right.left.name !== 'now') return null;
  if (right.right.kind !== 'duration' || (wish !== 'less' && wish !== 'more')) return null;
  const operator = wish === 'less' ? '<' : '>';
  const kinds = Object.keys(SPANS) as Span[];
  const kind = kinds.find((each) => SPANS[each].operator === operator && SPANS[each].sign === right.operator);
  return kind === undefined ? null : { kind, length: right.right };
}

/**
 * `now > {visit} + 30 days` as a span says it, with the date on the left: `{visit} < now - 30 days`.
 * Null: the comparison has another shape.
 */
function turned(
  part: Comparison,
  wanted: boolean,
): { readonly subject: MagicValue; readonly wish: Wish; readonly moment: Value } | null {
  const { left, right } = part;
  if (left.kind !== 'clock' || left.name !== 'now' || right.kind !== 'calculation') return null;
  const { left: subject, right: length, operator } = right;
  if (subject.kind !== 'magic' || length.kind !== 'duration' || (operator !== '+' && operator !== '-')) return null;
  const asked = wishOf(part, wanted);
  if (asked !== 'less' && asked !== 'more') return null;
  const moment: Value = { ...right, operator: operator === '+' ? '-' : '+', left };
  return { subject, wish: asked === 'less' ? 'more' : 'less', moment };
}

/** What a comparison asks of its left side, without that side: `10 or more`, `later than today`. */
export function wishWords(part: Comparison | Membership, wanted: boolean, names: Names): string {
  const { words } = names;
  if (part.kind === 'membership') return words.oneOfWishes[isOneWanted(part, wanted)](listWords(part, names));
  const span = part.left.kind === 'magic' ? spanOf(wishOf(part, wanted), part.right) : null;
  if (span !== null) return words.spanWishes[span.kind](operandWords(span.length, names));
  const wish = isOfDates(part) ? words.dateWishes[dateWish(part, wanted)] : words.wishes[wishOf(part, wanted)];
  return wish(comparedWords(part.left, part.right, names));
}

function isOneWanted({ negated }: Membership, wanted: boolean): 0 | 1 {
  return negated === wanted ? 1 : 0;
}

function listWords({ value, options }: Membership, names: Names): string {
  const said = options.map((option) => comparedWords(value, option, names));
  const last = said.pop() ?? '';
  return said.length === 0 ? last : `${said.join(', ')} ${names.words.or} ${last}`;
}

function isOfDates({ left, operator, right }: Comparison): boolean {
  return operator !== 'contains' && comparedAs(left, right) === 'date';
}

function dateWish(part: Comparison, wanted: boolean): DateWish {
  return wishOf(part, wanted) as DateWish;
}

/** The right side of a comparison; a kind of card has a name of its own, as a day of the week has. */
function comparedWords(left: Value, right: Value, names: Names): string {
  if (!isPlainValue(right) || right.kind === 'magic') return operandWords(right, names);
  const { weekdays } = names.words;
  const day = left.kind === 'clock' ? WEEKDAYS.find((each) => each === right.value) : undefined;
  if (day !== undefined) return weekdays[day];
  const asksKind = left.kind === 'magic' && left.name === 'type';
  return asksKind && isStyle(right.value) ? names.words.styles[right.value] : operandWords(right, names);
}

/** One side of a comparison: the name of a place, a constant, or what is calculated. */
export function operandWords(value: Value, names: Names): string {
  const { words } = names;
  switch (value.kind) {
    case 'magic':
      return names.of(value.name);
    case 'clock':
      return words.clocks[value.name];
    case 'duration': {
      const { amount, unit } = value;
      const isOne = amount.kind === 'number' && amount.value === 1;
      return words.durations[unit][isOne ? 0 : 1](operandWords(amount, names));
    }
    case 'calculation': {
      const { operator, left, right } = value;
      const inner = (side: Value) => {
        const said = operandWords(side, names);
        return side.kind === 'calculation' ? `(${said})` : said;
      };
      // Sums read from left to right, so that only other calculations need parentheses.
      const isSum = (side: string) => side === '+' || side === '-';
      const isChain = left.kind === 'calculation' && isSum(left.operator) && isSum(operator);
      return words.calculates[operator](isChain ? operandWords(left, names) : inner(left), inner(right));
    }
    default:
      return valueWords(value.value, names);
  }
}

/** The value that a condition saw on one of its sides; a day of the week in the reader's language. */
export function seenValueWords(side: Value, seen: JsonValue, names: Names): string {
  const day = side.kind === 'clock' ? WEEKDAYS.find((each) => each === seen) : undefined;
  return day === undefined ? valueWords(seen, names) : names.words.weekdays[day];
}

/** A place or a clock among the values seen, and its value; null for what was calculated. */
export function seenPlace(
  name: string,
  value: JsonValue,
  names: Names,
): { readonly label: string; readonly value: string } | null {
  const { clocks } = names.words;
  if (Object.hasOwn(clocks, name)) {
    const clock = name as ClockName;
    const side = { kind: 'clock', name: clock, range: NOWHERE } as const;
    return { label: clocks[clock], value: seenValueWords(side, value, names) };
  }
  const magic = /^\{([^{}]+)\}$/.exec(name);
  return magic === null ? null : { label: names.of(magic[1]!), value: valueWords(value, names) };
}

const NOWHERE = { start: 0, end: 0 };

/** A condition as rows of a form, joined by one word. */
export interface ConditionRows {
  readonly joins: 'and' | 'or';
  readonly rows: readonly ConditionRow[];
}

export type ConditionRow =
  | { readonly kind: 'flag'; readonly name: FlagName; readonly wanted: boolean }
  | { readonly kind: 'filling'; readonly path: string; readonly filling: Filling }
  | { readonly kind: 'wish'; readonly path: string; readonly wish: Wish; readonly value: string | number | boolean }
  /** Compares two places. */
  | { readonly kind: 'pair'; readonly path: string; readonly wish: Wish; readonly other: string }
  /** Asks a clock, or compares a place with what is calculated. */
  | { readonly kind: 'calculated'; readonly subject: RowSubject; readonly wish: Wish; readonly right: Value }
  | {
      readonly kind: 'list';
      readonly subject: RowSubject;
      readonly wanted: boolean;
      readonly options: readonly Value[];
    };

/** What the rows of a form may ask about besides what happened. */
type RowSubject = MagicValue | ClockValue;

/** The rows of a flat chain of AND or of OR; null for a condition that rows cannot say. */
export function conditionRows(source: string): ConditionRows | null {
  const parsed = parsedCondition(source);
  if (!parsed.ok) return null;
  const { condition } = parsed;
  const rows = chainParts(condition).map((part) => rowOf(part, true));
  if (rows.includes(null)) return null;
  return { joins: condition?.kind === 'or' ? 'or' : 'and', rows: rows as readonly ConditionRow[] };
}

/** The conditions that a chain joins; one that is no chain alone. */
export function chainParts(condition: Condition | null): readonly Condition[] {
  if (condition === null) return [];
  return condition.kind === 'and' || condition.kind === 'or' ? condition.operands : [condition];
}

function rowOf(node: Condition, wanted: boolean): ConditionRow | null {
  switch (node.kind) {
    case 'not':
      return rowOf(node.operand, !wanted);
    case 'flag':
      return { kind: 'flag', name: node.name, wanted };
    case 'truthy':
    case 'test':
      return node.value.kind === 'magic'
        ? { kind: 'filling', path: node.value.name, filling: fillingOf(node, wanted) }
        : null;
    case 'comparison': {
      const { left, right } = node;
      const span = turned(node, wanted);
      if (span !== null) return { kind: 'calculated', subject: span.subject, wish: span.wish, right: span.moment };
      if (left.kind === 'clock' || (left.kind === 'magic' && !isPlainValue(right)))
        return { kind: 'calculated', subject: left, wish: wishOf(node, wanted), right };
      if (left.kind !== 'magic' || !isPlainValue(right)) return null;
      if (right.kind === 'magic')
        return { kind: 'pair', path: left.name, wish: wishOf(node, wanted), other: right.name };
      return { kind: 'wish', path: left.name, wish: wishOf(node, wanted), value: right.value };
    }
    case 'membership': {
      const { value, options, negated } = node;
      if (value.kind !== 'magic' && value.kind !== 'clock') return null;
      return { kind: 'list', subject: value, wanted: negated !== wanted, options };
    }
    default:
      return null;
  }
}
