// The messages about pushes that were given up, which the commit of the last try writes.
import type { GivenUp, Job, ToldGivenUp } from '../../ports/store/jobs.ts';
import type { Context } from '../context.ts';
import { messageTo } from './messages.ts';

/**
 * What was given up, with its messages. Such a failure is about the account, whose certificate or
 * connection it is, so no webhook's card or condition filters it.
 */
export async function withMessages(context: Context, job: Job, givenUp: GivenUp): Promise<ToldGivenUp> {
  const wanting = (await context.store.webhooksOf(givenUp.accountId)).filter(
    ({ kind, state, events }) => kind === 'endpoint' && state === 'active' && events.includes('push.failed'),
  );
  const owner = wanting.length === 0 ? null : await context.store.accountById(givenUp.accountId);
  if (owner === null) return givenUp;
  const { devices, status, reason } = givenUp;
  const passId = job.kind === 'push_pass' ? job.subjectId : null;
  const messages = wanting.map(({ id }) => ({
    ...messageTo(context, owner, id, 'push.failed', { devices, status, reason }),
    passId,
  }));
  return { ...givenUp, messages };
}
