// Measures what is known only at the time of asking: how long work waits, whether the server is ready,
// when certificates end, how old the last backup is, and how much room the disk has.
import type { InstallationFacts } from '../../ports/installation.ts';
import type { ServerMeasures } from '../../ports/metrics.ts';
import { JOB_SUBJECTS, type JobKind, type WaitingKind } from '../../ports/store/jobs.ts';
import { firstEnd } from '../certificates/certificate-warnings.ts';
import type { Context } from '../context.ts';
import { readiness } from './readiness.ts';

/** How many due jobs are looked at for the oldest one of each kind; the queue's order is by age. */
const MOST_LOOKED_AT = 1000;

/**
 * Leaves out what cannot be measured, such as while the database fails: that is when the other
 * measures are needed. `limit`: how long a measure may take, in ms.
 */
export async function serverMeasures(context: Context, limit = 2000): Promise<ServerMeasures> {
  const { store, clock, installation, files, backups } = context;
  const known = <T>(measure: Promise<T>) => within(limit, measure);
  const [waitingJobs, oldestDue, ready, migrationsMissing, certificateEnd, backup, facts] = await Promise.all([
    known(store.countJobs()),
    known(oldestWork(context, clock.now())),
    known(readiness(context, limit)),
    known(store.probe()),
    known(store.certificates().then((certificates) => firstEnd(certificates, clock.now()))),
    known(store.lastBackup()),
    known(installation.look()),
  ]);
  return {
    waitingJobs,
    oldestDue,
    isReady: ready === undefined ? undefined : ready.status === 'ready',
    checks: ready && Object.entries(ready.checks).map(([check, { status }]) => ({ check, status })),
    migrationsMissing: migrationsMissing?.migrationsMissing,
    certificateEnd: certificateEnd ?? undefined,
    // Without any backup the last one is as old as can be. Backups made elsewhere are not known here.
    lastBackup: backup === undefined || backups.isElsewhere ? undefined : (backup?.time ?? 0),
    ...machineOf(facts),
    passFiles: files.served,
  };
}

/** How long the oldest due work of each kind waits, in ms; 0: none is due. */
async function oldestWork({ store }: Context, now: number): Promise<Record<WaitingKind, number>> {
  const [jobs, mail] = await Promise.all([store.waitingJobs(MOST_LOOKED_AT, now), store.oldestDueMail(now)]);
  const ageOf = (runAt: number | null | undefined) => Math.max(0, now - (runAt ?? now));
  const kinds = Object.keys(JOB_SUBJECTS) as JobKind[];
  const ages = kinds.map((kind) => [kind, ageOf(jobs.find((job) => job.kind === kind)?.runAt)] as const);
  return { ...(Object.fromEntries(ages) as Record<JobKind, number>), mail: ageOf(mail) };
}

function machineOf(facts: InstallationFacts | undefined): Pick<ServerMeasures, 'build' | 'disk'> {
  if (facts === undefined) return {};
  const { version, node, kind, diskFree, diskTotal, databaseBytes } = facts;
  return {
    build: { version, node, installed: kind },
    disk: { free: diskFree, total: diskTotal, database: databaseBytes },
  };
}

/** Undefined: the measure failed, or there was none within `limit` ms. */
async function within<T>(limit: number, measure: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limit);
  });
  try {
    return await Promise.race([measure, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
