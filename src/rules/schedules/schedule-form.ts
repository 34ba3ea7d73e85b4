// A schedule's terms as a form has them, all texts of inputs, and the JSON that a form says. What nobody
// touched is written as it was. Its condition and actions are those of rule-form.ts.
import type { Diagnostic } from '../diagnostics.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { EVERY, LATE, SCHEDULE_STATES, WEEKDAYS } from './schedule.ts';

/** When a schedule is due, as a form asks it: each of `every`, a date of the card, or no scan. */
export const FORM_KINDS = [...EVERY, 'dated', 'without'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

export interface ScheduleTexts {
  readonly name: string;
  /** One of SCHEDULE_STATES. */
  readonly state: string;
  /** One of FORM_KINDS. */
  readonly kind: string;
  /** `09:00`. */
  readonly at: string;
  /** One of WEEKDAYS. */
  readonly weekday: string;
  /** `1` to `31`, or `last`. */
  readonly monthday: string;
  readonly days: string;
  /** `before` or `after` the date. */
  readonly side: string;
  /** The API path of the date. */
  readonly date: string;
  /** `yes`, or empty. */
  readonly yearly: string;
  readonly zone: string;
  /** One of LATE. */
  readonly late: string;
  /** Both empty: there are no quiet hours. */
  readonly quietFrom: string;
  readonly quietTo: string;
  /** Empty: as often as it is due. */
  readonly times: string;
  /** One of CAP_PERIODS. */
  readonly per: string;
  /** Empty: none. */
  readonly segment: string;
}
export type ScheduleInput = keyof ScheduleTexts;

/** A new schedule. */
export const EMPTY_SCHEDULE: ScheduleTexts = {
  name: '',
  state: 'active',
  kind: 'day',
  at: '09:00',
  weekday: WEEKDAYS[0],
  monthday: '1',
  days: '0',
  side: 'after',
  date: '',
  yearly: '',
  zone: '',
  late: LATE[0],
  quietFrom: '',
  quietTo: '',
  times: '',
  per: 'day',
  segment: '',
};

/** The inputs that each kind has, besides those that all have. */
export const KIND_INPUTS: Readonly<Record<FormKind, readonly ScheduleInput[]>> = {
  day: ['at'],
  week: ['weekday', 'at'],
  month: ['monthday', 'at'],
  dated: ['days', 'side', 'date', 'at', 'yearly'],
  without: ['days', 'at'],
};

export function isFormKind(text: string): text is FormKind {
  return (FORM_KINDS as readonly string[]).includes(text);
}

/** The inputs of a schedule's JSON; those that it lacks are as in a new schedule. */
export function scheduleTexts(node: JsonObject): ScheduleTexts {
  const { state, late, zone, segment } = node;
  const [cap, quiet] = [objectOf(node.cap), objectOf(node.quietHours)];
  return {
    ...EMPTY_SCHEDULE,
    ...whenTexts(objectOf(node.when)),
    name: toText(node.name).trim(),
    state: given(state, SCHEDULE_STATES[0]),
    late: given(late, LATE[0]),
    zone: toText(zone),
    segment: toText(segment).trim(),
    times: toText(cap.times),
    per: given(cap.per, EMPTY_SCHEDULE.per),
    quietFrom: clockText(quiet.from),
    quietTo: clockText(quiet.to),
  };
}

function whenTexts(when: JsonObject): Partial<ScheduleTexts> {
  const at = clockText(when.at);
  const days = toText(when.days);
  if (Object.hasOwn(when, 'without')) return { kind: 'without', at, days };
  const side = (['before', 'after'] as const).find((each) => Object.hasOwn(when, each));
  if (side !== undefined) {
    const date = toText(when[side])
      .trim()
      .replace(/^\{([^{}]{1,200})\}$/, '$1');
    return { kind: 'dated', at, days, side, date, yearly: when.yearly === true ? 'yes' : '' };
  }
  const on = toText(when.on);
  const kind = given(when.every, EMPTY_SCHEDULE.kind);
  if (kind === 'week') return { kind, at, weekday: on === '' ? WEEKDAYS[0] : on };
  if (kind === 'month') return { kind, at, monthday: on === '' ? '1' : on };
  return { kind, at };
}

/** Inputs of the type time take 09:30 and no 9:30. */
function clockText(value: JsonValue | undefined): string {
  const text = toText(value).trim();
  return /^\d:\d\d$/.test(text) ? `0${text}` : text;
}

function given(value: JsonValue | undefined, otherwise: string): string {
  return value === undefined || value === null ? otherwise : toText(value);
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/**
 * The JSON of a form's terms; actions and the condition stay those of `base`, which is the schedule that
 * the form was made from. A text that is wrong comes into the JSON as it is, for the compiler to say so.
 */
export function scheduleNode(typed: ScheduleTexts, base: JsonObject | null): JsonObject {
  const texts = trimmed(typed);
  const was = base === null ? null : scheduleTexts(base);
  const isChanged = (inputs: readonly ScheduleInput[]) =>
    was === null || inputs.some((input) => texts[input] !== was[input]);
  const next: Record<string, JsonValue> = { ...(base ?? {}) };
  const write = (key: string, inputs: readonly ScheduleInput[], value: JsonValue | undefined) => {
    if (!isChanged(inputs)) return;
    if (value === undefined) delete next[key];
    else next[key] = value;
  };
  const orNone = (text: string, usual = '') => (text === usual ? undefined : text);
  write('name', ['name'], texts.name);
  write('state', ['state'], was === null ? orNone(texts.state, SCHEDULE_STATES[0]) : texts.state);
  write('zone', ['zone'], orNone(texts.zone));
  // Inputs of another kind are not shown, and are empty or as in a new schedule.
  const asked = isFormKind(texts.kind) ? KIND_INPUTS[texts.kind] : [];
  if (was === null || texts.kind !== was.kind || isChanged(asked)) next.when = whenOf(texts);
  write('segment', ['segment'], orNone(texts.segment));
  const hasCap = texts.times !== '';
  // The period alone says nothing.
  const capInputs: readonly ScheduleInput[] = hasCap ? ['times', 'per'] : ['times'];
  write('cap', capInputs, hasCap ? { times: numberOr(texts.times), per: texts.per } : undefined);
  const isQuiet = texts.quietFrom !== '' || texts.quietTo !== '';
  const quietHours = isQuiet ? { from: texts.quietFrom, to: texts.quietTo } : undefined;
  write('quietHours', ['quietFrom', 'quietTo'], quietHours);
  write('late', ['late'], orNone(texts.late, LATE[0]));
  return next;
}

function whenOf({ kind, at, weekday, monthday, days, side, date, yearly }: ScheduleTexts): JsonObject {
  switch (kind) {
    case 'week':
      return { every: kind, on: weekday, at };
    case 'month':
      return { every: kind, on: monthday === 'last' ? monthday : numberOr(monthday), at };
    case 'dated':
      return { days: numberOr(days), [side]: date, ...(yearly === 'yes' ? { yearly: true } : {}), at };
    case 'without':
      return { days: numberOr(days), without: 'scan', ...(at === '' ? {} : { at }) };
    default:
      return { every: kind, at };
  }
}

function trimmed(texts: ScheduleTexts): ScheduleTexts {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.trim()])) as unknown as ScheduleTexts;
}

