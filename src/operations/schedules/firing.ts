// Decides what a due schedule does to one pass: it runs its actions as an event, or leaves the pass out.
// The event and the next time of the schedule are one change, so a crash neither repeats nor loses it.
import type { DueChange, PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import { expiryOf } from '../../rules/passes/expiry.ts';
import { SCHEDULE } from '../../rules/passes/facts.ts';
import { isOver } from '../../rules/passes/issue.ts';
import { effectiveValue, locate } from '../../rules/paths/paths.ts';
import { daysAfter, quietUntil } from '../../rules/schedules/calendar.ts';
import {
  isOfPass,
  keyOfLater,
  keyOfSchedule,
  lastVisit,
  nextOfPass,
  type OfPass,
  readKey,
  zoneOf,
} from '../../rules/schedules/due.ts';
import { type Fired, LONGEST_DELAY, type Schedule } from '../../rules/schedules/schedule.ts';
import { firedAfter, type Judged, refusal } from '../../rules/schedules/why-not.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { Scheduled } from '../../rules/triggers/triggers.ts';
import { isTrue } from '../../rules/values/values.ts';
import type { BegunRun } from '../change/finish-runs.ts';
import { factsOf } from '../change/pass-facts.ts';
import { beginning, type RunInput, type Step } from '../change/run-triggers.ts';
import type { Context, Deciding } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import type { Segments } from './audience.ts';

/** The event of a schedule that reaches a pass. */
export function firingOf(hash: string, scheduled: Scheduled): RunInput {
  return { hash, accessType: SCHEDULE, depth: UNCALLED, idempotency: null, account: null, scheduled };
}

const answering = () => ({});

/** The event of a schedule that began. */
export type Fire = BegunRun;

/** A pass as its schedules judge it. */
export function judgedOf(
  context: Pick<Context, 'settings' | 'clock'>,
  program: Program,
  snapshot: PassSnapshot,
  fired: Fired | null,
  segments: Segments,
): Judged {
  const { pass, template, issue } = snapshot;
  const facts = factsOf(context, snapshot);
  const voided = effectiveValue(program, facts.overrides, locate(program, 'voided')!);
  const expiry = expiryOf(program, facts);
  return {
    program,
    facts,
    createdAt: pass.createdAt,
    fired,
    inSegment: (name, of) => segments(snapshot.pass, name, program, of),
    isPaused: template.triggersPaused,
    isVoid: pass.invalidatedAt !== null || isOver(issue, facts.now) || isTrue(voided),
    isExpired: expiry !== null && expiry <= facts.now,
  };
}

/** The decision about a pass whose row is due at `dueAt`. */
export function firingDue(
  context: Deciding,
  segments: Segments,
  due: { readonly key: string; readonly dueAt: number; readonly fired: Fired | null },
): (snapshot: PassSnapshot) => PassChange<Fire | null> {
  const { kind, name } = readKey(due.key);
  return (snapshot) => {
    const program = context.programs.at(snapshot.template);
    const subject = judgedOf(context, program, snapshot, due.fired, segments);
    if (kind === 'later') return firingLater(context, program, snapshot, name, subject);
    const schedule = program.schedules.filter(isOfPass).find((each) => each.name === name);
    // The template has it no more, or not for single passes.
    if (schedule?.state !== 'active') return leave({ key: due.key, at: null, fired: null });
    return firingOfPass(context, schedule, snapshot, subject, due.dueAt);
  };
}

function leave(due: DueChange, reached?: false): PassChange<null> {
  return { dues: [due], ...(reached === undefined ? {} : { reached }), result: null };
}

function firingLater(
  context: Deciding,
  program: Program,
  snapshot: PassSnapshot,
  name: string,
  subject: Judged,
): PassChange<Fire | null> {
  const gone = { key: keyOfLater(name), at: null, fired: null };
  const later = program.laters.get(name);
  if (later === undefined || subject.isVoid || subject.isExpired || subject.isPaused) return leave(gone);
  return fire(context, snapshot, { schedule: name, actions: later.actions }, () => gone);
}

function firingOfPass(
  context: Deciding,
  schedule: OfPass,
  snapshot: PassSnapshot,
  subject: Judged,
  dueAt: number,
): PassChange<Fire | null> {
  const { program, facts } = subject;
  const key = keyOfSchedule(schedule.name);
  const zone = zoneOf(schedule, program, facts.zone);
  const { when } = schedule;
  // A clock that was put back must not bring the same time again.
  const after = Math.max(facts.now, dueAt);
  if (when.kind === 'without') {
    const at = daysAfter(zone, lastVisit(subject), when.days, when.at);
    // The pass was scanned meanwhile.
    if (at > facts.now) return leave({ key, at });
    const again = { key, at: daysAfter(zone, after, when.days, when.at) };
    // Reached since the last scan: look again before the next time can be due.
    if (subject.fired !== null && subject.fired.at >= lastVisit(subject)) return leave(again);
  }
  const next = (now: Judged): DueChange => ({
    key,
    at: when.kind === 'without' ? daysAfter(zone, after, when.days, when.at) : nextOfPass(schedule, now, after),
  });
  if (isTooLate(schedule, dueAt, facts.now)) return leave(next(subject), false);
  const until = quietEnd(schedule, zone, facts.now);
  if (until !== null) return schedule.late === 'skip' ? leave(next(subject), false) : leave({ key, at: until });
  if (refusal(schedule, subject) !== null) return leave(next(subject), false);
  return fire(context, snapshot, scheduledOf(schedule), (change) => {
    const overrides = change.overrides ?? facts.overrides;
    const fired = firedAfter(schedule, subject);
    return { ...next({ ...subject, facts: { ...facts, overrides } }), fired };
  });
}

/** Whether a run comes too late for a schedule that skips late ones. */
export function isTooLate({ late }: Schedule, dueAt: number, now: number): boolean {
  return late === 'skip' && now - dueAt > LONGEST_DELAY;
}

/** When the quiet hours of a schedule end; null: it may reach people now. */
export function quietEnd({ quietHours }: Schedule, zone: string, now: number): number | null {
  return quietHours === null ? null : quietUntil(quietHours, zone, now);
}

export function scheduledOf({ name, actions }: Schedule): Scheduled {
  return { schedule: name, actions };
}

/** Runs the actions, and adds what is next. `next` null: nothing waits for the pass. */
export function fire(
  context: Deciding,
  snapshot: PassSnapshot,
  scheduled: Scheduled,
  next: (change: PassChange<Step>) => DueChange | null,
): PassChange<Fire> {
  const input = firingOf(snapshot.pass.hash, scheduled);
  const change = beginning(context, input, answering)(snapshot);
  const due = next(change);
  return {
    ...change,
    // The row of this schedule is written last: it says what is next of what the actions left.
    ...(due === null ? {} : { dues: [...(change.dues ?? []), due] }),
    reached: true,
    result: { step: change.result, input, answering },
  };
}
