// Does the rows of schedules that are due for single passes.
import { AppError } from '../../errors.ts';
import type { Due } from '../../ports/store/dues.ts';
import type { DueChange } from '../../ports/store/passes.ts';
import { readKey } from '../../rules/schedules/due.ts';
import { finishRuns } from '../change/finish-runs.ts';
import type { Context } from '../context.ts';
import { withPrograms } from '../programs.ts';
import { withSegments } from './audience.ts';
import { firingDue } from './firing.ts';

/** How long a row waits whose pass cannot be changed now, in ms. */
const AGAIN_AFTER = 24 * 60 * 60 * 1000;

/** Fails only when the database does. */
export async function fireDue(context: Context, due: Due): Promise<void> {
  const fired = await changed(context, due);
  if (fired !== null) await finishRuns(context, [fired]);
}

async function changed(context: Context, due: Due) {
  try {
    const answer = await withSegments(context, (segments) =>
      withPrograms(context.programs, () => context.store.changeDue(due, firingDue(context, segments, due))),
    );
    return answer?.result ?? null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // The row must not come back at once for ever. What PSActionLater waits for is over then.
    const { kind } = readKey(due.key);
    const next: DueChange = { key: due.key, at: kind === 'later' ? null : context.clock.now() + AGAIN_AFTER };
    context.log.warn({ err: error, schedule: due.key, pass: due.passId }, 'a schedule could not change a pass');
    await context.store.changeDue(due, () => ({ dues: [next], reached: false, result: null }));
    return null;
  }
}