function numberOr(text: string): JsonValue {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** The place of a fault below its schedule -> the input that a person mends. */
const INPUT_OF: Readonly<Record<string, ScheduleInput>> = {
  name: 'name',
  state: 'state',
  zone: 'zone',
  late: 'late',
  segment: 'segment',
  when: 'kind',
  when_every: 'kind',
  when_at: 'at',
  when_days: 'days',
  when_before: 'date',
  when_after: 'date',
  when_yearly: 'yearly',
  when_without: 'kind',
  cap: 'times',
  cap_times: 'times',
  cap_per: 'per',
  quietHours: 'quietTo',
  quietHours_from: 'quietFrom',
  quietHours_to: 'quietTo',
};

/** The inputs that are wrong by what the compiler says of the schedule at `where`, each once. */
export function faultyInputs(
  diagnostics: readonly Diagnostic[],
  where: string,
  { kind }: Pick<ScheduleTexts, 'kind'>,
): readonly ScheduleInput[] {
  const found = diagnostics.flatMap(({ severity, path }): ScheduleInput[] => {
    if (severity !== 'error' || !path.startsWith(`${where}_`)) return [];
    const place = path.slice(where.length + 1);
    if (place === 'when_on') return [kind === 'week' ? 'weekday' : 'monthday'];
    const input = Object.hasOwn(INPUT_OF, place) ? INPUT_OF[place] : undefined;
    return input === undefined ? [] : [input];
  });
  return [...new Set(found)];
}

/** The schedules of a constructor, as they are written. */
export function scheduleNodes({ schedules }: JsonObject): readonly JsonValue[] {
  return isArray(schedules) ? schedules : [];
}

/** The actions of a schedule, as it has them. */
export function actionsOfSchedule(node: JsonValue): readonly JsonValue[] {
  const actions = isObject(node) ? (node.actions ?? []) : [];
  return isArray(actions) ? actions : [actions];
}

/** A schedule with other actions and another condition; the same object where both are as they were. */
export function withOrders(node: JsonObject, condition: string, actions: readonly JsonValue[]): JsonObject {
  const next: Record<string, JsonValue> = { ...node };
  const before = actionsOfSchedule(node);
  const isSame = before.length === actions.length && before.every((action, at) => action === actions[at]);
  if (condition === '') delete next.PSConditions;
  else if (toText(node.PSConditions) !== condition) next.PSConditions = condition;
  if (!isSame || node.actions === undefined) {
    next.actions = isObject(node.actions) && actions.length === 1 ? actions[0]! : actions;
  }
  return next;
}
