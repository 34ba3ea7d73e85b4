// The API functions about webhooks: the addresses that other systems give, and what became of the
// messages to them.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { requireAccount } from '../../operations/access/access.ts';
import { type Caller, ownerOf } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import {
  type Delivery,
  listDeliveries,
  resendMessage as resend,
  showDelivery,
} from '../../operations/webhooks/deliveries.ts';
import {
  addWebhook,
  changeWebhook,
  listWebhooks,
  pauseWebhook,
  removeWebhook,
  requireWebhook,
  resumeWebhook,
  rotateSecret,
} from '../../operations/webhooks/manage-webhooks.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Message, Webhook } from '../../ports/store/webhooks.ts';
import { WEBHOOK_EVENTS } from '../../rules/webhooks/words.ts';
import { apiFunction } from './api-function.ts';
import { clientHash, time } from './fields.ts';
import { shapes } from './function-parameters.ts';
import { WEBHOOKS_EXPLAINED } from './webhook-payloads.ts';

const { text, flag, whole } = shapes;

/** What takes a filter away, as elsewhere in this API. */
const REMOVED = 'DELETE';

const webhookId = whole.describe('The webhook.');
const messageId = text.describe('The message, by its webhook-id.');

const webhookFields = {
  webhookId: z.string(),
  url: z.string(),
  description: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  templateHash: z.string().nullable().describe('The only template whose passes it is told of; null: all.'),
  condition: z.string().nullable().describe('What must be true for the pass; null: nothing.'),
  state: z.enum(['active', 'paused', 'disabled']).describe('disabled: the server ended it, see reason.'),
  reason: z.enum(['gone', 'failing']).nullable().describe('gone: the receiver answered 410; failing: for five days.'),
  failingSince: time.nullable().describe('Since when every try failed; null: the last one did not.'),
  created: time,
};

export const insertUpdateWebhook = apiFunction({
  summary: 'Adds a webhook, or changes one.',
  description: `Without webhookId it adds one and answers its secret, which is shown this once. With one it changes what is given and keeps the rest. ${WEBHOOKS_EXPLAINED}`,
  access: 'owner',
  parameters: {
    clientHash,
    webhookId: whole.describe('The webhook to change.').optional(),
    url: text.describe('The address, which gets each message as a POST. Needed for a new one.').optional(),
    description: text.describe('A name for the owner.').optional(),
    events: text
      .describe(`The events, with commas between: ${WEBHOOK_EVENTS.join(', ')}. Needed for a new one.`)
      .optional(),
    templateHash: text.describe('Only passes of this template; DELETE: of all.').optional(),
    condition: text
      .describe('Only passes for which this condition is true after the event. It needs a templateHash. DELETE: none.')
      .optional(),
    state: z
      .enum(['active', 'paused'], 'must be active or paused')
      .describe('active lets messages go out again, also of one that the server ended.')
      .optional(),
    newSecret: flag.describe('Whether to make a new secret; the old one signs too for 24 hours.').default(false),
  },
  answer: {
    ...webhookFields,
    secret: z.string().optional().describe('Of a new webhook, or after newSecret. It begins with whsec_.'),
  },
  example: { clientHash: '$CLIENT', url: 'https://shop.example/hooks', events: 'pass.created,pass.scanned' },
  async run({ context, account }, { webhookId: id, state, newSecret, ...given }) {
    const caller = callerOf(context, account);
    if (id === undefined) {
      requireGiven(given);
      const made = await addWebhook(context, caller, inputOf(given, null));
      const webhook = state === 'paused' ? await pauseWebhook(context, caller, made.webhook.id) : made.webhook;
      return { ...shown(webhook), secret: made.secret };
    }
    let webhook = await requireWebhook(context, caller, id);
    if (Object.keys(given).length > 0) webhook = await changeWebhook(context, caller, id, inputOf(given, webhook));
    if (state !== undefined) webhook = await (state === 'paused' ? pauseWebhook : resumeWebhook)(context, caller, id);
    if (!newSecret) return shown(webhook);
    const made = await rotateSecret(context, caller, id);
    return { ...shown(made.webhook), secret: made.secret };
  },
});

export const getWebhooks = apiFunction({
  summary: 'Lists the webhooks, oldest first.',
  access: 'owner',
  parameters: { clientHash },
  answer: { webhooks: z.array(z.strictObject(webhookFields)) },
  example: { clientHash: '$CLIENT' },
  async run({ context, account }) {
    const webhooks = await listWebhooks(context, callerOf(context, account));
    return { webhooks: webhooks.filter(({ kind }) => kind === 'endpoint').map(shown) };
  },
});

