// Decides about jobs without a database: which kinds belong to which subject, and what remains of a
// job after its pushes.
import { JOB_SUBJECTS, type Job, type JobKind, type JobStep, type PushOutcome } from '../ports/store/jobs.ts';

const KINDS = Object.keys(JOB_SUBJECTS) as JobKind[];

/** The kinds whose subject is a pass, a template or a device. */
export function kindsAbout(subject: (typeof JOB_SUBJECTS)[JobKind]): JobKind[] {
  return KINDS.filter((kind) => JOB_SUBJECTS[kind] === subject);
}

/** The number of jobs of each kind, from rows of the kinds that have any. */
export function countsOfKinds(
  rows: readonly { readonly kind: JobKind; readonly waiting: number }[],
): Record<JobKind, number> {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<JobKind, number>;
  for (const { kind, waiting } of rows) counts[kind] = waiting;
  return counts;
}

/**
 * The first `limit` of the pieces of work that are not under way. A store that one server alone uses
 * claims nothing else.
 */
export function notUnderWay<Piece extends { readonly id: number }>(
  pieces: readonly Piece[],
  underWay: readonly number[],
  limit: number,
): Piece[] {
  const ids = new Set(underWay);
  return pieces.filter(({ id }) => !ids.has(id)).slice(0, limit);
}

/**
 * The update tag that a push announced to a device, 0 for none. A device whose push moves to a job
 * of its own counts as informed, so that the first job does not push to it again.
 */
export function toldTag(job: Pick<Job, 'updateTag'>, fate: PushOutcome['fate']): number {
  return fate.kind === 'told' || fate.kind === 'later' ? job.updateTag : 0;
}

/**
 * What a job does next after its pushes. `again`: a newer change joined the job, so it starts over
 * with that tag. `updateTag`: of the job's row now, undefined when the row is gone.
 */
export function stepAfter(
  job: Pick<Job, 'updateTag'>,
  updateTag: number | undefined,
  step: JobStep,
): JobStep | { readonly kind: 'again' } {
  return (updateTag ?? 0) > job.updateTag ? { kind: 'again' } : step;
}
