// Reads the fields of a trigger action by the types in `action-table.ts`: the value of each field,
// or its fault.
import { type Report, suggestion } from '../diagnostics.ts';
import { TRIGGER_EVENTS, type TriggerEvent } from '../passes/facts.ts';
import {
  type CompiledCondition,
  type CompiledExpression,
  compileCondition,
  compileExpression,
  conditionProblem,
} from '../paths/conditions.ts';
import { isReserved, type Location, locate, type PathIndex } from '../paths/paths.ts';
import type { ValueKind } from '../paths/value-kinds.ts';
import { type Delay, readDelay } from '../schedules/delay.ts';
import { isArray, isObject, type JsonValue, readTruth, toText } from '../values/values.ts';
import type { ActionField, FieldType } from './action-table.ts';
import { holdsOwnCookie } from './own-cookies.ts';

/** An action's condition. `test` null: the condition cannot be read, which counts as false. */
export interface ActionCondition {
  readonly source: string;
  readonly test: CompiledCondition | null;
  readonly error: string | null;
}

/** A value that is calculated when the action runs. */
export interface ActionExpression {
  readonly source: string;
  readonly evaluate: CompiledExpression;
  readonly kind: Exclude<ValueKind, 'duration'>;
}

/** The result type of each type of field. */
export interface FieldValues {
  readonly expression: ActionExpression | null;
  readonly condition: ActionCondition | null;
  /** False where there is none. */
  readonly truth: boolean;
  readonly path: Location;
  readonly json: JsonValue;
  readonly amount: number | string;
  readonly url: string;
  readonly choice: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly name: string;
  readonly delay: Delay;
  /** As the template has them; actions.ts compiles them. */
  readonly actions: JsonValue;
  readonly event: TriggerEvent | null;
}

/** In characters. */
export const LONGEST_LATER_NAME = 60;

/** The position of an action, for the words and places of its diagnostics. */
export interface FieldPlace {
  readonly index: PathIndex;
  /** The field's name. */
  readonly name: string;
  /** The action as its owner wrote it, and its place in the template. */
  readonly action: string;
  readonly where: string;
  readonly report: Report;
}

type FieldOf<T extends FieldType> = ActionField & { readonly type: T };
type Reader<T extends FieldType> = (
  given: JsonValue | undefined,
  field: FieldOf<T>,
  place: FieldPlace,
) => FieldValues[T] | undefined;

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

