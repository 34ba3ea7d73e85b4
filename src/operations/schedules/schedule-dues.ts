// After a template was saved: its schedules get their next times, and each pass those of its own.
import { AppError } from '../../errors.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import { isOfAll, isOfPass, keyOfSchedule, nextOfAll, zoneOf } from '../../rules/schedules/due.ts';
import { duesOfSaved } from '../change/dues.ts';
import { factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { withPrograms } from '../programs.ts';

/** The number of passes before other jobs and requests get their turn. */
const CHUNK = 100;

/**
 * Does a job of the kind `schedule_dues`, or the next chunk of one. Answers what stores the result. A
 * schedule that went or was paused is found out when its time comes.
 */
export async function scheduleDues(context: Context, job: Job): Promise<() => Promise<void>> {
  const done = () => context.store.recordStep(job, { kind: 'done' });
  const snapshot = await context.store.templateById(job.subjectId);
  if (snapshot === null) return done;
  const program = await context.programs.load(snapshot.template);
  if (job.cursor === 0) {
    const now = context.clock.now();
    const zoneOfAccount = snapshot.owner.timeZone ?? 'UTC';
    const times = program.schedules
      .filter(isOfAll)
      .filter(({ state }) => state === 'active')
      .map((each) => ({
        key: keyOfSchedule(each.name),
        at: nextOfAll(each, zoneOf(each, program, zoneOfAccount), now),
      }));
    if (times.length > 0) await context.store.scheduleRuns(job.subjectId, times, now);
  }
  if (!program.schedules.some(isOfPass)) return done;
  const passes = await context.store.passesBehind(job.subjectId, job.cursor, CHUNK);
  await Promise.all(passes.map(({ hash }) => schedule(context, hash)));
  const last = passes.at(-1);
  const isLast = last === undefined || passes.length < CHUNK;
  return isLast ? done : () => context.store.recordStep(job, { kind: 'next', cursor: last.id });
}

/** Nothing for a pass that was deleted meanwhile. */
async function schedule(context: Context, hash: string): Promise<void> {
  const decide = (snapshot: PassSnapshot): PassChange<null> => ({
    dues: duesOfSaved(context.programs.at(snapshot.template), factsOf(context, snapshot), snapshot.pass.createdAt),
    result: null,
  });
  try {
    await withPrograms(context.programs, () => context.store.changePass(hash, decide));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'pass_not_found') throw error;
  }
}
