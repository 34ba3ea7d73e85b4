// What the page of the server shows: versions, room on the disk, what waits to be done, and the last
// errors.
import type { InstallationFacts } from '../../ports/installation.ts';
import type { RecentError } from '../../ports/recent-errors.ts';
import type { WaitingKind } from '../../ports/store/jobs.ts';
import { type Caller, requireOperator } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { type Readiness, readiness } from './readiness.ts';

export type { WaitingKind };

export interface ServerFacts {
  readonly installation: InstallationFacts;
  /** How many jobs of each kind wait, and how many mails. */
  readonly waiting: Readonly<Record<WaitingKind, number>>;
  /** How many of the mails failed at least once. */
  readonly delayedMails: number;
  readonly readiness: Readiness;
  readonly errors: readonly RecentError[];
}

/** Fails with `role_forbidden`, `operator_only`. */
export async function serverFacts(context: Context, caller: Caller): Promise<ServerFacts> {
  requireOperator(context, caller, 'server');
  const { installation, store } = context;
  const [found, waiting, delayedMails, ready] = await Promise.all([
    installation.look(),
    store.countJobs(),
    store.countDelayedMails(),
    readiness(context),
  ]);
  return { installation: found, waiting, delayedMails, readiness: ready, errors: context.recentErrors.list() };
}
