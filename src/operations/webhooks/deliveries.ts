// What became of the messages to a webhook: list them, look at one with its tries, send one again,
// and send one to try a webhook out.
import { AppError } from '../../errors.ts';
import type { Attempt, Message, Webhook } from '../../ports/store/webhooks.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { revealRequest } from './concealed-request.ts';
import { requireWebhook } from './manage-webhooks.ts';
import { messageTo } from './messages.ts';

/** The messages of one page. */
const PAGE = 50;

export interface Deliveries {
  readonly webhook: Webhook;
  /** Newest first. */
  readonly messages: readonly Message[];
  /** `before` of the next page; null: there are no older messages. */
  readonly next: number | null;
}

export interface Delivery {
  readonly message: Message;
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
}

/** `before` null: the newest. Fails with `role_forbidden`, `webhook_not_found`. */
export async function listDeliveries(
  context: Context,
  caller: Caller,
  id: number,
  before: number | null,
): Promise<Deliveries> {
  const webhook = await requireWebhook(context, caller, id);
  const page = { before: before ?? Number.MAX_SAFE_INTEGER, count: PAGE + 1 };
  const found = await context.store.messagesOf(id, page);
  const messages = found.slice(0, PAGE).map(withoutSecret);
  return { webhook, messages, next: found.length > PAGE ? messages.at(-1)!.id : null };
}

/** Fails with `role_forbidden`, `message_not_found`. */
export async function showDelivery(context: Context, caller: Caller, publicId: string): Promise<Delivery> {
  const { id } = requireRight(context, caller, 'keys');
  const message = await context.store.messageOf(id, publicId);
  if (message === null) throw new AppError('message_not_found');
  return { message: withoutSecret(message), attempts: await context.store.attemptsOf(message.id) };
}

/** A request of a URL action with the name of the clientHash in its place. */
function withoutSecret(message: Message): Message {
  const { request, payload } = message;
  return request === null ? message : { ...message, ...revealRequest({ request, payload }, '{clientHash}') };
}

/**
 * Sends a message again, whatever became of it, out of the order of its pass and with the tries of a
 * new one. Fails with `role_forbidden`, `message_not_found`.
 */
export async function resendMessage(context: Context, caller: Caller, publicId: string): Promise<Message> {
  const { message } = await showDelivery(context, caller, publicId);
  await context.store.resendMessage(message.id, context.clock.now());
  await recordAct(context, caller, { what: 'webhook.resend', subject: publicId });
  return message;
}

/** Sends a message that says nothing. Fails with `role_forbidden`, `webhook_not_found`. */
export async function sendTestMessage(context: Context, caller: Caller, id: number): Promise<void> {
  const webhook = await requireWebhook(context, caller, id);
  if (webhook.kind !== 'endpoint') throw new AppError('webhook_not_found');
  const message = messageTo(context, caller.account, id, 'webhook.test', { description: webhook.description });
  await context.store.queueMessages([{ ...message, passId: null }]);
}
