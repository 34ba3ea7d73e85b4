// The webhooks of an account, for its developers: list, add, change, pause, renew the secret, take
// away. The audit log has each act.
import { AppError } from '../../errors.ts';
import type { Webhook, WebhookChange } from '../../ports/store/webhooks.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { type MadeSecret, makeSecret, OLD_SECRET_LASTS } from './secrets.ts';
import { checkWebhook, type WebhookInput } from './webhook-input.ts';

/** The most endpoints of an account. */
const MOST_WEBHOOKS = 20;

/** A webhook with its new secret, which nobody can show again. */
export interface MadeWebhook extends Pick<MadeSecret, 'secret'> {
  readonly webhook: Webhook;
}

/** In the order of creation; that of URL actions too. Fails with `role_forbidden`. */
export function listWebhooks(context: Context, caller: Caller): Promise<readonly Webhook[]> {
  return context.store.webhooksOf(requireRight(context, caller, 'keys').id);
}

/** Fails with `role_forbidden`, `webhook_not_found`. */
export async function requireWebhook(context: Context, caller: Caller, id: number): Promise<Webhook> {
  const found = (await listWebhooks(context, caller)).find((webhook) => webhook.id === id);
  if (found === undefined) throw new AppError('webhook_not_found');
  return found;
}

/** Fails with `role_forbidden`, the codes of checkWebhook, and `webhooks_limit`. */
export async function addWebhook(context: Context, caller: Caller, input: WebhookInput): Promise<MadeWebhook> {
  const account = requireRight(context, caller, 'keys');
  const checked = await checkWebhook(context, account, input);
  const { secret, encryptedSecret } = makeSecret(context);
  const made = { ...checked, kind: 'endpoint', accountId: account.id, encryptedSecret } as const;
  const webhook = await context.store.createWebhook({ ...made, createdAt: context.clock.now() }, MOST_WEBHOOKS);
  if (webhook === null) {
    throw new AppError('webhooks_limit', {
      message: `An account has at most ${MOST_WEBHOOKS} webhooks. Remove one first.`,
    });
  }
  await recordAct(context, caller, { what: 'webhook.add', subject: nameOf(webhook), after: shownRule(webhook) });
  return { webhook, secret };
}

/** Fails with `role_forbidden`, `webhook_not_found`, and the codes of checkWebhook. */
export async function changeWebhook(
  context: Context,
  caller: Caller,
  id: number,
  input: WebhookInput,
): Promise<Webhook> {
  const before = await requireEndpoint(context, caller, id);
  const webhook = await change(context, before, await checkWebhook(context, caller.account, input));
  await recordAct(context, caller, {
    ...{ what: 'webhook.change', subject: nameOf(webhook) },
    ...{ before: shownRule(before), after: shownRule(webhook) },
  });
  return webhook;
}

/** Stops the messages; those that wait go on waiting. Fails as changeWebhook. */
export async function pauseWebhook(context: Context, caller: Caller, id: number): Promise<Webhook> {
  const before = await requireEndpoint(context, caller, id);
  const webhook = await change(context, before, { state: 'paused', reason: null });
  await recordAct(context, caller, { what: 'webhook.pause', subject: nameOf(webhook) });
  return webhook;
}

/** Lets messages go out again, also after the server ended the webhook. Fails as changeWebhook. */
export async function resumeWebhook(context: Context, caller: Caller, id: number): Promise<Webhook> {
  const before = await requireEndpoint(context, caller, id);
  const webhook = await change(context, before, { state: 'active', reason: null, failingSince: null });
  await recordAct(context, caller, { what: 'webhook.resume', subject: nameOf(webhook) });
  return webhook;
}

/** Makes a new secret; the old one signs too for a day. Fails with `role_forbidden`, `webhook_not_found`. */
export async function rotateSecret(context: Context, caller: Caller, id: number): Promise<MadeWebhook> {
  const { encryptedSecret: oldSecret, ...before } = await requireWebhook(context, caller, id);
  const { secret, encryptedSecret } = makeSecret(context);
  const oldUntil = context.clock.now() + OLD_SECRET_LASTS;
  const webhook = await change(context, before, { encryptedSecret, oldSecret, oldUntil });
  await recordAct(context, caller, { what: 'webhook.secret', subject: nameOf(webhook) });
  return { webhook, secret };
}

/** Fails as changeWebhook. */
export async function removeWebhook(context: Context, caller: Caller, id: number): Promise<void> {
  const before = await requireEndpoint(context, caller, id);
  await context.store.deleteWebhook(before.accountId, id);
  await recordAct(context, caller, { what: 'webhook.remove', subject: nameOf(before), before: shownRule(before) });
}

/** The webhook that stands for the account's URL actions is none that anybody changes or removes. */
async function requireEndpoint(context: Context, caller: Caller, id: number): Promise<Webhook> {
  const webhook = await requireWebhook(context, caller, id);
  if (webhook.kind !== 'endpoint') throw new AppError('webhook_not_found');
  return webhook;
}

async function change(
  context: Context,
  { accountId, id }: Pick<Webhook, 'accountId' | 'id'>,
  given: WebhookChange,
): Promise<Webhook> {
  const changed = await context.store.changeWebhook(accountId, id, given);
  if (changed === null) throw new AppError('webhook_not_found');
  return changed;
}

function nameOf({ description, url, kind }: Webhook): string {
  if (kind === 'actions') return 'PSActionURL';
  return description === '' ? new URL(url).host : description;
}

function shownRule({ url, events, templateHash, condition }: Webhook) {
  return { url, events: events.join(', '), templateHash, condition };
}
