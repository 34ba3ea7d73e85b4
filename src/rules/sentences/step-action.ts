// The action that a step of a form says. Everything that nobody touched is as it was: spelling, other
// keys, the kind of each value.
import { compileCondition, compileExpression } from '../paths/conditions.ts';
import { locate, type PathIndex } from '../paths/paths.ts';
import { readDelay } from '../schedules/delay.ts';
import { ACTION_SPELLINGS, ACTIONS, type ActionName } from '../triggers/action-table.ts';
import { LONGEST_LATER_NAME } from '../triggers/read-field.ts';
import { parseContainer } from '../values/json-text.ts';
import {
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  numberText,
  readNumber,
  toText,
} from '../values/values.ts';
import {
  type FormStep,
  innerActions,
  innerForm,
  STEP_FIELDS,
  type StepField,
  type StepForm,
  sameText,
  stepForm,
  TARGET_OF,
  type Verb,
} from './step-form.ts';

/** The verdict of the parser about a typed text, with line and column from 1 on. */
export interface TextFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The line with carets below the place. */
  readonly excerpt: string;
}

/** The inputs that may be empty. */
const OPTIONAL: readonly StepField[] = ['method', 'headers', 'body', 'until', 'condition'];

const ACTION_OF: Readonly<Record<Exclude<Verb, 'other'>, ActionName>> = {
  set: 'PSActionSetValue',
  calculate: 'PSActionSetValue',
  addResult: 'PSActionIncrementValue',
  add: 'PSActionIncrementValue',
  takeAway: 'PSActionIncrementValue',
  clear: 'PSActionSetValue',
  say: 'PSActionSetValue',
  colour: 'PSActionSetValue',
  stop: 'PSActionSetValue',
  become: 'PSActionSetValue',
  run: 'PSActionTriggers',
  tell: 'PSActionURL',
  later: 'PSActionLater',
};

/** What is wrong with an input: it is empty, or holds something else than it should. */
export type StepFaultKind =
  | 'missing'
  | 'amount'
  | 'json'
  | 'headers'
  | 'expression'
  | 'condition'
  | 'delay'
  | 'name'
  | 'taken'
  | 'noStep';
export interface StepFault {
  readonly field: StepField | 'inner';
  readonly kind: StepFaultKind;
  /** Of `expression` and `condition`. */
  readonly problem?: TextFault;
  /** The position of the step inside `later` that has the fault; absent: the step itself. */
  readonly inner?: number;
}

/**
 * The action of a form, and what is wrong with the form; with a fault the action must not be used.
 * `base`: the action that the form was made from, which comes back itself where nothing was touched.
 */
export function actionOf(
  index: PathIndex,
  form: StepForm,
  base?: JsonValue,
): { readonly action: JsonValue; readonly faults: readonly StepFault[] } {
  const was = base === undefined ? null : stepForm(base);
  if (base !== undefined && was !== null && sameStep(was, form)) return { action: base, faults: [] };
  const faults: StepFault[] = [];
  const fault = (field: StepFault['field'], kind: StepFaultKind) => faults.push({ field, kind });
  for (const field of STEP_FIELDS[form.verb]) {
    const mayLack = OPTIONAL.includes(field) || isFreeText(form.verb, field);
    if (form[field].trim() === '' && !mayLack) fault(field, 'missing');
  }
  if (form.verb === 'later' && form.inner.length === 0) fault('inner', 'noStep');
  if (faults.length > 0) return { action: base ?? null, faults };
  if (form.verb === 'other') {
    const action = parseContainer(form.text);
    if (!isObject(action)) fault('text', 'json');
    return { action: action ?? null, faults };
  }
  const given = isObject(base) ? base : {};
  const isSame = (...fields: readonly StepField[]) =>
    was?.verb === form.verb && fields.every((field) => sameText(was[field], form[field]));
  const changes: Record<string, JsonValue | undefined> = {};
  switch (form.verb) {
    case 'run':
      if (!isSame('path')) changes.targetPath = form.path;
      break;
    case 'add':
    case 'takeAway': {
      if (was?.path !== form.path) changes.targetPath = form.path;
      changes.expression = undefined;
      const amount = amountOf(form);
      if (amount === null) fault('text', 'amount');
      else if (!isSame('text')) changes.amount = amount;
      break;
    }
    case 'calculate':
    case 'addResult': {
      if (was?.path !== form.path) changes.targetPath = form.path;
      if (!isSame('text')) changes.expression = form.text.trim();
      changes[form.verb === 'calculate' ? 'value' : 'amount'] = undefined;
      const read = compileExpression(index, form.text);
      if (!read.ok) faults.push({ field: 'text', kind: 'expression', problem: read.error });
      break;
    }
    case 'later': {
      if (!isSame('count', 'unit')) changes.delay = delayText(form);
      if (readDelay(delayText(form)) === null) fault('count', 'delay');
      if (!isSame('name')) changes.name = form.name.trim();
      if (form.name.trim().length > LONGEST_LATER_NAME) fault('name', 'name');
      if (!isSame('until')) changes.cancelledBy = form.until === '' ? undefined : form.until;
      const before = innerActions(given.actions);
      const read = form.inner.map((step) => innerOf(index, step, step.of === null ? undefined : before[step.of]));
      faults.push(...read.flatMap((each, inner) => each.faults.map((of) => ({ ...of, inner }))));
      const actions = read.map(({ action }) => action);
      const areSame = actions.length === before.length && actions.every((action, at) => action === before[at]);
      if (!areSame) changes.actions = isObject(given.actions) && actions.length === 1 ? actions[0] : actions;
      break;
    }
    case 'tell': {
      if (!isSame('text')) changes.url = form.text.trim();
      if (!isSame('method')) changes.method = form.method.trim() === '' ? undefined : form.method.trim();
      if (!isSame('headers')) {
        const headers = headersOf(form.headers);
        if (headers === null) fault('headers', 'headers');
        changes.headers = headers ?? undefined;
      }
      if (!isSame('body')) changes.body = form.body === '' ? undefined : (parseContainer(form.body) ?? form.body);
      break;
    }
    default: {
      const path = form.verb === 'set' || form.verb === 'clear' ? form.path : TARGET_OF[form.verb];
      if (toText(given.targetPath) !== path) changes.targetPath = path;
      changes.expression = undefined;
      if (form.verb === 'clear') {
        if (!Object.hasOwn(given, 'value') || given.value !== null) changes.value = null;
      } else if (!isSame('path', 'text')) {
        const value = typedValueOf(index, path, form.text, given.value);
        if (value === undefined) fault('text', 'json');
        changes.value = value;
      }
    }
  }
  return { action: changed(given, ACTION_OF[form.verb], changes), faults };
}

