// A condition as a form has it: rows of three inputs, or its text. Rows become a condition again, in
// which each row that nobody touched has the text that it had.
import type { ClockName, Condition, FlagName, PlainValue, Value } from '../../../grammar/ast.ts';
import { parseExpression } from '../../../grammar/parser.ts';
import { printCondition, printValue } from '../../../grammar/print.ts';
import { isPlainValue, kindOf } from '../paths/value-kinds.ts';
import { DELAY_UNITS } from '../schedules/delay.ts';
import { parsedCondition } from '../triggers/parsed-conditions.ts';
import { numberText, readNumber } from '../values/values.ts';
import { type SPECIAL_STRINGS, STYLES } from '../vocabulary.ts';
import { type ConditionRow, chainParts, conditionRows, SPANS, spanOf } from './conditions.ts';
import type { Filling, SentenceWords, Span, Wish } from './words.ts';

/** What a row may ask of a place that it compares with a value, and of one that it does not. */
const ROW_WISHES = [
  'equal',
  'other',
  'atLeast',
  'more',
  'atMost',
  'less',
  'has',
  'hasNot',
] as const satisfies readonly Wish[];
/** What a row may ask with a list of values, with commas between. */
const ROW_LISTS = ['oneOf', 'noneOf'] as const;
const ROW_FILLINGS = ['filled', 'empty', 'set', 'unset'] as const satisfies readonly Filling[];
export const ROW_FLAGS = ['registered', 'scanned', 'installed', 'deleted'] as const satisfies readonly FlagName[];
/** What a row may ask about besides places and what happened. */
export const ROW_CLOCKS = ['now', 'today', 'time', 'day of week'] as const satisfies readonly ClockName[];
/** Dates of a pass that no place of its card holds. */
export const ROW_DATES = ['psLastScan'] as const satisfies readonly (typeof SPECIAL_STRINGS)[number][];
const ROW_SPANS = ['longAgo', 'lately', 'soon', 'farOff'] as const satisfies readonly Span[];
/** What a row asks of a flag. */
const ROW_ANSWERS = ['yes', 'no'] as const;

export type RowTest = Wish | Span | (typeof ROW_LISTS)[number] | Filling | (typeof ROW_ANSWERS)[number];
export const ROW_TESTS: readonly RowTest[] = [
  ...ROW_WISHES,
  ...ROW_LISTS,
  ...ROW_SPANS,
  ...ROW_FILLINGS,
  ...ROW_ANSWERS,
];

/** The questions that a subject can be asked; "" for none yet can be asked all. */
export function testsOf(subject: string): readonly RowTest[] {
  if (subject === '') return ROW_TESTS;
  if (isFlag(subject)) return ROW_ANSWERS;
  const isSaid = (test: RowTest) => test !== 'has' && test !== 'hasNot';
  return isClock(subject)
    ? [...ROW_WISHES.filter(isSaid), ...ROW_LISTS]
    : [...ROW_WISHES, ...ROW_LISTS, ...ROW_SPANS, ...ROW_FILLINGS];
}

/** A row as texts of inputs. */
export interface RowForm {
  /** The row's position in the condition that the form was made from; null: a new row. */
  readonly of: number | null;
  /** `{points}` for a place, `registered` for a flag, `today` for a clock, "" for none yet. */
  readonly subject: string;
  readonly test: RowTest;
  /** The typed value, `{points}` for a place, what is calculated, or several with commas between. */
  readonly value: string;
}

export const EMPTY_ROW: RowForm = { of: null, subject: '', test: 'equal', value: '' };

export type Joins = 'and' | 'or';

export interface ConditionForm {
  readonly joins: Joins;
  readonly rows: readonly RowForm[];
}

/** Whether a row asks for a duration, and its value is none: `now - "soon"` would never be true. */
export function lacksDuration(row: RowForm): boolean {
  const { test, value } = settled(row);
  if (!isAsked(row) || !isSpan(test)) return false;
  const read = parseExpression(value);
  return !read.ok || kindOf(read.value) !== 'duration';
}

