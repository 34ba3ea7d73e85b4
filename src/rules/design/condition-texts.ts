// Conditions in the designer's forms: rows of a place, a question and a value, and the condition's
// text beside them. Whichever of the two was changed is the condition.
import {
  type ConditionForm,
  conditionForm,
  conditionOf,
  EMPTY_ROW,
  isAsked,
  ROW_TESTS,
  type RowForm,
  type RowTest,
  withNamedDuration,
  withNamedStyle,
} from '../sentences/condition-form.ts';
import type { SentenceWords } from '../sentences/words.ts';
import type { FormTexts, Input } from './inputs.ts';
import { formText } from './leaf.ts';

/** The most rows of a condition in a form: a longer one is written as text. */
export const MOST_CONDITION_ROWS = 12;

/** The rows of a form for a condition, with an empty one at their end; null: it is written as text. */
export function rowsToShow(source: string): ConditionForm | null {
  const form = conditionForm(source);
  if (form === null || form.rows.length >= MOST_CONDITION_ROWS) return null;
  return { joins: form.joins, rows: [...form.rows, EMPTY_ROW] };
}

/** The names of a row's inputs. */
export function rowName(condition: string, at: number, part: 'subject' | 'test' | 'value'): string {
  return `${condition}.row${at}.${part}`;
}

/** The name of the input that says how the rows hold together. */
export function joinsName(condition: string): string {
  return `${condition}.joins`;
}

/** The texts of a form with the conditions that their rows say, in the words of its page. */
export function withRowConditions(
  texts: FormTexts,
  inputs: readonly Pick<Input, 'name' | 'text'>[],
  words: SentenceWords,
): FormTexts {
  const said = inputs.flatMap(({ name, text }): [string, string][] => {
    const joins = texts[joinsName(name)];
    if (joins === undefined) return [];
    const typed = texts[name];
    // A text that was typed goes before its rows.
    if (typed !== undefined && formText(typed) !== text) return [];
    const before = conditionForm(text)?.rows ?? [];
    const named = rowsIn(texts, name).map((row) =>
      withNamedStyle(withNamedDuration(row, words), row.of === null ? undefined : before[row.of], words),
    );
    return [[name, conditionOf({ joins: joins === 'or' ? 'or' : 'and', rows: named }, text)]];
  });
  return said.length === 0 ? texts : { ...texts, ...Object.fromEntries(said) };
}

function rowsIn(texts: FormTexts, condition: string): readonly RowForm[] {
  const rows = Array.from({ length: MOST_CONDITION_ROWS }, (_, at): RowForm => {
    const part = (name: 'subject' | 'test' | 'value') => texts[rowName(condition, at, name)] ?? '';
    const test = part('test');
    return {
      of: texts[`${condition}.row${at}.of`] === undefined ? null : at,
      subject: part('subject'),
      test: isRowTest(test) ? test : 'equal',
      value: part('value'),
    };
  });
  return rows.filter(isAsked);
}

function isRowTest(text: string): text is RowTest {
  return (ROW_TESTS as readonly string[]).includes(text);
}
