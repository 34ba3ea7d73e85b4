// Runs a schedule that is due for all passes of a template: some passes in each commit, which moves the
// cursor of the job too, so that a restart goes on where the last commit ended.
import { AppError } from '../../errors.ts';
import type { ScheduledSnapshot } from '../../ports/store/dues.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { PassChange } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { isOfAll, keyOfSchedule, nextOfAll, type OfAll, readKey, zoneOf } from '../../rules/schedules/due.ts';
import { firedAfter, refusal } from '../../rules/schedules/why-not.ts';
import { finishRuns } from '../change/finish-runs.ts';
import type { Context, Deciding } from '../context.ts';
import { withPrograms } from '../programs.ts';
import { type Segments, segmentsOf } from './audience.ts';
import { type Fire, fire, isTooLate, judgedOf, quietEnd, scheduledOf } from './firing.ts';

/** The most passes of one commit: scans wait for it. */
const PASSES_AT_ONCE = 50;

/** Does a job of the kind `run_schedule`, or its next passes. Fails only when the database does. */
export async function runSchedule(context: Context, job: Job): Promise<void> {
  const snapshot = await context.store.templateById(job.subjectId);
  const { name } = readKey(job.key);
  const program = snapshot === null ? null : await programOf(context, snapshot);
  const schedule = program?.schedules.filter(isOfAll).find((each) => each.name === name);
  if (snapshot === null || program === null || schedule?.state !== 'active') {
    await context.store.walkPasses(job, [], { runAt: null });
    return;
  }
  const now = context.clock.now();
  const zone = zoneOf(schedule, program, snapshot.owner.timeZone ?? 'UTC');
  // A clock that was put back must not bring the same time again.
  const next = { runAt: nextOfAll(schedule, zone, Math.max(now, job.runAt)) };
  const isSkipped = job.cursor === 0 && (isTooLate(schedule, job.runAt, now) || snapshot.template.triggersPaused);
  const until = quietEnd(schedule, zone, now);
  if (isSkipped || (until !== null && schedule.late === 'skip')) {
    await context.store.walkPasses(job, [], next);
    return;
  }
  if (until !== null) {
    await context.store.recordStep(job, { kind: 'retry', runAt: until });
    return;
  }
  const passes = await context.store.passesBehind(job.subjectId, job.cursor, PASSES_AT_ONCE);
  const last = passes.at(-1);
  const isLast = last === undefined || passes.length < PASSES_AT_ONCE;
  const step = isLast ? next : { cursor: last.id };
  const hashes = passes.map(({ hash }) => hash);
  const fires = await walk(context, job, schedule, hashes, step);
  await finishRuns(
    context,
    fires.filter((each) => each !== null),
  );
}

/** Null: the template was deleted meanwhile. */
async function programOf(context: Context, { template }: TemplateSnapshot) {
  try {
    return await context.programs.load(template);
  } catch (error) {
    if (error instanceof AppError && error.code === 'template_not_found') return null;
    throw error;
  }
}

/** Answers the events that began. A pass that cannot be changed is left out. */
async function walk(
  context: Context,
  job: Job,
  { name }: OfAll,
  hashes: readonly string[],
  step: Parameters<Context['store']['walkPasses']>[2],
): Promise<readonly (Fire | null)[]> {
  const segments = await segmentsOf(context, job.subjectId);
  const refused = new Set<number>();
  for (;;) {
    const passes = hashes.map((hash, index) => ({
      hash,
      decide: refused.has(index) ? leftOut : reaching(context, name, segments),
    }));
    try {
      const results = await withPrograms(context.programs, () => context.store.walkPasses(job, passes, step));
      return results ?? [];
    } catch (error) {
      const index = error instanceof AppError ? error.beside.index : undefined;
      if (typeof index !== 'number' || refused.has(index)) throw error;
      context.log.warn({ err: error, schedule: name, template: job.subjectId }, 'a schedule could not change a pass');
      refused.add(index);
    }
  }
}

const leftOut = (): PassChange<Fire | null> => ({ reached: false, result: null });

function reaching(
  context: Deciding,
  name: string,
  segments: Segments,
): (snapshot: ScheduledSnapshot) => PassChange<Fire | null> {
  return (snapshot) => {
    const program = context.programs.at(snapshot.template);
    const schedule = program.schedules.filter(isOfAll).find((each) => each.name === name);
    // Saved without it meanwhile.
    if (schedule === undefined) return { result: null };
    const subject = judgedOf(context, program, snapshot, snapshot.fired, segments);
    if (refusal(schedule, subject) !== null) return leftOut();
    return fire(context, snapshot, scheduledOf(schedule), () =>
      schedule.cap === null ? null : { key: keyOfSchedule(name), at: null, fired: firedAfter(schedule, subject) },
    );
  };
}