/** What an input of one line does not send back as it was. */
const LOST = /[\r\n\0]/;

/** The rows of a condition; null for one that rows cannot say. */
export function conditionForm(source: string): ConditionForm | null {
  const read = conditionRows(source);
  const rows = read?.rows.map(rowForm) ?? [];
  if (read === null || read.rows.some(hasComma)) return null;
  return rows.some(({ subject, value }) => LOST.test(subject + value)) ? null : { joins: read.joins, rows };
}

/** Whether the list of a row has an option that the commas between would split, or that is calculated. */
function hasComma(row: ConditionRow): boolean {
  if (row.kind !== 'list' || isEmptyList(row.options)) return false;
  return row.options.some((option) => optionText(option) === null);
}

/** The list of a row whose value is empty. */
function isEmptyList([option, ...others]: readonly Value[]): boolean {
  return others.length === 0 && option?.kind === 'string' && option.value === '';
}

function optionText(option: Value): string | null {
  if (!isPlainValue(option)) return null;
  const text = valueText(option);
  return text.includes(',') || text.trim() !== text || text === '' ? null : text;
}

function valueText(value: Value): string {
  if (!isPlainValue(value)) return printValue(value);
  return value.kind === 'magic' ? `{${value.name}}` : literalText(value.value);
}

function rowForm(row: ConditionRow, of: number): RowForm {
  if (row.kind === 'flag') return { of, subject: row.name, test: row.wanted ? 'yes' : 'no', value: '' };
  if (row.kind === 'calculated' || row.kind === 'list') {
    const named = row.subject.kind === 'magic' ? `{${row.subject.name}}` : row.subject.name;
    const span = row.kind === 'calculated' && row.subject.kind === 'magic' ? spanOf(row.wish, row.right) : null;
    if (span !== null) return { of, subject: named, test: span.kind, value: printValue(span.length) };
    if (row.kind === 'calculated') return { of, subject: named, test: row.wish, value: valueText(row.right) };
    return { of, subject: named, test: row.wanted ? 'oneOf' : 'noneOf', value: row.options.map(valueText).join(', ') };
  }
  const subject = `{${row.path}}`;
  if (row.kind === 'filling') return { of, subject, test: row.filling, value: '' };
  return { of, subject, test: row.wish, value: row.kind === 'pair' ? `{${row.other}}` : literalText(row.value) };
}

function literalText(value: string | number | boolean): string {
  return typeof value === 'number' ? numberText(value) : String(value);
}

/** Whether a row asks something, or is an empty one that was added. */
export function isAsked({ subject }: RowForm): boolean {
  return subject !== '';
}

/** A row as a condition of its own: what its subject cannot be asked becomes the nearest question. */
export function settled(row: RowForm): RowForm {
  const { subject, test, value } = row;
  const isNo = NEGATIVE.includes(test);
  if (isFlag(subject)) return { ...row, test: isNo ? 'no' : 'yes', value: '' };
  if (isClock(subject) && !testsOf(subject).includes(test)) return { ...row, test: isNo ? 'other' : 'equal' };
  if (test === 'yes' || test === 'no') return { ...row, test: isNo ? 'empty' : 'filled', value: '' };
  if (isList(test)) return { ...row, value: listed(value).join(', ') };
  if (isSpan(test)) return { ...row, value: value.trim() };
  return isWish(test) ? row : { ...row, value: '' };
}

const NEGATIVE: readonly RowTest[] = ['no', 'empty', 'unset', 'other', 'hasNot', 'noneOf'];

/**
 * The row with the kind of card that its value names in words, such as "a coupon": a form that was
 * sent without a script had no list of the kinds beside the place that was chosen. `before`: the row
 * that the form was made from, whose value stays as it is.
 */
export function withNamedStyle(row: RowForm, before: RowForm | undefined, words: SentenceWords): RowForm {
  const isUntouched = before?.subject === row.subject && before.value === row.value;
  return row.subject === '{type}' && !isUntouched ? { ...row, value: styleNamed(row.value, words) } : row;
}

