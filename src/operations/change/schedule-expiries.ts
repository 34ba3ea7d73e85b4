// After a template was saved with a magic string for its expirationDate, or with another zone: each
// of its passes that has a date of its own gets the job for the time at which it is over by now.
import { AppError } from '../../errors.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import type { Context } from '../context.ts';
import { withPrograms } from '../programs.ts';
import { expiryOfMoved } from './expiry.ts';
import { factsOf } from './pass-facts.ts';

/** The number of passes checked before other jobs and requests get their turn. */
const CHUNK = 100;

/**
 * Does a job of the kind `schedule_expiries`, or the next chunk of one. Answers what stores the
 * result.
 */
export async function scheduleExpiries(context: Context, job: Job): Promise<() => Promise<void>> {
  const passes = await context.store.passesBehind(job.subjectId, job.cursor, CHUNK);
  await Promise.all(passes.map(({ hash }) => schedule(context, hash)));
  const last = passes.at(-1);
  const isLast = last === undefined || passes.length < CHUNK;
  return () => context.store.recordStep(job, isLast ? { kind: 'done' } : { kind: 'next', cursor: last.id });
}

/** Nothing for a pass that was deleted meanwhile. */
async function schedule(context: Context, hash: string): Promise<void> {
  const decide = (snapshot: PassSnapshot): PassChange<null> => {
    const at = expiryOfMoved(
      context.programs.at(snapshot.template),
      factsOf(context, snapshot),
      snapshot.pass.overrides,
    );
    return { due: [{ kind: 'expire_pass', at }], result: null };
  };
  try {
    await withPrograms(context.programs, () => context.store.changePass(hash, decide));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'pass_not_found') throw error;
  }
}
