// After an account got another time zone: the schedules of its templates that follow it are worked out
// anew, each template by a job of its own.
import type { Job } from '../../ports/store/jobs.ts';
import type { Context } from '../context.ts';

/** The number of templates that one step reads: each is compiled. */
const CHUNK = 20;

/**
 * Does a job of the kind `zone_dues`, or the next chunk of one, from the newest template on. Answers
 * what stores the result.
 */
export async function zoneDues(context: Context, job: Job): Promise<() => Promise<void>> {
  const { store } = context;
  const before = job.cursor === 0 ? Number.MAX_SAFE_INTEGER : job.cursor;
  const page = await store.gallery(job.subjectId, { isExample: false, before, count: CHUNK });
  // The examples are few.
  const examples =
    job.cursor === 0 ? await store.gallery(job.subjectId, { isExample: true, before, count: CHUNK }) : [];
  const templates: number[] = [];
  for (const template of [...page, ...examples]) {
    const { clockZone, schedules } = await context.programs.load(template);
    if (clockZone === null && schedules.some(({ zone }) => zone === null)) templates.push(template.id);
  }
  const last = page.at(-1);
  const step = last === undefined || page.length < CHUNK ? DONE : ({ kind: 'next', cursor: last.id } as const);
  return () => store.recordStep(job, step, { templates, now: context.clock.now() });
}

const DONE = { kind: 'done' } as const;
