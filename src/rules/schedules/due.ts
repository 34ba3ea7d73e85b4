// When a schedule is due for one pass. Rows of the store wait for these times; a row is named by its key.
import {
  type AccessType,
  accessTypeNamed,
  EVENT_NAME,
  type Overrides,
  type PassFacts,
  SCAN,
  SCHEDULE,
  TRIGGER_OF,
} from '../passes/facts.ts';
import { expand } from '../paths/magic.ts';
import { effectiveValue } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import type { Scheduled } from '../triggers/segment.ts';
import type { RunTrace } from '../triggers/trace.ts';
import { typed } from '../values/literal.ts';
import { type JsonValue, sameValue, toText } from '../values/values.ts';
import { daysAfter, nextDated, nextEvery, type PassDay, readDay } from './calendar.ts';
import type { Dated, Every, Schedule, Without } from './schedule.ts';

/** A pass as its schedules see it. */
export interface Subject {
  readonly program: Program;
  readonly facts: PassFacts;
  /** Ms since 1970. */
  readonly createdAt: number;
}

/** The zone of a schedule: its own, else the template's, else the account's, else UTC. */
export function zoneOf(
  { zone }: Pick<Schedule, 'zone'>,
  program: Pick<Program, 'clockZone'>,
  accountZone: string | undefined,
): string {
  if (zone !== null) return zone;
  return program.clockZone ?? accountZone ?? 'UTC';
}

const SCHEDULE_PREFIX = 'schedule:';
const LATER_PREFIX = 'later:';

export const keyOfSchedule = (name: string): string => SCHEDULE_PREFIX + name;
export const keyOfLater = (name: string): string => LATER_PREFIX + name;

/** What can be tried on a pass: an event with a trigger, or SCHEDULE with the key of what runs then. */
export interface Happening {
  readonly accessType: AccessType;
  /** Null: the event has a trigger. */
  readonly key: string | null;
}

/**
 * Reads `onScan`, `7`, `schedule:<name>`, and `later:<name>` for what a PSActionLater waits with. Null for
 * another text, and for an event without a trigger.
 */
export function happeningNamed(text: string): Happening | null {
  if (text.startsWith(SCHEDULE_PREFIX) || text.startsWith(LATER_PREFIX)) return { accessType: SCHEDULE, key: text };
  const accessType = accessTypeNamed(text);
  return accessType === null || TRIGGER_OF[accessType] === null ? null : { accessType, key: null };
}

/** The text that happeningNamed reads. */
export function nameOfHappening({ accessType, key }: Happening): string {
  return key ?? EVENT_NAME[accessType];
}

/** What a key names. */
export function readKey(key: string): { readonly kind: 'schedule' | 'later'; readonly name: string } {
  return key.startsWith(LATER_PREFIX)
    ? { kind: 'later', name: key.slice(LATER_PREFIX.length) }
    : { kind: 'schedule', name: key.slice(SCHEDULE_PREFIX.length) };
}

/** The actions of the schedule or the wait that a key names; null: the program has none of that name. */
export function scheduledAt(program: Program, key: string): Scheduled | null {
  const { kind, name } = readKey(key);
  if (kind === 'schedule') {
    const schedule = program.schedules.find((each) => each.name === name);
    return schedule === undefined ? null : { schedule: name, actions: schedule.actions };
  }
  const later = program.laters.get(name);
  return later === undefined ? null : { schedule: name, actions: later.actions };
}

/** The key of the schedule or the wait of a run; null: it was of none, or the program has it no more. */
export function keyOfRun(program: Program, trace: RunTrace | null): string | null {
  if (trace?.schedule === undefined) return null;
  const keys = [keyOfSchedule(trace.schedule), keyOfLater(trace.schedule)];
  return keys.find((key) => scheduledAt(program, key) !== null) ?? null;
}

/** The keys of everything that waits for a time: its schedules, then its PSActionLater. */
export function scheduledKeys({ schedules, laters }: Program): readonly string[] {
  return [...schedules.map(({ name }) => keyOfSchedule(name)), ...[...laters.keys()].map(keyOfLater)];
}

/** A schedule that is due for each pass at a time of its own. */
export type OfPass = Schedule & { readonly when: Dated | Without };
/** A schedule that is due for all passes at once. */
export type OfAll = Schedule & { readonly when: Every };

export function isOfPass(schedule: Schedule): schedule is OfPass {
  return schedule.when.kind !== 'every';
}

export function isOfAll(schedule: Schedule): schedule is OfAll {
  return schedule.when.kind === 'every';
}

/** The next time of a schedule for all passes, after a moment. */
export function nextOfAll(schedule: OfAll, zone: string, after: number): number {
  return nextEvery(schedule.when, zone, after);
}

/** The date of a pass that a schedule counts from, as it is written, and as a day; null: it is none. */
export function dateOf(
  { date }: Dated,
  { program, facts }: Pick<Subject, 'program' | 'facts'>,
  zone: string,
): { readonly text: string; readonly day: PassDay | null } {
  const value = effectiveValue(program, facts.overrides, date) ?? null;
  const text = typed(typeof value === 'string' ? expand(program, facts, value, { audience: 'holder' }) : toText(value));
  return { text, day: readDay(text, zone) };
}

/** The last scan; the creation of a pass that was never scanned. */
export function lastVisit({ facts, createdAt }: Pick<Subject, 'facts' | 'createdAt'>): number {
  return facts.access[SCAN]?.last ?? createdAt;
}

/**
 * The next time of a schedule for one pass, after a moment; null: none is to come. Of a schedule
 * without scans it is the time that follows from the last scan, which may be over.
 */
export function nextOfPass({ when, zone }: OfPass, subject: Subject, after: number): number | null {
  const { program, facts } = subject;
  const own = zoneOf({ zone }, program, facts.zone);
  if (when.kind === 'without') return daysAfter(own, lastVisit(subject), when.days, when.at);
  const { day } = dateOf(when, subject, own);
  return day === null ? null : nextDated(when, day, own, after);
}

/** Whether a write of a pass may have moved the date of a schedule. Runs at every event that writes. */
export function mayMoveDate({ date }: Dated, program: Program, before: Overrides, after: Overrides): boolean {
  const [was, is] = [effectiveValue(program, before, date), effectiveValue(program, after, date)];
  return isMagic(is) || !sameValue(was ?? null, is ?? null);
}

function isMagic(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.includes('{');
}
