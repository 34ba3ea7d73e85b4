// The messages about passes and campaigns that are over, which the job of an end writes.
import type { TellEnd } from '../../ports/store/jobs.ts';
import { isOver } from '../../rules/passes/issue.ts';
import type { Context } from '../context.ts';
import { passMessages, templateMessages } from './messages.ts';

export function endMessages(context: Context): TellEnd {
  return {
    pass: (snapshot) => passMessages(context, snapshot, snapshot.pass, 'pass.expired'),
    template(snapshot) {
      const { issue } = snapshot;
      // The same job runs when a campaign begins, and when a template has a date of its own.
      if (issue === null || !isOver(issue, context.clock.now())) return [];
      return templateMessages(context, snapshot, 'campaign.over', { campaignName: issue.campaign.name });
    },
  };
}
