// Runs the schedules that are due for single passes. They wait apart from other jobs, so that a morning
// with many birthdays holds up no push.
import type { Context } from '../operations/context.ts';
import { fireDue } from '../operations/schedules/fire-due.ts';
import { type Jobs, openDueWork } from './due-work.ts';

/**
 * The most passes under way at once. More of them share a wait for the disk, so that a due pass takes less
 * (16: 0.75 ms, 4: 1.15 ms), but a scan waits until all of them are decided (p99 53 ms, 30 ms).
 */
const SIDE_BY_SIDE = 4;

export function openScheduleJobs(context: Context): Jobs {
  return openDueWork(context, {
    sideBySide: SIDE_BY_SIDE,
    claim: (...given) => context.store.claimDues(...given),
    perform: (due) => fireDue(context, due),
    traceOf: ({ key, passId }) => ({
      name: 'job schedule',
      subject: `pass:${passId}`,
      fields: { 'passwright.kind': key.slice(0, key.indexOf(':')) },
    }),
    describe: ({ id, passId }) => ({ job: 'schedule', subject: passId, id }),
  });
}
