// The words of webhooks: what they tell of, and the states of webhooks and of messages.

/** What an owner can have sent. */
export const WEBHOOK_EVENTS = [
  'pass.created',
  'pass.installed',
  'pass.updated',
  'pass.registered',
  'pass.scanned',
  'pass.edited',
  'pass.deleted',
  'pass.expired',
  'push.failed',
  'campaign.over',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** `webhook.test`: the owner asks for it. `action.retry`: a request of a URL action that failed. */
export type MessageType = WebhookEvent | 'webhook.test' | 'action.retry';

/**
 * `endpoint`: an address that receives messages. `actions`: the account's URL actions, one at most;
 * its secret signs them, and its messages are their requests that are tried again.
 */
export type WebhookKind = 'endpoint' | 'actions';

/** `disabled`: the server itself sends nothing any more, see WebhookReason. */
export type WebhookState = 'active' | 'paused' | 'disabled';

/** `gone`: the receiver answered 410. `failing`: every try failed for days. Null: the owner did it. */
export type WebhookReason = 'gone' | 'failing' | null;

/** `failed`: given up after the last try. */
export type MessageState = 'waiting' | 'delivered' | 'failed';