function delayText({ count, unit }: StepForm): string {
  return `${count.trim()} ${unit}${count.trim() === '1' ? '' : 's'}`;
}

/** The action of a step inside `later`, with its own condition. */
function innerOf(index: PathIndex, form: FormStep, base?: JsonValue): ReturnType<typeof actionOf> {
  const { action, faults } = actionOf(index, form, base);
  const was = base === undefined ? '' : innerForm(base).condition;
  if (!isObject(action) || form.verb === 'other' || sameText(was, form.condition)) return { action, faults };
  const condition = form.condition.replace(/\r\n?/g, '\n').trim();
  const read = compileCondition(index, condition);
  if (!read.ok) return { action, faults: [...faults, { field: 'condition', kind: 'condition', problem: read.error }] };
  return { action: changed(action, null, { PSConditions: condition === '' ? undefined : condition }), faults };
}

/** A value may be the empty text, which an owner sets on purpose. */
function isFreeText(verb: Verb, field: StepField): boolean {
  return verb === 'set' && field === 'text';
}

/**
 * Writes changes into an action: keys stay in their order, and those of another kind of action go.
 * `name` null: the action stays what it is.
 */
function changed(
  given: JsonObject,
  name: ActionName | null,
  changes: Readonly<Record<string, JsonValue | undefined>>,
): JsonObject {
  const before = ACTION_SPELLINGS.get(toText(given.action));
  const next: Record<string, JsonValue> = { ...given };
  if (name !== null && before !== name) {
    const fields = Object.keys(ACTIONS[name].fields);
    for (const field of before === undefined ? [] : Object.keys(ACTIONS[before].fields)) {
      if (!fields.includes(field)) delete next[field];
    }
    next.action = name;
  }
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) delete next[key];
    else next[key] = value;
  }
  return next;
}

function amountOf({ verb, text }: StepForm): JsonValue | null {
  const typed = text.trim();
  const number = readNumber(typed);
  const isTaken = verb === 'takeAway';
  // A number below zero would read as the other verb.
  if (number !== null) return number < 0 ? null : isExact(typed, number) ? (isTaken ? -number || 0 : number) : null;
  if (isTaken) return /^\{[^{}]+\}$/.test(typed) ? `-${typed}` : null;
  return typed.includes('{') && !/^-\{[^{}]+\}$/.test(typed) ? typed : null;
}

/**
 * The typed value with the kind that the action or the place had before: a number, a truth, JSON, or
 * a text. Undefined: the place holds JSON, and the text is none.
 */
function typedValueOf(
  index: PathIndex,
  path: string,
  text: string,
  before: JsonValue | undefined,
): JsonValue | undefined {
  if (before !== undefined && before !== null && sameText(toText(before), text)) return before;
  const location = locate(index, path);
  const present = before ?? location?.value ?? null;
  if (isArray(present) || isObject(present)) {
    return parseContainer(text) ?? (typeof location?.value === 'object' ? undefined : text);
  }
  const number = readNumber(text);
  const counts = typeof present === 'number' || location?.holds === 'number';
  if (counts && number !== null && isExact(text, number)) return number;
  if (typeof present === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** Whether a number is written as it prints, so that no digit is lost. */
function isExact(text: string, number: number): boolean {
  return numberText(number) === text;
}

function headersOf(lines: string): JsonObject | null | undefined {
  const headers: Record<string, JsonValue> = {};
  for (const line of lines.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    if (colon < 1 || !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || name === '__proto__') return null;
    headers[name] = line.slice(colon + 1).trim();
  }
  return Object.keys(headers).length === 0 ? undefined : headers;
}

/** Whether two forms are the same, but for how a browser writes line breaks. */
function sameStep(form: StepForm, other: StepForm): boolean {
  if (form.verb !== other.verb || !STEP_FIELDS[form.verb].every((field) => sameText(form[field], other[field]))) {
    return false;
  }
  const { inner } = other;
  return form.inner.length === inner.length && form.inner.every((step, at) => isInner(step, inner[at]!));
}

function isInner(step: FormStep, other: FormStep): boolean {
  return step.of === other.of && sameText(step.condition, other.condition) && sameStep(step, other);
}
