// Sends messages to webhooks as they become due.
import { StoreUnavailableError } from '../errors.ts';
import type { Context } from '../operations/context.ts';
import { deliverMessage } from '../operations/webhooks/deliver-message.ts';
import { tellOfEndedWebhooks } from '../operations/webhooks/tell-owners.ts';
import { renderEndedWebhook } from '../ui/webhook-mails.ts';
import { type Jobs, openDueWork } from './due-work.ts';

/** The most messages under way at once. One webhook has a few of them (MOST_AT_ONCE_OF_WEBHOOK). */
const SIDE_BY_SIDE = 64;

export function openWebhookJobs(context: Context): Jobs {
  return openDueWork(context, {
    sideBySide: SIDE_BY_SIDE,
    claim: (...given) => context.store.claimMessages(...given),
    perform: async (message) => {
      const store = await deliverMessage(context, message);
      return async () => {
        if (await store()) await tellOwners(context);
      };
    },
    traceOf: ({ type, webhookId, attempts }) => ({
      name: `job message ${type}`,
      subject: `webhook:${webhookId}`,
      fields: { 'passwright.attempts': attempts },
    }),
    describe: ({ publicId, type }) => ({ job: 'message', subject: publicId, type }),
  });
}

/** Logs errors instead of throwing: the daily work tells whoever was not told now. */
export async function tellOwners(context: Context): Promise<void> {
  const { rootUrl } = context.settings;
  await tellOfEndedWebhooks(context, ({ language }, webhook) =>
    renderEndedWebhook(webhook, { language, rootUrl }),
  ).catch((error) => {
    if (error instanceof StoreUnavailableError) return;
    context.log.error({ err: error }, 'owners could not be told of their webhooks');
  });
}
