// Starts and stops all work that follows from changes.
import type { Context } from '../operations/context.ts';
import { openChangeJobs } from './change-jobs.ts';
import type { Jobs } from './due-work.ts';
import { openMailJobs } from './mail-jobs.ts';
import { openScheduleJobs } from './schedule-jobs.ts';
import { openWebhookJobs } from './webhook-jobs.ts';

export function openJobs(context: Context): Jobs {
  const all = [openChangeJobs(context), openScheduleJobs(context), openMailJobs(context), openWebhookJobs(context)];
  return {
    start() {
      for (const jobs of all) jobs.start();
    },
    async settle() {
      await Promise.all(all.map((jobs) => jobs.settle()));
    },
    async close() {
      await Promise.all(all.map((jobs) => jobs.close()));
    },
  };
}
