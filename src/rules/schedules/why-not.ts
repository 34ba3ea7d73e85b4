// Why a schedule does not reach a pass: pure, for the firing itself, for dry runs and for owners who ask.
import type { PassFacts } from '../passes/facts.ts';
import type { Seen } from '../paths/conditions.ts';
import type { JsonObject } from '../values/values.ts';
import { wallClock } from '../values/zone-days.ts';
import { dayIn, periodBegin } from './calendar.ts';
import {
  dateOf,
  isOfAll,
  lastVisit,
  nextOfAll,
  nextOfPass,
  type OfAll,
  type OfPass,
  type Subject,
  zoneOf,
} from './due.ts';
import type { Cap, Fired, Schedule, ScheduleState } from './schedule.ts';

export type WhyNot =
  | { readonly kind: 'state'; readonly state: Exclude<ScheduleState, 'active'> }
  /** The triggers of the template are paused. */
  | { readonly kind: 'template_paused' }
  /** The pass, its template or its campaign is over or void. */
  | { readonly kind: 'over' }
  | { readonly kind: 'audience'; readonly condition: string; readonly seen: JsonObject }
  /** The pass is not in the segment that the schedule names. */
  | { readonly kind: 'segment'; readonly name: string }
  /** The template has no segment of that name, so that the schedule reaches nobody. */
  | { readonly kind: 'segment_missing'; readonly name: string }
  | { readonly kind: 'cap'; readonly cap: Cap; readonly last: number }
  /** The pass has no date to count from. `text`: what it has in that place. */
  | { readonly kind: 'no_date'; readonly path: string; readonly text: string }
  /** Due at another time; null: never again. */
  | { readonly kind: 'other_time'; readonly next: number | null }
  /** The last scan is too near: `days` ago, of `of`. `next`: the time when it is not. */
  | { readonly kind: 'visited'; readonly days: number; readonly of: number; readonly next: number }
  /** Reached already since the last scan. */
  | { readonly kind: 'reached'; readonly last: number };

/** The kinds of reasons, as the API names them. */
export const WHY_NOT = [
  'state',
  'template_paused',
  'over',
  'audience',
  'segment',
  'segment_missing',
  'cap',
  'no_date',
  'other_time',
  'visited',
  'reached',
] as const satisfies readonly WhyNot['kind'][];

/** What is known of a pass beside its facts. */
export interface Judged extends Subject {
  /** Whether the pass is void, or its template or campaign over. */
  readonly isVoid: boolean;
  /** Whether its expirationDate is over. */
  readonly isExpired: boolean;
  /** Whether the triggers of its template are paused. */
  readonly isPaused: boolean;
  /** What the schedule did to the pass before; null: nothing yet. */
  readonly fired: Fired | null;
  /** Whether the pass is in a segment of its template; null: there is none of that name. */
  readonly inSegment: (name: string, facts: PassFacts) => boolean | null;
}

/** Why a pass is not reached at `facts.now` although the schedule is due; null: it is reached. */
export function refusal(schedule: Schedule, subject: Judged): WhyNot | null {
  const { facts, program, isVoid, isExpired, isPaused, fired } = subject;
  const { state, audience, segment, cap } = schedule;
  if (state !== 'active') return { kind: 'state', state };
  if (isPaused) return { kind: 'template_paused' };
  if (isVoid || (isExpired && !comesAfterExpiry(schedule))) return { kind: 'over' };
  if (audience !== null) {
    const seen: Seen = {};
    if (!(audience.test?.(facts, seen) ?? false)) return { kind: 'audience', condition: audience.source, seen };
  }
  if (segment !== null) {
    const isIn = subject.inSegment(segment, facts);
    if (isIn !== true) return { kind: isIn === null ? 'segment_missing' : 'segment', name: segment };
  }
  if (cap !== null && fired !== null) {
    const began = periodBegin(cap.per, zoneOf(schedule, program, facts.zone), facts.now);
    if (fired.at >= began && fired.count >= cap.times) return { kind: 'cap', cap, last: fired.at };
  }
  return null;
}

