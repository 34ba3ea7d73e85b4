// A step of a rule as a form has it: a verb and texts of inputs. A form becomes an action again, in
// which everything that nobody touched is as it was: spelling, other keys, the kind of each value.
import { locate, type PathIndex } from '../paths/paths.ts';
import { ACTION_SPELLINGS, ACTIONS, type ActionName } from '../triggers/action-table.ts';
import { parseContainer } from '../values/json-text.ts';
import { jsonOf } from '../values/key-order.ts';
import {
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  numberText,
  readNumber,
  toText,
} from '../values/values.ts';
import { isStyle } from '../vocabulary.ts';

/** What a step does, in an owner's words. `other`: an action that no form can say, as its JSON. */
export const VERBS = [
  'set',
  'add',
  'takeAway',
  'clear',
  'say',
  'colour',
  'stop',
  'become',
  'calculate',
  'run',
  'tell',
  'other',
] as const;
export type Verb = (typeof VERBS)[number];

/** Texts of inputs; those that a verb does not use are empty. */
export interface StepForm {
  readonly verb: Verb;
  readonly path: string;
  /** The value, amount, message, address or JSON. */
  readonly text: string;
  readonly method: string;
  /** A line each: `name: value`. */
  readonly headers: string;
  readonly body: string;
}
export type StepField = Exclude<keyof StepForm, 'verb'>;

/** The inputs of each verb. */
export const STEP_FIELDS: Readonly<Record<Verb, readonly StepField[]>> = {
  set: ['path', 'text'],
  calculate: ['path', 'text'],
  add: ['text', 'path'],
  takeAway: ['text', 'path'],
  clear: ['path'],
  say: ['text'],
  colour: ['text'],
  stop: ['text'],
  become: ['text'],
  run: ['path'],
  tell: ['text', 'method', 'headers', 'body'],
  other: ['text'],
};

const ACTION_OF: Readonly<Record<Exclude<Verb, 'other'>, ActionName>> = {
  set: 'PSActionSetValue',
  calculate: 'PSActionSetValue',
  add: 'PSActionIncrementValue',
  takeAway: 'PSActionIncrementValue',
  clear: 'PSActionSetValue',
  say: 'PSActionSetValue',
  colour: 'PSActionSetValue',
  stop: 'PSActionSetValue',
  become: 'PSActionSetValue',
  run: 'PSActionTriggers',
  tell: 'PSActionURL',
};

/** The places that verbs of their own set. */
const TARGET_OF = { say: 'psScanText', colour: 'psScanColor', stop: 'psTriggerError', become: 'type' } as const;

export const EMPTY_STEP: StepForm = { verb: 'set', path: '', text: '', method: '', headers: '', body: '' };

/** What is wrong with an input: it is empty, or holds something else than it should. */
export type StepFaultKind = 'missing' | 'amount' | 'json' | 'headers';
export interface StepFault {
  readonly field: StepField;
  readonly kind: StepFaultKind;
}

/** An action as a form shows it. */
export function stepForm(action: JsonValue): StepForm {
  const name = isObject(action) ? ACTION_SPELLINGS.get(toText(action.action)) : undefined;
  if (name === undefined || !isObject(action)) return other(action);
  const path = toText(action.targetPath);
  switch (name) {
    case 'PSActionSetValue':
      if (!isCalculated(action)) return setForm(path, action.value ?? null);
      if (Object.hasOwn(action, 'value')) return other(action);
      return { ...EMPTY_STEP, verb: 'calculate', path, text: toText(action.expression) };
    case 'PSActionIncrementValue':
      if (isCalculated(action)) return other(action);
      return { ...EMPTY_STEP, path, ...amountForm(toText(action.amount)) };
    case 'PSActionTriggers':
      return { ...EMPTY_STEP, verb: 'run', path };
    case 'PSActionURL': {
      const headers = headerLines(action.headers ?? null);
      if (headers === null) return other(action);
      const { url, method, body } = action;
      return { ...EMPTY_STEP, verb: 'tell', text: toText(url), method: toText(method), headers, body: toText(body) };
    }
    case 'PSActionLater':
      return other(action);
  }
}

function isCalculated({ expression }: JsonObject): boolean {
  return expression !== undefined && expression !== null;
}

function other(action: JsonValue): StepForm {
  return { ...EMPTY_STEP, verb: 'other', text: jsonOf(action, 2) };
}

function setForm(path: string, value: JsonValue): StepForm {
  if (value === null) return { ...EMPTY_STEP, verb: 'clear', path };
  const verb = (Object.keys(TARGET_OF) as (keyof typeof TARGET_OF)[]).find((each) => TARGET_OF[each] === path);
  const isSaid = verb === 'become' ? isStyle(value) : value !== '';
  if (verb !== undefined && isSaid) return { ...EMPTY_STEP, verb, text: toText(value) };
  return { ...EMPTY_STEP, verb: 'set', path, text: toText(value) };
}

/** `-3` and `-{points}` are taken away. */
function amountForm(amount: string): Pick<StepForm, 'verb' | 'text'> {
  const number = readNumber(amount);
  if (number !== null && number < 0) return { verb: 'takeAway', text: numberText(-number) };
  const taken = /^-(\{[^{}]+\})$/.exec(amount);
  return taken === null ? { verb: 'add', text: amount } : { verb: 'takeAway', text: taken[1]! };
}

/** Null: an input cannot show the headers, because one is no text of one line. */
function headerLines(headers: JsonValue): string | null {
  if (headers === null) return '';
  if (!isObject(headers)) return null;
  const entries = Object.entries(headers);
  const isPlain = entries.every(([name, value]) => typeof value === 'string' && HEADER.test(`${name}: ${value}`));
  return isPlain ? entries.map(([name, value]) => `${name}: ${toText(value)}`).join('\n') : null;
}

const HEADER = /^[^\s:]+: (?:\S(?:[^\r\n\0]*\S)?)?$/;

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
  const fault = (field: StepField, kind: StepFaultKind) => faults.push({ field, kind });
  for (const field of STEP_FIELDS[form.verb]) {
    const mayLack = field === 'method' || field === 'headers' || field === 'body' || isFreeText(form.verb, field);
    if (form[field].trim() === '' && !mayLack) fault(field, 'missing');
  }
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
      if (!isSame('path')) changes.targetPath = form.path;
      if (!isSame('text')) changes.expression = form.text.trim();
      changes.value = undefined;
      break;
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

/** A value may be the empty text, which an owner sets on purpose. */
function isFreeText(verb: Verb, field: StepField): boolean {
  return verb === 'set' && field === 'text';
}

/** Writes changes into an action: keys stay in their order, and those of another kind of action go. */
function changed(
  given: JsonObject,
  name: ActionName,
  changes: Readonly<Record<string, JsonValue | undefined>>,
): JsonObject {
  const before = ACTION_SPELLINGS.get(toText(given.action));
  const next: Record<string, JsonValue> = { ...given };
  if (before !== name) {
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
  return form.verb === other.verb && STEP_FIELDS[form.verb].every((field) => sameText(form[field], other[field]));
}

/** Browsers send line breaks as CRLF, and U+FFFD for a NUL. */
export function sameText(text: string, other: string): boolean {
  return text === other || plain(text) === plain(other);
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
}
