// Compiles the schedules of a template from its JSON, with every fault that an owner can mend.
import type { Report } from '../diagnostics.ts';
import { suggestion } from '../diagnostics.ts';
import { type Location, locate, type PathIndex } from '../paths/paths.ts';
import { compileActions } from '../triggers/actions.ts';
import { readField } from '../triggers/read-field.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { isZone } from '../values/zone-days.ts';
import {
  CAP_PERIODS,
  type Cap,
  EVERY,
  LATE,
  type QuietHours,
  SCHEDULE_STATES,
  type Schedule,
  WEEKDAYS,
  type When,
} from './schedule.ts';

export const MOST_SCHEDULES = 20;
/** The most days before or after a date, and without a scan. */
export const MOST_DAYS = 3660;
/** In characters. */
export const LONGEST_SCHEDULE_NAME = 60;
/** The most times of a cap. */
const MOST_TIMES = 1000;

/** In characters, as a segment's own name. */
export const LONGEST_SEGMENT_NAME = 100;

const KEYS = ['name', 'state', 'when', 'PSConditions', 'segment', 'actions', 'cap', 'quietHours', 'late', 'zone'];
const WHEN_KEYS = ['every', 'at', 'on', 'days', 'before', 'after', 'yearly', 'without'];

/** Where a schedule is, and where its faults are told. */
interface Place {
  readonly index: PathIndex;
  readonly where: string;
  readonly report: Report;
}

/** The schedules of a template; a faulty one is left out. */
export function compileSchedules(index: PathIndex, node: JsonValue | undefined, report: Report): readonly Schedule[] {
  if (node === undefined || node === null) return [];
  if (!isArray(node)) {
    report.error('schedules_invalid', 'schedules', 'schedules is a JSON array of schedules.');
    return [];
  }
  if (node.length > MOST_SCHEDULES) {
    const message = `A template has at most ${MOST_SCHEDULES} schedules, and this one has ${node.length}.`;
    report.error('schedules_invalid', 'schedules', message);
    return [];
  }
  const found: Schedule[] = [];
  for (const [position, each] of node.entries()) {
    const place = { index, where: `schedules_${position}`, report };
    const schedule = compileSchedule(each, place);
    if (schedule === null) continue;
    if (found.some(({ name }) => name === schedule.name)) {
      fault(place, 'name', `There are two schedules "${schedule.name}"; each needs a name of its own.`);
    } else {
      found.push(schedule);
    }
  }
  return found;
}

/** Reports a fault and answers null, as what it is about. */
function fault({ where, report }: Place, key: string, message: string): null {
  report.error('schedule_invalid', key === '' ? where : `${where}_${key}`, message);
  return null;
}

function compileSchedule(node: JsonValue, place: Place): Schedule | null {
  if (!isObject(node)) return fault(place, '', 'A schedule is a JSON object with name, state, when and actions.');
  checkKeys(node, KEYS, place, '');
  const name = typeof node.name === 'string' ? node.name.trim() : '';
  if (name === '' || name.length > LONGEST_SCHEDULE_NAME) {
    return fault(place, 'name', `A schedule needs a "name" of at most ${LONGEST_SCHEDULE_NAME} characters.`);
  }
  const state = oneOf(node.state ?? 'active', SCHEDULE_STATES, place, 'state');
  const when = readWhen(node.when, place);
  const late = oneOf(node.late ?? 'once', LATE, place, 'late');
  const cap = readCap(node.cap, place);
  const quietHours = readQuietHours(node.quietHours, place);
  const zone = readZone(node.zone, place);
  const segment = readSegment(node.segment, place);
  const { index, where, report } = place;
  const described = { type: 'condition', required: false, explanation: '' } as const;
  const at = { index, name: 'PSConditions', action: name, where, report };
  const audience = readField(node.PSConditions, described, at) as Schedule['audience'];
  if (node.actions === undefined || node.actions === null || (isArray(node.actions) && node.actions.length === 0)) {
    return fault(place, 'actions', 'A schedule needs "actions": an action as in triggers, or a JSON array of them.');
  }
  const actions = compileActions(index, node.actions, `schedules_${name}`, report);
  if (state === null || when === null || late === null || cap === undefined || zone === undefined) return null;
  if (quietHours === undefined || segment === undefined) return null;
  return { name, state, when, audience, segment, actions, cap, quietHours, late, zone };
}

function checkKeys(node: JsonObject, known: readonly string[], { where, report }: Place, part: string): void {
  for (const key of Object.keys(node)) {
    if (known.includes(key)) continue;
    const path = `${where}${part}_${key}`;
    const near = report.near(key, () => known);
    report.warning('schedule_key_unknown', path, `A schedule has no "${key}", so it does nothing.${near}`);
  }
}

function oneOf<W extends string>(given: JsonValue, words: readonly W[], place: Place, key: string): W | null {
  const word = words.find((each) => each === given);
  if (word !== undefined) return word;
  const name = key.slice(key.lastIndexOf('_') + 1);
  return fault(place, key, `${name} is one of ${words.join(', ')}.${suggestion(toText(given), words)}`);
}

const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** Minutes after midnight. */
function readClock(given: JsonValue | undefined, place: Place, key: string): number | null {
  const [, hours, minutes] = typeof given === 'string' ? (CLOCK.exec(given.trim()) ?? []) : [];
  if (hours !== undefined) return Number(hours) * 60 + Number(minutes);
  const name = key.slice(key.lastIndexOf('_') + 1);
  return fault(place, key, `${name} is a time such as 09:00, from 00:00 to 23:59.`);
}