/** Days after the expirationDate are days on which the pass has expired. */
function comesAfterExpiry({ when }: Schedule): boolean {
  return when.kind === 'dated' && when.date.path === 'expirationDate' && when.days >= 0;
}

/** What a schedule has done to a pass once it reaches it now. */
export function firedAfter({ cap, zone }: Schedule, { program, facts, fired }: Judged): Fired {
  const isSame =
    cap !== null &&
    fired !== null &&
    fired.at >= periodBegin(cap.per, zoneOf({ zone }, program, facts.zone), facts.now);
  return { count: isSame ? fired.count + 1 : 1, at: facts.now };
}

/** Some days, from their first moment until that of the day after them. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The time at which a schedule is due for a pass in a span; or why it is not. */
function dueIn(schedule: OfAll | OfPass, subject: Judged, { from, to }: Span): number | WhyNot {
  const zone = zoneOf(schedule, subject.program, subject.facts.zone);
  if (isOfAll(schedule)) {
    const next = nextOfAll(schedule, zone, from - 1);
    return next < to ? next : { kind: 'other_time', next };
  }
  const { when } = schedule;
  if (when.kind === 'without') {
    const last = lastVisit(subject);
    const next = nextOfPass(schedule, subject, from - 1)!;
    if (subject.fired !== null && subject.fired.at >= last) return { kind: 'reached', last: subject.fired.at };
    if (next < to) return Math.max(next, from);
    const days = dayIn(zone, last).until(dayIn(zone, Math.max(from, last))).days;
    return { kind: 'visited', days, of: when.days, next };
  }
  const { text, day } = dateOf(when, subject, zone);
  if (day === null) return { kind: 'no_date', path: when.date.path, text };
  const next = nextOfPass(schedule, subject, from - 1);
  return next !== null && next < to ? next : { kind: 'other_time', next };
}

/**
 * Why a schedule would not reach a pass in a span, such as today; null: it would. The pass is looked at
 * as it is now. A draft or a paused schedule is judged as if it were active.
 */
export function whyNot(schedule: Schedule, subject: Judged, span: Span): WhyNot | null {
  const active = { ...schedule, state: 'active' } as OfAll | OfPass;
  const due = dueIn(active, subject, span);
  if (typeof due !== 'number') return due;
  return refusal(active, { ...subject, facts: { ...subject.facts, now: due } });
}

/** The reason in a sentence for owners of the API. */
export function whyNotSentence(why: WhyNot, zone: string): string {
  const at = (moment: number) => wallClock(moment, zone).replace('T', ' ');
  switch (why.kind) {
    case 'state':
      return `Not reached: the schedule is ${why.state === 'draft' ? 'a draft' : why.state}.`;
    case 'template_paused':
      return 'Not reached: the triggers of the template are paused.';
    case 'over':
      return 'Not reached: the pass is void or over.';
    case 'audience': {
      const seen = Object.entries(why.seen).map(([name, value]) => `${name} is ${JSON.stringify(value)}`);
      return `Not reached: ${why.condition} is false${seen.length === 0 ? '' : `; ${seen.join(', ')}`}.`;
    }
    case 'segment':
      return `Not reached: it is not in the segment "${why.name}".`;
    case 'segment_missing':
      return `Not reached: the template has no segment "${why.name}", so the schedule reaches nobody.`;
    case 'cap': {
      const { times, per } = why.cap;
      const often = `${times === 1 ? 'once' : `${times} times`} ${per === 'ever' ? 'in all' : `a ${per}`}`;
      return `Not reached: it is reached ${often} at most, the last time at ${at(why.last)}.`;
    }
    case 'no_date':
      return why.text === ''
        ? `Not reached: ${why.path} is empty.`
        : `Not reached: ${why.path} is "${why.text}", which is no date.`;
    case 'other_time':
      return why.next === null ? 'Not reached: the date is over.' : `Not reached: the next time is ${at(why.next)}.`;
    case 'visited':
      return `Not reached: the last visit was ${why.days === 1 ? '1 day' : `${why.days} days`} ago, and the schedule waits for ${why.of}.`;
    case 'reached':
      return `Not reached: it was reached at ${at(why.last)}, and was not scanned since.`;
  }
}
