// Does the jobs `google_pass` and `google_template`: what has changed goes to Google, within the
// quota, and is tried again while Google cannot take it.
import type { GoogleObject } from '../../ports/store/google.ts';
import type { Job, JobStep } from '../../ports/store/jobs.ts';
import type { Context } from '../context.ts';
import { openGoogleAccount } from './accounts.ts';
import { publishClass } from './publish-class.ts';
import { type Told, tellObject } from './tell-object.ts';

/** The objects of a template that are told at once, and those of one chunk. */
const TOGETHER = 10;
const CHUNK = 100;
/** Waits between tries, in ms: the first, and the longest. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10 * 60 * 1000;
/** Lasts about three days at the longest wait. */
const MOST_ATTEMPTS = 440;

/** Answers what stores the job's next step. Rejects only when the database fails. */
export async function deliverGoogle(context: Context, job: Job): Promise<() => Promise<void>> {
  const step = job.kind === 'google_pass' ? await ofPass(context, job) : await ofTemplate(context, job);
  return () => context.store.recordStep(job, step);
}

async function ofPass(context: Context, job: Job): Promise<JobStep> {
  const object = await context.store.googleObject(job.subjectId);
  if (object === null) return { kind: 'done' };
  const told = await tellObject(context, object);
  return told.kind === 'done' ? told : (retryOf(context, job, told) ?? { kind: 'done' });
}

async function ofTemplate(context: Context, job: Job): Promise<JobStep> {
  if (job.cursor === 0) {
    const told = await tellClasses(context, job.subjectId);
    const retry = told.kind === 'later' ? retryOf(context, job, told) : null;
    if (retry !== null) return retry;
  }
  const objects = await context.store.googleObjectsOf(job.subjectId, job.cursor, CHUNK);
  let cursor = job.cursor;
  for (let start = 0; start < objects.length; start += TOGETHER) {
    const group = objects.slice(start, start + TOGETHER);
    const results = await Promise.all(group.map((object) => tellObject(context, object)));
    for (const [index, told] of results.entries()) {
      if (told.kind === 'later') {
        // Those behind the first that waits are told again, and then nothing differs of them.
        if (cursor > job.cursor) return { kind: 'next', cursor };
        return retryOf(context, job, told) ?? { kind: 'next', cursor: idOf(group[index]!) };
      }
      cursor = idOf(group[index]!);
    }
  }
  return objects.length < CHUNK ? { kind: 'done' } : { kind: 'next', cursor };
}

const idOf = ({ passId }: GoogleObject) => passId;

/** The class of the template's resource, and those of the resources that its passes have already. */
async function tellClasses(context: Context, templateId: number): Promise<Told> {
  const snapshot = await context.store.templateById(templateId);
  if (snapshot === null) return { kind: 'done' };
  const opened = await openGoogleAccount(context, snapshot.owner.id);
  if (opened === null) return { kind: 'done' };
  // What Google refused of the design before.
  if ((await context.store.googleRefusal(templateId)) !== null) {
    await context.store.noteGoogleRefusal(templateId, null);
  }
  const known = await context.store.googleClasses(templateId);
  for (const resource of [undefined, ...known.map((row) => row.resource)]) {
    const result = await publishClass(context, opened, snapshot, resource);
    if (result?.verdict === 'busy' || result?.verdict === 'unavailable') {
      return { kind: 'later', waitMs: result.retryAfterMs, result };
    }
    if (result !== null && result.verdict !== 'done') {
      const { status, reason } = result;
      context.log.warn({ template: templateId, status, reason }, 'Google refused the class of a card');
    }
  }
  return { kind: 'done' };
}

/** Null: the job gives up. Waits for this server's own pace count as no try. */
function retryOf(context: Context, job: Job, { waitMs, result }: Extract<Told, { kind: 'later' }>): JobStep | null {
  const now = context.clock.now();
  const { status, reason } = result;
  if (status === null && reason === null) return { kind: 'retry', runAt: now + (waitMs ?? FIRST_WAIT) };
  const fields = { job: job.kind, subject: job.subjectId, attempts: job.attempts + 1, status, reason };
  if (job.attempts + 1 >= MOST_ATTEMPTS) {
    context.log.error(fields, 'Google Wallet was not told of a change, and the job was given up');
    return null;
  }
  context.log.warn(fields, 'Google Wallet has to be told later');
  const wait = Math.min(FIRST_WAIT * 2 ** Math.min(job.attempts, 20), LONGEST_WAIT);
  return { kind: 'retry', runAt: now + Math.max(wait, waitMs ?? 0) };
}
