// Whom a schedule would reach on a day, without doing anything: it looks at some passes of the template at a
// time, so that a template of a million passes holds up nobody.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import { boundsOf, dayIn } from '../../rules/schedules/calendar.ts';
import { keyOfSchedule, zoneOf } from '../../rules/schedules/due.ts';
import type { Schedule } from '../../rules/schedules/schedule.ts';
import { type Span, type WhyNot, whyNot, whyNotSentence } from '../../rules/schedules/why-not.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { findPass, requireTemplate } from '../access/access.ts';
import { descriptionOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { nextTurn } from '../next-turn.ts';
import { segmentsOf } from './audience.ts';
import { judgedOf } from './firing.ts';

/** The most passes that one call looks at. */
export const MOST_LOOKED = 1000;
/** How many passes are looked at before others get their turn. */
const CHUNK = 50;
/** The most reached passes that are shown. */
export const MOST_SHOWN = 10;

export interface DryRunInput {
  /** The day in the schedule's zone, such as 2026-12-24; null: today. */
  readonly date: string | null;
  /** The id of the last pass that an earlier call has looked at; 0: none. */
  readonly after: number;
}

export interface ReachedPass {
  readonly hash: string;
  readonly description: string;
}

export interface ScheduleDryRun {
  readonly date: string;
  readonly zone: string;
  readonly looked: number;
  readonly reached: number;
  /** The first ones that are reached. */
  readonly shown: readonly ReachedPass[];
  /** How many are left out for each reason. */
  readonly leftOut: Readonly<Partial<Record<WhyNot['kind'], number>>>;
  /** Goes on behind this pass; null: all were looked at. */
  readonly next: number | null;
}

/** The day of a dry run. Fails with `parameter_invalid`. */
function dayOf(context: Context, zone: string, date: string | null): Span & { readonly date: string } {
  const day = date ?? dayIn(zone, context.clock.now()).toString();
  const bounds = boundsOf(zone, day);
  if (bounds === null) {
    throw new AppError('parameter_invalid', { field: 'date', message: 'date is a day such as 2026-12-24.' });
  }
  return { date: day, ...bounds };
}

/** Fails with `parameter_invalid` for a date that is none. */
export async function dryRunSchedule(
  context: Context,
  around: TemplateSnapshot,
  program: Program,
  schedule: Schedule,
  { date, after }: DryRunInput,
): Promise<ScheduleDryRun> {
  const zone = zoneOf(schedule, program, around.owner.timeZone ?? 'UTC');
  const span = dayOf(context, zone, date);
  const segments = await segmentsOf(context, around.template.id);
  const shown: ReachedPass[] = [];
  const leftOut: Partial<Record<WhyNot['kind'], number>> = {};
  let looked = 0;
  let reached = 0;
  let cursor = after;
  for (;;) {
    const passes = await context.store.passesBehind(around.template.id, cursor, Math.min(CHUNK, MOST_LOOKED - looked));
    const fired = await context.store.firedOf(
      keyOfSchedule(schedule.name),
      passes.map(({ id }) => id),
    );
    for (const pass of passes) {
      const subject = judgedOf(context, program, { ...around, pass }, fired.get(pass.id) ?? null, segments);
      const why = whyNot(schedule, subject, span);
      if (why !== null) {
        leftOut[why.kind] = (leftOut[why.kind] ?? 0) + 1;
        continue;
      }
      reached++;
      if (shown.length < MOST_SHOWN) {
        shown.push({ hash: pass.hash, description: descriptionOf(program, subject.facts) });
      }
    }
    looked += passes.length;
    cursor = passes.at(-1)?.id ?? cursor;
    const isAll = passes.length < CHUNK && looked < MOST_LOOKED;
    if (isAll || looked >= MOST_LOOKED) {
      return { date: span.date, zone, looked, reached, shown, leftOut, next: isAll ? null : cursor };
    }
    await nextTurn();
  }
}

/** The schedule of that name. Fails with `parameter_invalid`. */
export function requireSchedule(program: Program, name: string): Schedule {
  const schedule = program.schedules.find((each) => each.name === name);
  if (schedule !== undefined) return schedule;
  const names = program.schedules.map((each) => each.name);
  const there = names.length === 0 ? 'The template has no schedules.' : `There are ${names.join(', ')}.`;
  throw new AppError('parameter_invalid', { field: 'schedule', message: `"${name}" is no schedule. ${there}` });
}

/** Why a schedule would not reach one pass on a day; null: it would. */
export async function whyNotPass(
  context: Context,
  program: Program,
  schedule: Schedule,
  snapshot: PassSnapshot,
  date: string | null,
): Promise<{ readonly why: WhyNot | null; readonly zone: string }> {
  const zone = zoneOf(schedule, program, snapshot.owner.timeZone ?? 'UTC');
  const fired = await context.store.firedOf(keyOfSchedule(schedule.name), [snapshot.pass.id]);
  const segments = await segmentsOf(context, snapshot.template.id);
  const subject = judgedOf(context, program, snapshot, fired.get(snapshot.pass.id) ?? null, segments);
  return { why: whyNot(schedule, subject, dayOf(context, zone, date)), zone };
}

/**
 * scheduleDryRun. Fails with the codes of access, `template_not_found`, `pass_not_found` and
 * `parameter_invalid`.
 */
export async function scheduleDryRun(
  context: Context,
  caller: Account | null,
  input: DryRunInput & {
    readonly templateHash: string;
    readonly schedule: string;
    readonly hashedSerialNumber: string | null;
  },
): Promise<JsonObject> {
  const around = await requireTemplate(context, caller, input.templateHash);
  const program = await context.programs.load(around.template);
  const schedule = requireSchedule(program, input.schedule);
  const of = input.hashedSerialNumber === null ? null : await findPass(context, input.hashedSerialNumber);
  if (of !== null && of.template.id !== around.template.id) {
    throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
  }
  const { shown, leftOut, next, ...counted } = await dryRunSchedule(context, around, program, schedule, input);
  const judged = of === null ? null : await whyNotPass(context, program, schedule, of, input.date);
  return {
    ...counted,
    passes: shown.map(({ hash, description }) => ({ hashedSerialNumber: hash, description })),
    leftOut: { ...leftOut },
    next: next === null ? null : String(next),
    time: timestamp(context.clock.now()),
    ...(judged === null
      ? {}
      : {
          pass: {
            reached: judged.why === null,
            reason: judged.why?.kind ?? null,
            message: judged.why === null ? 'Reached.' : whyNotSentence(judged.why, judged.zone),
          },
        }),
  };
}
