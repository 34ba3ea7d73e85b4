// Jobs without a database: which kinds go with what they are about, and what pushes leave of their
// job.
import { JOB_SUBJECTS, type Job, type JobKind, type JobStep, type PushOutcome } from '../ports/store/jobs.ts';

const KINDS = Object.keys(JOB_SUBJECTS) as JobKind[];

/** The kinds whose subject is a pass, a template or a device. */
export function kindsAbout(subject: (typeof JOB_SUBJECTS)[JobKind]): JobKind[] {
  return KINDS.filter((kind) => JOB_SUBJECTS[kind] === subject);
}

/** How many jobs of each kind there are, from rows of those kinds that have any. */
export function countsOfKinds(
  rows: readonly { readonly kind: JobKind; readonly waiting: number }[],
): Record<JobKind, number> {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<JobKind, number>;
  for (const { kind, waiting } of rows) counts[kind] = waiting;
  return counts;
}

/**
 * The update tag that a device counts as told of after a push, 0 for none: what its own job tells
 * it is not told again.
 */
export function toldTag(job: Pick<Job, 'updateTag'>, fate: PushOutcome['fate']): number {
  return fate.kind === 'told' || fate.kind === 'later' ? job.updateTag : 0;
}

/**
 * What is next for a job after its pushes. `again`: a newer change has joined it, so it begins anew
 * with that one's tag. `updateTag`: that of its row by now, undefined when the row is gone.
 */
export function stepAfter(
  job: Pick<Job, 'updateTag'>,
  updateTag: number | undefined,
  step: JobStep,
): JobStep | { readonly kind: 'again' } {
  return (updateTag ?? 0) > job.updateTag ? { kind: 'again' } : step;
}
