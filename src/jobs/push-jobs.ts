// Runs push jobs as they become due.
import type { Context } from '../operations/context.ts';
import { deliverPush } from '../operations/deliver-push.ts';
import { type Jobs, openDueWork } from './due-work.ts';

/** How many jobs are under way at once. */
const SIDE_BY_SIDE = 32;

export function openPushJobs(context: Context): Jobs {
  return openDueWork(context, {
    sideBySide: SIDE_BY_SIDE,
    due: (limit, now) => context.store.waitingJobs(limit, now),
    perform: (job) => deliverPush(context, job),
    describe: ({ kind, subjectId }) => ({ job: kind, subject: subjectId }),
  });
}