export const deleteWebhook = apiFunction({
  summary: 'Removes a webhook. Messages that wait are lost.',
  access: 'owner',
  parameters: { clientHash, webhookId },
  answer: { deletedWebhookId: z.string() },
  example: { clientHash: '$CLIENT', webhookId: '$WEBHOOK' },
  async run({ context, account }, input) {
    await removeWebhook(context, callerOf(context, account), input.webhookId);
    return { deletedWebhookId: String(input.webhookId) };
  },
});

export const webhookDeliveries = apiFunction({
  summary: 'Lists the messages of a webhook, newest first, or one message with its tries.',
  description: 'Messages stay for 30 days.',
  access: 'owner',
  parameters: {
    clientHash,
    webhookId: whole.describe('The webhook. Give this or messageId.').optional(),
    messageId: text.describe('One message, by its webhook-id, with its tries.').optional(),
    before: whole.describe('The `next` of the answer before, for older messages.').optional(),
  },
  answer: {
    deliveries: z.array(
      z.strictObject({
        messageId: z.string().describe('The webhook-id of its tries.'),
        type: z.string(),
        created: time,
        state: z.enum(['waiting', 'delivered', 'failed']).describe('failed: given up after the last try.'),
        failedTries: z.int(),
        next: time.nullable().describe('The next try; null: over, or behind an earlier message of the pass.'),
        body: z.string().describe('What is posted.'),
      }),
    ),
    tries: z
      .array(
        z.strictObject({
          time,
          status: z.int().nullable().describe('The HTTP status; null: there was no answer.'),
          durationMs: z.int(),
          answer: z.string().describe('The first 1024 bytes of the answer, or why there was none.'),
        }),
      )
      .optional()
      .describe('Oldest first; with messageId alone.'),
    next: z.int().nullable().describe('`before` of the next page; null: there are no older messages.'),
  },
  example: { clientHash: '$CLIENT', webhookId: '$WEBHOOK' },
  check(input) {
    if (input.webhookId !== undefined || input.messageId !== undefined) return;
    throw new AppError('parameter_missing', { field: 'webhookId', message: 'Give a webhookId or a messageId.' });
  },
  async run({ context, account }, input) {
    const caller = callerOf(context, account);
    if (input.messageId !== undefined) {
      const { message, attempts } = await showDelivery(context, caller, input.messageId);
      return { deliveries: [delivery(message)], tries: attempts.map(shownTry), next: null };
    }
    const { messages, next } = await listDeliveries(context, caller, input.webhookId!, input.before ?? null);
    return { deliveries: messages.map(delivery), next };
  },
});

export const resendWebhook = apiFunction({
  summary: 'Sends a message again, whatever became of it.',
  description:
    'The message has the webhook-id that it had, so that a receiver knows it, and the tries of a new one. It does not wait for others of its pass.',
  access: 'owner',
  parameters: { clientHash, messageId },
  answer: { messageId: z.string() },
  example: { clientHash: '$CLIENT', messageId: '$MESSAGE' },
  async run({ context, account }, input) {
    const { publicId } = await resend(context, callerOf(context, account), input.messageId);
    return { messageId: publicId };
  },
});

function callerOf(context: Context, account: Account | null): Caller {
  return ownerOf(requireAccount(context, account));
}

interface Given {
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly events?: string | undefined;
  readonly templateHash?: string | undefined;
  readonly condition?: string | undefined;
}

/** Fails with `parameter_missing`. */
function requireGiven(given: Given): void {
  for (const field of ['url', 'events'] as const) {
    if (given[field] !== undefined) continue;
    throw new AppError('parameter_missing', { field, message: `A new webhook needs the parameter ${field}.` });
  }
}

/** What is given, and of the rest what the webhook has. */
function inputOf(given: Given, present: Webhook | null) {
  const filter = (text: string | undefined, has: string | null | undefined) =>
    text === REMOVED ? '' : (text ?? has ?? '');
  return {
    url: given.url ?? present?.url ?? '',
    description: given.description ?? present?.description ?? '',
    events: given.events === undefined ? (present?.events ?? []) : given.events.split(',').map((each) => each.trim()),
    templateHash: filter(given.templateHash, present?.templateHash),
    condition: filter(given.condition, present?.condition),
  };
}

function shown({ id, url, description, events, templateHash, condition, state, reason, ...webhook }: Webhook) {
  return {
    ...{ webhookId: String(id), url, description, events, templateHash, condition, state, reason },
    failingSince: isoOf(webhook.failingSince),
    created: isoOf(webhook.createdAt)!,
  };
}

function delivery({ publicId, type, createdAt, state, attempts, dueAt, payload }: Message) {
  return {
    ...{ messageId: publicId, type, state, failedTries: attempts, body: payload },
    created: isoOf(createdAt)!,
    next: isoOf(dueAt),
  };
}

function shownTry({ time, ...attempt }: Delivery['attempts'][number]) {
  return { time: isoOf(time)!, ...attempt };
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
