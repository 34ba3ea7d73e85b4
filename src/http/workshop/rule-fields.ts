// Reads the form of a rule from a request: rows and steps by their numbers, each a few texts.
import { EMPTY_ROW, type Joins, ROW_TESTS, type RowForm } from '../../rules/sentences/condition-form.ts';
import {
  type FormStep,
  MOST_FORM_ROWS,
  MOST_FORM_STEPS,
  type RuleForm,
  type StepsForm,
} from '../../rules/sentences/rule-form.ts';
import { EMPTY_STEP, STEP_FIELDS, VERBS } from '../../rules/sentences/step-form.ts';
import type { Parameters } from '../parameters.ts';
import { textIn } from './form-texts.ts';

export function ruleFormIn(parameters: Parameters): RuleForm {
  return { home: textIn(parameters, 'home'), ...stepsFormIn(parameters) };
}

/** The condition and the steps of a form. */
export function stepsFormIn(parameters: Parameters): StepsForm {
  const joins: Joins = textIn(parameters, 'joins') === 'or' ? 'or' : 'and';
  return {
    asText: textIn(parameters, 'mode') === 'text',
    joins,
    rows: numbered(parameters, 'row', 'subject', MOST_FORM_ROWS, rowIn),
    condition: textIn(parameters, 'condition'),
    steps: numbered(parameters, 'step', 'verb', MOST_FORM_STEPS, stepIn),
  };
}

/** The items from 0 on, as long as the first input of each is there. */
function numbered<T>(
  parameters: Parameters,
  item: string,
  first: string,
  most: number,
  read: (parameters: Parameters, prefix: string) => T,
): readonly T[] {
  const items: T[] = [];
  for (let at = 0; at < most && Object.hasOwn(parameters, `${item}${at}.${first}`); at++) {
    items.push(read(parameters, `${item}${at}.`));
  }
  return items;
}

function rowIn(parameters: Parameters, prefix: string): RowForm {
  const test = textIn(parameters, `${prefix}test`);
  return {
    of: originIn(parameters, prefix),
    subject: textIn(parameters, `${prefix}subject`),
    test: ROW_TESTS.find((each) => each === test) ?? EMPTY_ROW.test,
    value: textIn(parameters, `${prefix}value`),
  };
}

function stepIn(parameters: Parameters, prefix: string): FormStep {
  const given = textIn(parameters, `${prefix}verb`);
  const verb = VERBS.find((each) => each === given) ?? EMPTY_STEP.verb;
  const fields = STEP_FIELDS[verb].map((field) => [field, textIn(parameters, prefix + field)] as const);
  return { ...EMPTY_STEP, ...Object.fromEntries(fields), verb, of: originIn(parameters, prefix) };
}

function originIn(parameters: Parameters, prefix: string): number | null {
  const text = textIn(parameters, `${prefix}of`);
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}
