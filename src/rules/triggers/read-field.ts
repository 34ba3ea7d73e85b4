// Reads the fields of a trigger action by the types that `action-table.ts` gives them: what each becomes, or what is wrong.
import { suggestion } from '../diagnostics.ts';
import { type CompiledCondition, compileCondition, conditionProblem } from '../paths/conditions.ts';
import { isReserved, type Location, locate, type PathIndex } from '../paths/paths.ts';
import { isObject, type JsonValue, toText } from '../values/values.ts';
import type { ActionField, FieldFault, FieldType } from './action-table.ts';

/** An action's condition; `test` null: it cannot be read, which counts as false. */
export interface ActionCondition {
  readonly source: string;
  readonly test: CompiledCondition | null;
  readonly error: string | null;
}

/** What a field of each type becomes. */
export interface FieldValues {
  readonly condition: ActionCondition | null;
  readonly path: Location;
  readonly json: JsonValue;
  readonly amount: number | string;
  readonly url: string;
  readonly choice: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Where an action stands, for the words and places of its diagnostics. */
export interface FieldPlace {
  readonly index: PathIndex;
  /** The field's name. */
  readonly name: string;
  /** The action as its owner wrote it. */
  readonly action: string;
}

/** A value, a problem, or both: a condition that cannot be read is reported, and its action stays. */
export interface FieldResult<T> {
  readonly value?: T;
  readonly problem?: FieldProblem;
}

interface FieldProblem {
  readonly code: string;
  readonly message: string;
  /** The part of the action at fault, where a diagnostic names one. */
  readonly part?: string;
}

type FieldOf<T extends FieldType> = ActionField & { readonly type: T };
type Reader<T extends FieldType> = (
  given: JsonValue | undefined,
  field: FieldOf<T>,
  place: FieldPlace,
) => FieldResult<FieldValues[T]>;

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

const READERS: { readonly [T in FieldType]: Reader<T> } = {
  condition(given, _field, { index, name }) {
    if (given === undefined || given === null) return { value: null };
    const source = toText(given);
    const result = compileCondition(index, source);
    if (result.ok) return { value: { source, test: result.test, error: null } };
    const problem = { code: 'condition_invalid', message: conditionProblem(result.error), part: name };
    return { value: { source, test: null, error: result.error.message }, problem };
  },

  path(given, field, place) {
    const path = toText(given);
    if (path === '') return wrong(field, place);
    const location = locate(place.index, path);
    if (location !== null) return { value: location };
    if (isReserved(path)) {
      const message = `${path} is set by the server and cannot be a ${place.name}.`;
      return { problem: { code: 'path_reserved', message } };
    }
    const near = suggestion(path, place.index.locations.keys());
    return { problem: { code: 'path_unknown', message: `"${path}" is not an API path of this template.${near}` } };
  },

  json: (given, field, place) =>
    given === undefined && 'fault' in field ? wrong(field, place) : { value: given ?? null },

  amount: (given, field, place) =>
    typeof given === 'number' || typeof given === 'string' ? { value: given } : wrong(field, place),

  url(given, field, place) {
    const url = toText(given).trim();
    const begins = place.index.magicPrefixes === true ? /^(?:https?:\/\/|[#$]?\{)/i : /^(?:https?:\/\/|\{)/i;
    return begins.test(url) ? { value: url } : wrong(field, place);
  },

  choice(given, field, place) {
    const { choices } = field;
    const choice = given === undefined || given === null ? choices[0] : toText(given).toUpperCase();
    return choices.includes(choice) ? { value: choice } : wrong(field, place, suggestion(choice, choices));
  },

  headers(given, field, place) {
    const headers = given ?? {};
    if (!isObject(headers) || !Object.keys(headers).every((header) => HEADER_NAME.test(header))) {
      return wrong(field, place);
    }
    const texts = Object.entries(headers).map(([header, value]) => [header.toLowerCase(), toText(value)] as const);
    return { value: Object.fromEntries(texts) };
  },
};

/** The value of one field of an action, and what is to be reported. A field without a value makes the action of no use. */
export function readField(
  given: JsonValue | undefined,
  field: ActionField,
  place: FieldPlace,
): FieldResult<FieldValues[FieldType]> {
  // Each reader takes the fields of its own type, which the compiler does not see here.
  const read = READERS[field.type] as (
    given: JsonValue | undefined,
    field: ActionField,
    place: FieldPlace,
  ) => FieldResult<FieldValues[FieldType]>;
  return read(given, field, place);
}

function wrong({ fault }: { readonly fault: FieldFault }, { action }: FieldPlace, hint = ''): FieldResult<never> {
  return { problem: { code: fault.code, message: `${fault.message.replace('{action}', () => action)}${hint}` } };
}
