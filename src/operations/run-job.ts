// Does one job that is due, or the next part of it.
import type { Job } from '../ports/store/devices.ts';
import type { Context } from './context.ts';
import { deliverPush } from './devices/deliver-push.ts';

export function runJob(context: Context, job: Job): Promise<void> {
  switch (job.kind) {
    case 'push_pass':
    case 'push_template':
    case 'push_device':
      return deliverPush(context, job);
    case 'expire_pass':
    case 'expire_template':
      return context.store.expire(job, context.clock.now());
  }
}