/** The row with the duration that its value writes in words of the reader's language, such as `30 Tage`. */
export function withNamedDuration(row: RowForm, { durations, waits }: SentenceWords): RowForm {
  const [amount = '', word = '', more] = row.value.trim().split(/\s+/);
  if (!isSpan(row.test) || more !== undefined) return row;
  const isWord = (said: string) => said.toLowerCase() === `${amount} ${word}`.toLowerCase();
  const unit = DELAY_UNITS.find((each) => [...durations[each], ...waits[each]].some((say) => isWord(say(amount))));
  return unit === undefined ? row : { ...row, value: `${amount} ${unit}${amount === '1' ? '' : 's'}` };
}

/** The kind of card of a typed text, by its words; the text where no kind is called so. */
export function styleNamed(text: string, { styles }: SentenceWords): string {
  const typed = text.trim().toLowerCase();
  return STYLES.find((style) => styles[style].toLowerCase() === typed) ?? text;
}

export function isFlag(subject: string): subject is FlagName {
  return (ROW_FLAGS as readonly string[]).includes(subject);
}

export function isClock(subject: string): subject is ClockName {
  return (ROW_CLOCKS as readonly string[]).includes(subject);
}

/** Whether a question compares with a value that is typed. */
export function asksValue(test: RowTest): boolean {
  return isWish(test) || isList(test) || isSpan(test);
}

export function isSpan(test: RowTest): test is Span {
  return (ROW_SPANS as readonly string[]).includes(test);
}

function isList(test: RowTest): test is (typeof ROW_LISTS)[number] {
  return (ROW_LISTS as readonly string[]).includes(test);
}

function isWish(test: RowTest): test is Wish {
  return (ROW_WISHES as readonly string[]).includes(test);
}

/**
 * The condition that rows say. `base`: the one that the form was made from; it is answered as it is
 * where no row differs from it. Rows without a subject are left out.
 */
export function conditionOf({ joins, rows }: ConditionForm, base: string): string {
  const before = conditionForm(base);
  const asked = rows.filter(isAsked).map(settled);
  if (before !== null && isSame(before, { joins, rows: asked })) return base;
  const parsed = before === null ? null : parsedCondition(base);
  const parts = parsed?.ok ? chainParts(parsed.condition) : [];
  const texts = asked.map((row) => {
    const part = row.of === null ? undefined : parts[row.of];
    const was = row.of === null ? undefined : before?.rows[row.of];
    if (part === undefined || was === undefined) return printCondition(nodeOf(row, null));
    return isSameRow(row, was) ? textOf(part, base) : printCondition(nodeOf(row, part));
  });
  return texts.join(joins === 'or' ? ' OR ' : ' AND ');
}

/** What stands in the source, if it means the same there on its own. */
function textOf(part: Condition, source: string): string {
  const text = source.slice(part.range.start, part.range.end);
  const alone = parsedCondition(text);
  const printed = printCondition(part);
  return alone.ok && printCondition(alone.condition) === printed ? text : printed;
}

function isSame(before: ConditionForm, after: ConditionForm): boolean {
  const { rows } = before;
  if (rows.length !== after.rows.length || (rows.length > 1 && before.joins !== after.joins)) return false;
  return after.rows.every((row, position) => row.of === position && isSameRow(row, rows[position]!));
}

function isSameRow(row: RowForm, other: RowForm): boolean {
  return row.subject === other.subject && row.test === other.test && row.value === other.value;
}

const NOWHERE = { start: 0, end: 0 };

