// Mails owners whose webhooks the server has ended. An owner is noted as told once the mail was
// accepted, so that a server without mail, or one that was away, catches up. Servers take turns.
import type { MailMessage } from '../../ports/mail.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Webhook } from '../../ports/store/webhooks.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';

/** The most webhooks that one run tells of. */
const MOST_TOLD_AT_ONCE = 100;

/** Words a mail, in the language of its account. */
export type RenderEnded = (account: Account, webhook: Webhook) => Pick<MailMessage, 'subject' | 'html' | 'text'>;

/** Sends the mails that are due, after a webhook ended and once a day. */
export async function tellOfEndedWebhooks(context: Context, render: RenderEnded): Promise<void> {
  if (!(await context.mailer.isSetUp())) return;
  await context.store.inTurn('webhook mails', async () => {
    for (const webhook of await context.store.untoldWebhooks(MOST_TOLD_AT_ONCE)) await tell(context, webhook, render);
  });
}

async function tell(context: Context, webhook: Webhook, render: RenderEnded): Promise<void> {
  const { store, ids, mailer, log } = context;
  const account = await store.accountById(webhook.accountId);
  const recipient = account && emailAddress(account.email);
  if (!account || !recipient) return store.webhookTold(webhook.id);
  const id = Buffer.from(ids.bytes(16)).toString('hex');
  const result = await mailer.send({ id, senderName: null, recipient, ...render(account, webhook) });
  if (result.verdict === 'delivered') return store.webhookTold(webhook.id);
  const reason = result.reason.replaceAll(recipient, '[recipient]');
  log.warn({ webhook: webhook.id, reason }, 'an owner could not be told of a webhook');
}
