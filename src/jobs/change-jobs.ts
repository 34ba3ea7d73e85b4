// Runs the due jobs that changes have written: pushes, expiries, batches and bulk changes.

import { mailBatchRows } from '../operations/batches/mail-batch.ts';
import { makeBatchRows } from '../operations/batches/make-batch.ts';
import { indexPasses } from '../operations/change/index-passes.ts';
import { scheduleExpiries } from '../operations/change/schedule-expiries.ts';
import type { Context } from '../operations/context.ts';
import { deliverPush } from '../operations/devices/deliver-push.ts';
import { deliverGoogle } from '../operations/google/deliver.ts';
import { withPrograms } from '../operations/programs.ts';
import { runSchedule } from '../operations/schedules/run-schedule.ts';
import { scheduleDues } from '../operations/schedules/schedule-dues.ts';
import { zoneDues } from '../operations/schedules/zone-dues.ts';
import { countSegment } from '../operations/segments/count-segment.ts';
import { runBulk } from '../operations/segments/run-bulk.ts';
import { tellOfBulk } from '../operations/segments/tell-bulk.ts';
import { endMessages } from '../operations/webhooks/end-messages.ts';
import { JOB_SUBJECTS } from '../ports/store/jobs.ts';
import { renderBulkEnd } from '../ui/bulk-mails.ts';
import { type Jobs, openDueWork } from './due-work.ts';

/** The most jobs under way at once. */
const SIDE_BY_SIDE = 32;

export function openChangeJobs(context: Context): Jobs {
  const ends = endMessages(context);
  const { rootUrl } = context.settings;
  return openDueWork(context, {
    sideBySide: SIDE_BY_SIDE,
    claim: (...given) => context.store.claimJobs(...given),
    perform: async (job) => {
      switch (job.kind) {
        case 'push_pass':
        case 'push_template':
        case 'push_device':
          return deliverPush(context, job);
        case 'expire_pass':
        case 'expire_template':
          return () => withPrograms(context.programs, () => context.store.expire(job, context.clock.now(), ends));
        case 'make_batch':
          return makeBatchRows(context, job);
        case 'mail_batch':
          return mailBatchRows(context, job);
        case 'schedule_expiries':
          return scheduleExpiries(context, job);
        case 'index_passes':
          return indexPasses(context, job);
        case 'run_schedule':
          return runSchedule(context, job);
        case 'schedule_dues':
          return scheduleDues(context, job);
        case 'zone_dues':
          return zoneDues(context, job);
        case 'count_segment':
          return countSegment(context, job);
        case 'bulk_update':
          return runBulk(context, job);
        case 'bulk_mail':
          return tellOfBulk(context, job, (language, bulk) => renderBulkEnd(bulk, { language, rootUrl }));
        case 'google_pass':
        case 'google_template':
          return deliverGoogle(context, job);
      }
    },
    traceOf: ({ kind, subjectId, attempts }) => ({
      name: `job ${kind}`,
      subject: `${JOB_SUBJECTS[kind]}:${subjectId}`,
      fields: { 'passwright.attempts': attempts },
    }),
    describe: ({ kind, subjectId }) => ({ job: kind, subject: subjectId }),
  });
}
