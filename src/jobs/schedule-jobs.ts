// Runs the schedules that are due for single passes. They wait apart from other jobs, so that a morning
// with many birthdays holds up no push.
import type { Context } from '../operations/context.ts';
import { fireDue } from '../operations/schedules/fire-due.ts';
import { type Jobs, openDueWork } from './due-work.ts';

/**
 * The most passes under way at once. While scans come in they share transactions of those, so that more
 * of them at once make each scan longer (p99 at 200 scans a second: 2 at once 21 ms, 4 at once 32 ms).
 */
const SIDE_BY_SIDE = 2;

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
