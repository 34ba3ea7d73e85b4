// Counts the passes of a segment: some of them with each commit, which moves the count's cursor.
import type { Job } from '../../ports/store/jobs.ts';
import type { Context } from '../context.ts';
import { walk } from './matching.ts';

/** The passes that one commit looks at. */
const LOOKED_AT = 1000;

/** Does a job of the kind `count_segment`, or the next step of one. */
export async function countSegment(context: Context, job: Job): Promise<void> {
  const { store } = context;
  const segment = await store.segmentById(job.subjectId);
  const card = segment && (await store.templateById(segment.templateId));
  if (segment === null || card === null || segment.cursor === null) {
    return store.recordStep(job, { kind: 'done' });
  }
  const { id, cursor: after, condition } = segment;
  const { found, looked, cursor, isLast } = await walk(context, card, condition, {
    after,
    most: Number.POSITIVE_INFINITY,
    look: LOOKED_AT,
  });
  const now = context.clock.now();
  await store.stepCount(id, { after, condition, cursor, matched: found.length, looked, isLast, now });
}
