// Checks of a card: what its owner expects an event to do to a pass in a given state. As JSON they
// go along with the card's files, as checks.json.
import { createReport, type Diagnostic, type Report } from '../diagnostics.ts';
import { ACCESS_NAME, ACCESS_TYPES, type AccessFacts, type AccessType, type Overrides } from '../passes/facts.ts';
import { type Happening, happeningNamed, nameOfHappening } from '../schedules/due.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';

/** The checks that a card may have. */
export const MOST_CHECKS = 50;
/** The JSON of one check, in characters. */
export const LARGEST_CHECK = 32 * 1024;
/** The name of a check, in characters. */
export const LONGEST_CHECK_NAME = 100;
/** How often an event of a check, or of any try, happens. */
export const MOST_TIMES = 20;

/** What a check expects; absent parts are not looked at. */
export interface Expectation {
  /** Whether the card looks different afterwards, so that phones are told. */
  readonly changes: boolean;
  /** API path -> the value that a condition would see at the place afterwards. */
  readonly values: JsonObject;
  readonly till?: { readonly text: string; readonly colour: string };
  /** What lock screens say after the last event. */
  readonly lockScreen?: readonly string[];
  /** The message that stops the last event; null: none does. */
  readonly stopped?: string | null;
}

export interface Check extends Happening {
  readonly name: string;
  readonly times: number;
  /** When the event happens, in ms since 1970. */
  readonly at: number;
  /** The pass before the event. */
  readonly overrides: Overrides;
  readonly access: AccessFacts;
  readonly expect: Expectation;
}

export function checkJson({ name, accessType, key, times, at, overrides, access, expect }: Check): JsonObject {
  const facts = ACCESS_TYPES.flatMap((type) => {
    const fact = access[type];
    return fact === undefined ? [] : [[ACCESS_NAME[type], { count: fact.count, last: isoTime(fact.last) }] as const];
  });
  const { values, changes, till, lockScreen, stopped } = expect;
  return {
    name,
    event: nameOfHappening({ accessType, key }),
    times,
    at: isoTime(at),
    pass: { values: overrides, access: Object.fromEntries(facts) },
    expect: {
      changes,
      values,
      ...(till === undefined ? {} : { till: { text: till.text, colour: till.colour } }),
      ...(lockScreen === undefined ? {} : { lockScreen }),
      ...(stopped === undefined ? {} : { stopped }),
    },
  };
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}

export type ReadCheck =
  | { readonly ok: true; readonly check: Check }
  | { readonly ok: false; readonly problems: readonly Diagnostic[] };

/** Reads a check from JSON. `where`: its place in the file, such as `checks[2]`. */
export function readCheck(json: JsonValue, where: string): ReadCheck {
  const report = createReport();
  const check = isObject(json) ? checkOf(json, where, report) : null;
  if (!isObject(json)) report.error('check_invalid', where, 'A check is a JSON object.');
  const problems = report.diagnostics;
  return check === null || problems.length > 0 ? { ok: false, problems } : { ok: true, check };
}

function checkOf(json: JsonObject, where: string, report: Report): Check | null {
  const fault = (key: string, message: string) => report.error('check_invalid', `${where}.${key}`, message);
  if (JSON.stringify(json).length > LARGEST_CHECK) {
    report.error('check_invalid', where, `A check has at most ${LARGEST_CHECK} characters of JSON.`);
    return null;
  }
  const { name, event, times = 1, at } = json;
  if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_CHECK_NAME) {
    fault('name', `A check has a name of 1 to ${LONGEST_CHECK_NAME} characters.`);
  }
  const happening = typeof event === 'string' ? happeningNamed(event) : null;
  if (happening === null) {
    fault('event', 'event is the name of an event with rules, such as onScan, or a schedule as schedule:Birthday.');
  }
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > MOST_TIMES) {
    fault('times', `times is a whole number from 1 to ${MOST_TIMES}.`);
  }
  const time = timeOf(at);
  if (time === null) fault('at', 'at is a time such as 2026-11-29T14:00:00Z.');
  const pass = isObject(json.pass) ? json.pass : {};
  const overrides = isObject(pass.values) ? pass.values : {};
  const access = accessOf(isObject(pass.access) ? pass.access : {}, (key, message) =>
    fault(`pass.access.${key}`, message),
  );
  const expect = isObject(json.expect)
    ? expectationOf(json.expect, (key, message) => fault(`expect.${key}`, message))
    : null;
  if (!isObject(json.expect)) fault('expect', 'A check needs an object "expect".');
  if (expect === null || happening === null || time === null) return null;
  return { name: String(name).trim(), ...happening, times: Number(times), at: time, overrides, access, expect };
}

type Fault = (key: string, message: string) => void;

function timeOf(value: JsonValue | undefined): number | null {
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

function accessOf(json: JsonObject, fault: Fault): AccessFacts {
  const access: Partial<Record<AccessType, { readonly count: number; readonly last: number }>> = {};
  for (const [name, fact] of Object.entries(json)) {
    const type = ACCESS_TYPES.find((each) => ACCESS_NAME[each] === name);
    const { count, last } = isObject(fact) ? fact : {};
    const time = timeOf(last);
    if (type === undefined) fault(name, `There is no such event; there are ${Object.values(ACCESS_NAME).join(', ')}.`);
    else if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || time === null) {
      fault(name, 'It needs a "count" from 1 on and a time "last", such as 2026-11-29T14:00:00Z.');
    } else access[type] = { count, last: time };
  }
  return access;
}

function expectationOf(json: JsonObject, fault: Fault): Expectation | null {
  const { changes, values = {}, till, lockScreen, stopped } = json;
  if (typeof changes !== 'boolean') fault('changes', 'changes is true or false: whether the card looks different.');
  if (!isObject(values)) fault('values', 'values is an object from API path to value.');
  const isTill = isObject(till) && typeof till.text === 'string' && typeof till.colour === 'string';
  if (till !== undefined && !isTill) fault('till', 'till has a "text" and a "colour".');
  const isLocked = isArray(lockScreen) && lockScreen.every((text) => typeof text === 'string');
  if (lockScreen !== undefined && !isLocked) fault('lockScreen', 'lockScreen is a list of texts.');
  const isStop = stopped === null || typeof stopped === 'string';
  if (stopped !== undefined && !isStop) fault('stopped', 'stopped is the message that stops the event, or null.');
  if (typeof changes !== 'boolean' || !isObject(values)) return null;
  return {
    changes,
    values,
    ...(isTill ? { till: { text: String(till.text), colour: String(till.colour) } } : {}),
    ...(isLocked ? { lockScreen: lockScreen.map(String) } : {}),
    ...(isStop ? { stopped } : {}),
  };
}

/** The checks of a file: `{"checks": [...]}`, or the list alone. */
export function readChecks(json: JsonValue): {
  readonly checks: readonly Check[];
  readonly problems: readonly Diagnostic[];
} {
  const report = createReport();
  const list = isObject(json) ? json.checks : json;
  if (!isArray(list)) {
    report.error('check_invalid', 'checks', 'checks is a list of checks.');
    return { checks: [], problems: report.diagnostics };
  }
  if (list.length > MOST_CHECKS) {
    report.error('check_invalid', 'checks', `A card has at most ${MOST_CHECKS} checks.`);
    return { checks: [], problems: report.diagnostics };
  }
  const read = list.map((each, index) => readCheck(each, `checks[${index}]`));
  return {
    checks: read.flatMap((each) => (each.ok ? [each.check] : [])),
    problems: read.flatMap((each) => (each.ok ? [] : each.problems)),
  };
}
