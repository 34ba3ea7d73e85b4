// A condition as a form has it: rows of three inputs, or its text. Rows become a condition again, in
// which each row that nobody touched has the text that it had.
import type { Condition, FlagName, Value } from '../../../grammar/ast.ts';
import { printCondition } from '../../../grammar/print.ts';
import { parsedCondition } from '../triggers/parsed-conditions.ts';
import { numberText, readNumber } from '../values/values.ts';
import { STYLES } from '../vocabulary.ts';
import { type ConditionRow, chainParts, conditionRows } from './conditions.ts';
import type { Filling, SentenceWords, Wish } from './words.ts';

/** What a row may ask of a place that it compares with a value, and of one that it does not. */
const ROW_WISHES = ['equal', 'other', 'atLeast', 'more', 'atMost', 'less'] as const satisfies readonly Wish[];
const ROW_FILLINGS = ['filled', 'empty', 'set', 'unset'] as const satisfies readonly Filling[];
export const ROW_FLAGS = ['registered', 'scanned', 'installed', 'deleted'] as const satisfies readonly FlagName[];
/** What a row asks of a flag. */
const ROW_ANSWERS = ['yes', 'no'] as const;

export type RowTest = Wish | Filling | (typeof ROW_ANSWERS)[number];
export const ROW_TESTS: readonly RowTest[] = [...ROW_WISHES, ...ROW_FILLINGS, ...ROW_ANSWERS];

/** A row as texts of inputs. */
export interface RowForm {
  /** The row's position in the condition that the form was made from; null: a new row. */
  readonly of: number | null;
  /** `{points}` for a place, `registered` for a flag, "" for none yet. */
  readonly subject: string;
  readonly test: RowTest;
  /** The typed value, or `{points}` for a place to compare with. */
  readonly value: string;
}

export const EMPTY_ROW: RowForm = { of: null, subject: '', test: 'equal', value: '' };

export type Joins = 'and' | 'or';

export interface ConditionForm {
  readonly joins: Joins;
  readonly rows: readonly RowForm[];
}

/** What an input of one line does not send back as it was. */
const LOST = /[\r\n\0]/;

/** The rows of a condition; null for one that rows cannot say. */
export function conditionForm(source: string): ConditionForm | null {
  const read = conditionRows(source);
  const rows = read?.rows.map(rowForm) ?? [];
  return read === null || rows.some(({ subject, value }) => LOST.test(subject + value))
    ? null
    : { joins: read.joins, rows };
}

function rowForm(row: ConditionRow, of: number): RowForm {
  if (row.kind === 'flag') return { of, subject: row.name, test: row.wanted ? 'yes' : 'no', value: '' };
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
  const { subject, test } = row;
  const isNo = test === 'no' || test === 'empty' || test === 'unset' || test === 'other';
  if (isFlag(subject)) return { ...row, test: isNo ? 'no' : 'yes', value: '' };
  if (test === 'yes' || test === 'no') return { ...row, test: isNo ? 'empty' : 'filled', value: '' };
  return isWish(test) ? row : { ...row, value: '' };
}

/**
 * The row with the kind of card that its value names in words, such as "a coupon": a form that was
 * sent without a script had no list of the kinds beside the place that was chosen. `before`: the row
 * that the form was made from, whose value stays as it is.
 */
export function withNamedStyle(row: RowForm, before: RowForm | undefined, words: SentenceWords): RowForm {
  const isUntouched = before?.subject === row.subject && before.value === row.value;
  return row.subject === '{type}' && !isUntouched ? { ...row, value: styleNamed(row.value, words) } : row;
}

/** The kind of card of a typed text, by its words; the text where no kind is called so. */
export function styleNamed(text: string, { styles }: SentenceWords): string {
  const typed = text.trim().toLowerCase();
  return STYLES.find((style) => styles[style].toLowerCase() === typed) ?? text;
}

export function isFlag(subject: string): subject is FlagName {
  return (ROW_FLAGS as readonly string[]).includes(subject);
}

export function isWish(test: RowTest): test is Wish {
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
  const left = { kind: 'magic', name: subject.slice(1, -1), range: NOWHERE } as const;
  if (!isWish(test)) {
    const isSet = test === 'set' || test === 'unset';
    const negated = test === 'filled' || test === 'unset';
    return { kind: 'test', value: left, test: isSet ? 'isSet' : 'isEmpty', negated, range: NOWHERE };
  }
  const [operator, negated] = OPERATORS[test];
  return { kind: 'comparison', left, operator, negated, right: literalOf(value, before), range: NOWHERE };
}

const OPERATORS = {
  equal: ['=', false],
  other: ['=', true],
  more: ['>', false],
  atMost: ['>', true],
  less: ['<', false],
  atLeast: ['<', true],
} as const satisfies Readonly<Record<Wish, readonly [string, boolean]>>;

/** The typed value: a place, a number, a truth, or a text. A text that was one stays one. */
function literalOf(text: string, before: Condition | null): Value {
  const range = NOWHERE;
  let was = before;
  while (was?.kind === 'not') was = was.operand;
  if (was?.kind === 'comparison' && was.right.kind === 'string' && was.right.value === text) return was.right;
  if (/^\{[^{}]+\}$/.test(text)) return { kind: 'magic', name: text.slice(1, -1), range };
  if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', range };
  const number = readNumber(text);
  if (number !== null && numberText(number) === text.trim()) return { kind: 'number', value: number, range };
  return { kind: 'string', value: text, range };
}
