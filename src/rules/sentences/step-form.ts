// A step of a rule as a form has it: a verb and texts of inputs. step-action.ts makes it an action again.
import { TRIGGER_EVENTS } from '../passes/facts.ts';
import { DELAY_UNITS, readDelay } from '../schedules/delay.ts';
import { ACTION_SPELLINGS } from '../triggers/action-table.ts';
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
  'addResult',
  'run',
  'tell',
  'later',
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
  /** Of `later`: how many of a unit of DELAY_UNITS to wait, and the name of what waits. */
  readonly count: string;
  readonly unit: string;
  readonly name: string;
  /** Of `later`: the event after which nothing is done any more; empty: none. */
  readonly until: string;
  /** Of a step inside `later`: its own condition. */
  readonly condition: string;
  /** Of `later`: what is done then. None of them is a `later`. */
  readonly inner: readonly FormStep[];
}
export type StepField = Exclude<keyof StepForm, 'verb' | 'inner'>;

/** A step of the form. `of`: its position in what the form was made from; null: a new step. */
export interface FormStep extends StepForm {
  readonly of: number | null;
}

/** The inputs of each verb. */
export const STEP_FIELDS: Readonly<Record<Verb, readonly StepField[]>> = {
  set: ['path', 'text'],
  calculate: ['path', 'text'],
  addResult: ['text', 'path'],
  add: ['text', 'path'],
  takeAway: ['text', 'path'],
  clear: ['path'],
  say: ['text'],
  colour: ['text'],
  stop: ['text'],
  become: ['text'],
  run: ['path'],
  tell: ['text', 'method', 'headers', 'body'],
  later: ['count', 'unit', 'name', 'until'],
  other: ['text'],
};

/** The inputs of a step inside `later`. */
export function innerFields(verb: Verb): readonly StepField[] {
  // The JSON of an action has its condition.
  return verb === 'other' ? STEP_FIELDS.other : [...STEP_FIELDS[verb], 'condition'];
}

/** The places that verbs of their own set. */
export const TARGET_OF = { say: 'psScanText', colour: 'psScanColor', stop: 'psTriggerError', become: 'type' } as const;

export const EMPTY_STEP: StepForm = {
  verb: 'set',
  ...{ path: '', text: '', method: '', headers: '', body: '' },
  ...{ count: '', unit: '', name: '', until: '', condition: '', inner: [] },
};

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
      if (!isCalculated(action)) return { ...EMPTY_STEP, path, ...amountForm(toText(action.amount)) };
      if (Object.hasOwn(action, 'amount')) return other(action);
      return { ...EMPTY_STEP, verb: 'addResult', path, text: toText(action.expression) };
    case 'PSActionTriggers':
      return { ...EMPTY_STEP, verb: 'run', path };
    case 'PSActionURL': {
      const headers = headerLines(action.headers ?? null);
      if (headers === null) return other(action);
      const { url, method, body } = action;
      return { ...EMPTY_STEP, verb: 'tell', text: toText(url), method: toText(method), headers, body: toText(body) };
    }
    case 'PSActionLater':
      return laterForm(action) ?? other(action);
  }
}

/** Null: a part of the action is not what inputs can show. */
function laterForm({ delay, name, cancelledBy, actions }: JsonObject): StepForm | null {
  const read = typeof delay === 'string' ? readDelay(delay) : null;
  const until = toText(cancelledBy ?? null);
  const steps = innerActions(actions);
  if (read === null || typeof name !== 'string' || LOST.test(name) || steps.length === 0) return null;
  if (until !== '' && !(TRIGGER_EVENTS as readonly string[]).includes(until)) return null;
  const unit = DELAY_UNITS.find((each) => read.unit === `${each}s`)!;
  const inner = steps.map((each, of) => ({ ...innerForm(each), of }));
  return { ...EMPTY_STEP, verb: 'later', count: String(read.count), unit, name, until, inner };
}

/** What an input of one line does not send back as it was. */
const LOST = /[\r\n\0]/;

export function innerActions(actions: JsonValue | undefined): readonly JsonValue[] {
  return isArray(actions) ? actions : isObject(actions) ? [actions] : [];
}

export function innerForm(action: JsonValue): StepForm {
  const form = stepForm(action);
  if (form.verb === 'later') return other(action);
  return form.verb === 'other' ? form : { ...form, condition: conditionText(action) };
}

function conditionText(action: JsonValue | undefined): string {
  return isObject(action) ? toText(action.PSConditions ?? null) : '';
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

/** Browsers send line breaks as CRLF, and U+FFFD for a NUL. */
export function sameText(text: string, other: string): boolean {
  return text === other || plain(text) === plain(other);
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
}