/** `before`: the part of the condition that the row was, whose kind of value stays. */
function nodeOf({ subject, test, value }: RowForm, before: Condition | null): Condition {
  if (isFlag(subject)) {
    const flag = { kind: 'flag', name: subject, range: NOWHERE } as const;
    return test === 'no' ? { kind: 'not', operand: flag, range: NOWHERE } : flag;
  }
  const left: Value = isClock(subject)
    ? { kind: 'clock', name: subject, range: NOWHERE }
    : { kind: 'magic', name: subject.slice(1, -1), range: NOWHERE };
  if (isList(test)) {
    const options = listed(value).map((text) => optionOf(text, before));
    const all = options.length === 0 ? [literalOf('', null)] : options;
    return { kind: 'membership', value: left, options: all, negated: test === 'noneOf', range: NOWHERE };
  }
  if (isSpan(test)) {
    const { operator, sign } = SPANS[test];
    const now = { kind: 'clock', name: 'now', range: NOWHERE } as const;
    const read = parseExpression(value);
    // A form refuses a text that is no duration (lacksDuration), as does the check of the condition.
    const length: Value = read.ok ? read.value : { kind: 'string', value, range: NOWHERE };
    const was = partIn(before);
    if (was?.kind === 'comparison' && was.left.kind === 'clock') {
      // The row was written with now on its left side: now > {visit} + 30 days.
      const side = { kind: 'calculation', operator: sign === '+' ? '-' : '+', left, right: length } as const;
      const asked = operator === '<' ? '>' : '<';
      const right = { ...side, range: NOWHERE };
      return { kind: 'comparison', left: now, operator: asked, negated: false, right, range: NOWHERE };
    }
    const right = { kind: 'calculation', operator: sign, left: now, right: length, range: NOWHERE } as const;
    return { kind: 'comparison', left, operator, negated: false, right, range: NOWHERE };
  }
  if (!isWish(test)) {
    const isSet = test === 'set' || test === 'unset';
    const negated = test === 'filled' || test === 'unset';
    return { kind: 'test', value: left, test: isSet ? 'isSet' : 'isEmpty', negated, range: NOWHERE };
  }
  const [operator, negated] = OPERATORS[test];
  return { kind: 'comparison', left, operator, negated, right: rightOf(left, value, before), range: NOWHERE };
}

/** What is calculated, where the row had such a value, or where a date is one; else what was typed. */
function rightOf(left: Value, text: string, before: Condition | null): Value {
  const was = partIn(before);
  const wasCalculated = was?.kind === 'comparison' && !isPlainValue(was.right);
  const isDate = left.kind === 'clock' && kindOf(left) === 'date';
  const mayBe = wasCalculated || isDate || /^\s*(?:now|today)\b/i.test(text);
  // `2026-11-29` is a day and no subtraction.
  const parsed = mayBe && !/^\s*\d{4}-\d\d-\d\d/.test(text) ? parseExpression(text) : null;
  return parsed?.ok && !isPlainValue(parsed.value) ? parsed.value : literalOf(text, before);
}

/** The texts of a list. */
function listed(value: string): readonly string[] {
  return value
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** The option of a list that had the same text, or what was typed. */
function optionOf(text: string, before: Condition | null): Value {
  const was = partIn(before);
  const options = was?.kind === 'membership' ? was.options : [];
  return options.find((option) => valueText(option) === text) ?? literalOf(text, null);
}

function partIn(condition: Condition | null): Condition | null {
  let part = condition;
  while (part?.kind === 'not') part = part.operand;
  return part;
}

const OPERATORS = {
  equal: ['=', false],
  other: ['=', true],
  more: ['>', false],
  atMost: ['>', true],
  less: ['<', false],
  atLeast: ['<', true],
  has: ['contains', false],
  hasNot: ['contains', true],
} as const satisfies Readonly<Record<Wish, readonly [string, boolean]>>;

/** The typed value: a place, a number, a truth, or a text. A text that was one stays one. */
function literalOf(text: string, before: Condition | null): PlainValue {
  const range = NOWHERE;
  const was = partIn(before);
  if (was?.kind === 'comparison' && was.right.kind === 'string' && was.right.value === text) return was.right;
  if (/^\{[^{}]+\}$/.test(text)) return { kind: 'magic', name: text.slice(1, -1), range };
  if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', range };
  const number = readNumber(text);
  if (number !== null && numberText(number) === text.trim()) return { kind: 'number', value: number, range };
  return { kind: 'string', value: text, range };
}
