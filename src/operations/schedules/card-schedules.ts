// The schedules of a card's draft for its page: listed with what the published ones are doing, paused and
// started, and tried without doing anything.
import { AppError } from '../../errors.ts';
import { zoneOf } from '../../rules/schedules/due.ts';
import type { ScheduleState } from '../../rules/schedules/schedule.ts';
import { scheduleNodes } from '../../rules/schedules/schedule-form.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { isNamed, type SaidSchedule, saidSchedule } from '../../rules/sentences/schedules.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { isObject, type JsonObject, toText } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { compiled } from '../templates/compiled.ts';
import { editDraft, type OpenDraft, openDraft } from '../templates/drafts.ts';
import { dryRunSchedule, requireSchedule, type ScheduleDryRun } from './dry-run-schedule.ts';
import { type ListedSchedule, listSchedules } from './list-schedules.ts';

/** A schedule of the draft. */
export interface ShownSchedule extends SaidSchedule {
  readonly zone: string;
  /** What the published one of that name is doing; null: there is none. */
  readonly published: ListedSchedule | null;
  /** Its place in the card, from 1 on. */
  readonly number: number;
  /** Whether the card has no segment of the name that the schedule gives. */
  readonly lacksSegment: boolean;
}

export interface CardSchedules {
  readonly open: OpenDraft;
  readonly schedules: readonly ShownSchedule[];
  /** Schedules with a fault, which the compiler leaves out. */
  readonly broken: readonly { readonly number: number; readonly name: string }[];
  /** What is wrong with schedules of the draft, in English. */
  readonly faults: readonly string[];
}

/** Fails with requireCard's codes. */
export async function cardSchedules(
  context: Context,
  caller: Caller,
  templateHash: string,
  words: SentenceWords,
): Promise<CardSchedules> {
  const open = await openDraft(context, caller, templateHash);
  const { program, diagnostics } = await compiled(open.passConstructor);
  const listed = await listSchedules(context, open.snapshot, await context.programs.load(open.snapshot.template));
  const names = namesIn(program, words);
  const segments = await context.store.segmentsOf(open.snapshot.template.id);
  const nodes = scheduleNodes(open.passConstructor);
  const schedules = program.schedules.map((schedule) => ({
    ...saidSchedule(open.passConstructor, schedule, names),
    zone: zoneOf(schedule, program, open.snapshot.owner.timeZone ?? 'UTC'),
    published: listed.find((each) => each.schedule.name === schedule.name) ?? null,
    number: nodes.findIndex((node) => isNamed(node, schedule.name)) + 1,
    lacksSegment: schedule.segment !== null && !segments.some(({ name }) => name === schedule.segment),
  }));
  const whole = new Set(schedules.map(({ number }) => number));
  const broken = nodes.flatMap((node, at) =>
    whole.has(at + 1) ? [] : [{ number: at + 1, name: isObject(node) ? toText(node.name).trim() : '' }],
  );
  const faults = diagnostics
    .filter(({ severity, path }) => severity === 'error' && path.startsWith('schedules'))
    .map(({ message }) => message);
  return { open, schedules, broken, faults };
}

/**
 * Pauses or starts a schedule of the draft. Fails with editDraft's codes and with `parameter_invalid` for a
 * name that no schedule has.
 */
export async function setScheduleState(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, name, state }: { readonly revision: string; readonly name: string; readonly state: ScheduleState },
): Promise<void> {
  const edit = (passConstructor: JsonObject): JsonObject => {
    const nodes = scheduleNodes(passConstructor);
    if (!nodes.some((node) => isNamed(node, name))) {
      throw new AppError('parameter_invalid', { field: 'name', message: `"${name}" is no schedule.` });
    }
    return { ...passConstructor, schedules: nodes.map((node) => (isNamed(node, name) ? { ...node, state } : node)) };
  };
  await editDraft(context, caller, templateHash, { revision, edit });
}

/** Whom a schedule of the draft would reach today. Fails with requireCard's codes and `parameter_invalid`. */
export async function tryCardSchedule(
  context: Context,
  { open }: Pick<CardSchedules, 'open'>,
  name: string,
): Promise<ScheduleDryRun> {
  const { program } = await compiled(open.passConstructor);
  const schedule = requireSchedule(program, name);
  return dryRunSchedule(context, open.snapshot, program, schedule, { date: null, after: 0 });
}