const READERS: { readonly [T in FieldType]: Reader<T> } = {
  condition(given, _field, { index, name, where, report }) {
    if (given === undefined || given === null) return null;
    const source = toText(given);
    const result = compileCondition(index, source);
    if (result.ok) return { source, test: result.test, error: null };
    report.error('condition_invalid', `${where}_${name}`, conditionProblem(result.error));
    return { source, test: null, error: result.error.message };
  },

  expression(given, _field, { index, name, where, report }) {
    if (given === undefined || given === null) return null;
    const source = toText(given);
    const result = compileExpression(index, source);
    if (!result.ok) {
      report.error('expression_invalid', `${where}_${name}`, conditionProblem(result.error));
      return undefined;
    }
    const { evaluate, kind } = result;
    if (kind !== 'duration') return { source, evaluate, kind };
    const message = `${source} is a duration, which no place holds. For a number of days divide it: (${source}) / 1 day.`;
    report.error('expression_invalid', `${where}_${name}`, message);
    return undefined;
  },

  truth(given, field, { name, where, action, report }) {
    const truth = given === undefined || given === null ? false : readTruth(given);
    if (truth !== null) return truth;
    report.error('truth_invalid', `${where}_${name}`, faultOf(field, action));
    return undefined;
  },

  path(given, field, { index, name, action, where, report }) {
    const path = toText(given);
    if (path === '') {
      report.error('target_missing', where, faultOf(field, action));
      return undefined;
    }
    const location = locate(index, path);
    if (location !== null) return location;
    const message = isReserved(path)
      ? `${path} is set by the server and cannot be a ${name}.`
      : `"${path}" is not an API path of this template.${report.near(path, () => index.locations.keys())}`;
    report.error(isReserved(path) ? 'path_reserved' : 'path_unknown', where, message);
    return undefined;
  },

  json(given, field, { action, where, report }) {
    if (given !== undefined || !('fault' in field)) return given ?? null;
    report.error('value_missing', where, faultOf(field, action));
    return undefined;
  },

  amount(given, field, { action, where, report }) {
    if (typeof given === 'number' || typeof given === 'string') return given;
    report.error('amount_missing', where, faultOf(field, action));
    return undefined;
  },

  url(given, field, { index, action, where, report }) {
    const url = toText(given).trim();
    const begins = index.magicPrefixes === true ? /^(?:https?:\/\/|[#$]?\{)/i : /^(?:https?:\/\/|\{)/i;
    if (begins.test(url)) return url;
    report.error('url_invalid', where, faultOf(field, action));
    return undefined;
  },

  choice(given, field, { action, where, report }) {
    const { choices } = field;
    const choice = given === undefined || given === null ? choices[0] : toText(given).toUpperCase();
    if (choices.includes(choice)) return choice;
    report.error('method_unknown', where, `${faultOf(field, action)}${suggestion(choice, choices)}`);
    return undefined;
  },

  headers(given, field, { action, where, report }) {
    const headers = given ?? {};
    if (!isObject(headers) || !Object.keys(headers).every((header) => HEADER_NAME.test(header))) {
      report.error('headers_invalid', where, faultOf(field, action));
      return undefined;
    }
    const texts = Object.entries(headers).map(([header, value]) => [header.toLowerCase(), toText(value)] as const);
    // The action stays: what it sends has no such cookie anyway.
    if (texts.some(([header, text]) => header === 'cookie' && holdsOwnCookie(text))) {
      const message = 'A URL action carries no cookie of this server; give the clientHash as a parameter instead.';
      report.error('headers_invalid', where, message);
    }
    return Object.fromEntries(texts);
  },

  name(given, field, { action, where, report }) {
    const name = typeof given === 'string' ? given.trim() : '';
    if (name !== '' && name.length <= LONGEST_LATER_NAME) return name;
    report.error('later_name_invalid', where, faultOf(field, action));
    return undefined;
  },

  delay(given, field, { action, where, report }) {
    const delay = typeof given === 'string' ? readDelay(given) : null;
    if (delay !== null) return delay;
    report.error('delay_invalid', where, faultOf(field, action));
    return undefined;
  },

  actions(given, field, { action, where, report }) {
    if (isObject(given) || (isArray(given) && given.length > 0)) return given;
    report.error('actions_missing', where, faultOf(field, action));
    return undefined;
  },

  event(given, field, { action, where, report }) {
    if (given === undefined || given === null) return null;
    const event = TRIGGER_EVENTS.find((each) => each === given);
    if (event !== undefined) return event;
    report.error('event_unknown', where, `${faultOf(field, action)}${suggestion(toText(given), TRIGGER_EVENTS)}`);
    return undefined;
  },
};

/**
 * Reads one field of an action. Returns undefined, after reporting the fault, when the fault makes
 * the action unusable. An unreadable condition is reported as well, but its action stays.
 */
export function readField(
  given: JsonValue | undefined,
  field: ActionField,
  place: FieldPlace,
): FieldValues[FieldType] | undefined {
  // Each reader takes the fields of its own type, which the compiler does not see here.
  const read = READERS[field.type] as (
    given: JsonValue | undefined,
    field: ActionField,
    place: FieldPlace,
  ) => FieldValues[FieldType] | undefined;
  return read(given, field, place);
}

function faultOf({ fault }: { readonly fault: string }, action: string): string {
  return fault.replace('{action}', () => action);
}