function readWhen(node: JsonValue | undefined, place: Place): When | null {
  if (!isObject(node)) {
    const message =
      'A schedule needs a "when": {"every": "day", "at": "09:00"}, {"days": 2, "before": "expirationDate", "at": "09:00"} or ' +
      '{"days": 30, "without": "scan"}.';
    return fault(place, 'when', message);
  }
  checkKeys(node, WHEN_KEYS, place, '_when');
  const kinds = ['every', 'before', 'after', 'without'].filter((key) => Object.hasOwn(node, key));
  if (kinds.length !== 1) {
    return fault(place, 'when', 'when has one of "every", "before", "after" and "without".');
  }
  if (kinds[0] === 'every') return readEvery(node, place);
  const days = readDays(node.days, kinds[0] === 'without' ? 1 : 0, place);
  if (kinds[0] === 'without') {
    if (node.without !== 'scan') return fault(place, 'when_without', 'without is "scan".');
    const at = node.at === undefined || node.at === null ? undefined : readClock(node.at, place, 'when_at');
    return days === null || at === null ? null : { kind: 'without', days, at: at ?? null };
  }
  const date = readDate(node[kinds[0]!], place, `when_${kinds[0]}`);
  const at = readClock(node.at, place, 'when_at');
  const { yearly = false } = node;
  if (typeof yearly !== 'boolean') return fault(place, 'when_yearly', 'yearly is true or false.');
  if (days === null || date === null || at === null) return null;
  return { kind: 'dated', days: kinds[0] === 'before' ? -days || 0 : days, date, at, yearly };
}

function readDays(given: JsonValue | undefined, fewest: number, place: Place): number | null {
  if (typeof given === 'number' && Number.isInteger(given) && given >= fewest && given <= MOST_DAYS) return given;
  return fault(place, 'when_days', `days is a whole number from ${fewest} to ${MOST_DAYS}.`);
}

/** The path of a date: `birthday`, or `{birthday}` as a magic string has it. */
function readDate(given: JsonValue | undefined, place: Place, key: string): Location | null {
  const { index, report } = place;
  const text = toText(given).trim();
  const path = /^\{([^{}]+)\}$/.exec(text)?.[1] ?? text;
  const location = path === '' ? null : locate(index, path);
  if (location !== null) return location;
  const near = report.near(path, () => index.locations.keys());
  return fault(place, key, `"${path}" is not an API path of this template.${near}`);
}

function readEvery(node: JsonObject, place: Place): When | null {
  const every = oneOf(node.every ?? '', EVERY, place, 'when_every');
  const at = readClock(node.at, place, 'when_at');
  if (every === null || at === null) return null;
  const { on } = node;
  if (every === 'day') {
    return on === undefined
      ? { kind: 'every', every, at }
      : fault(place, 'when_on', '"on" goes with every week or month.');
  }
  if (every === 'week') {
    const day = oneOf(on ?? WEEKDAYS[0], WEEKDAYS, place, 'when_on');
    return day === null ? null : { kind: 'every', every, at, on: WEEKDAYS.indexOf(day) + 1 };
  }
  const day = on ?? 1;
  if (day === 'last') return { kind: 'every', every, at, on: day };
  if (typeof day === 'number' && Number.isInteger(day) && day >= 1 && day <= 31) {
    return { kind: 'every', every, at, on: day };
  }
  return fault(place, 'when_on', 'on is a day of the month from 1 to 31, or "last".');
}

/** Undefined: there is a fault. */
function readCap(node: JsonValue | undefined, place: Place): Cap | null | undefined {
  if (node === undefined || node === null) return null;
  if (!isObject(node)) {
    fault(place, 'cap', 'cap is a JSON object such as {"times": 1, "per": "week"}.');
    return undefined;
  }
  const per = oneOf(node.per ?? '', CAP_PERIODS, place, 'cap_per');
  const { times } = node;
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > MOST_TIMES) {
    fault(place, 'cap_times', `times is a whole number from 1 to ${MOST_TIMES}.`);
    return undefined;
  }
  return per === null ? undefined : { times, per };
}

function readQuietHours(node: JsonValue | undefined, place: Place): QuietHours | null | undefined {
  if (node === undefined || node === null) return null;
  if (!isObject(node)) {
    fault(place, 'quietHours', 'quietHours is a JSON object such as {"from": "21:00", "to": "08:00"}.');
    return undefined;
  }
  const from = readClock(node.from, place, 'quietHours_from');
  const to = readClock(node.to, place, 'quietHours_to');
  if (from === null || to === null) return undefined;
  if (from !== to) return { from, to };
  fault(place, 'quietHours', 'quietHours begin and end at different times.');
  return undefined;
}

function readSegment(given: JsonValue | undefined, place: Place): string | null | undefined {
  if (given === undefined || given === null) return null;
  const name = typeof given === 'string' ? given.trim() : '';
  if (name !== '' && name.length <= LONGEST_SEGMENT_NAME) return name;
  fault(
    place,
    'segment',
    `segment is the name of a segment of the template, at most ${LONGEST_SEGMENT_NAME} characters.`,
  );
  return undefined;
}

function readZone(given: JsonValue | undefined, place: Place): string | null | undefined {
  if (given === undefined || given === null) return null;
  if (typeof given === 'string' && isZone(given)) return given;
  fault(place, 'zone', `"${toText(given)}" is no time zone. Give a name such as Europe/Berlin or America/New_York.`);
  return undefined;
}
