// What Passwright asks of a database about webhooks: the addresses that other systems give an
// account, and the messages to them. A message is written in the commit of its cause
// (PassChange.messages) and sent later. Times are milliseconds since 1970.
import type { AccessFacts, Overrides } from '../../rules/passes/facts.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type {
  MessageState,
  MessageType,
  WebhookEvent,
  WebhookKind,
  WebhookReason,
  WebhookState,
} from '../../rules/webhooks/words.ts';

export type { MessageState, MessageType, WebhookEvent, WebhookKind, WebhookReason, WebhookState };

/** What decides whether a webhook is told of something. */
export interface WebhookRule {
  readonly id: number;
  readonly events: readonly WebhookEvent[];
  /** Only passes of this template; null: of all. */
  readonly templateHash: string | null;
  /** Only passes for which this condition is true; null: all. */
  readonly condition: string | null;
}

export interface NewWebhook extends Omit<WebhookRule, 'id'> {
  readonly accountId: number;
  readonly kind: WebhookKind;
  readonly url: string;
  readonly description: string;
  /** The secret that signs messages, encrypted with the server's key. */
  readonly encryptedSecret: Uint8Array;
  readonly createdAt: number;
}

export interface Webhook extends NewWebhook {
  readonly id: number;
  readonly state: WebhookState;
  readonly reason: WebhookReason;
  /** The secret before the last one, which signs too until `oldUntil`; null: there is none. */
  readonly oldSecret: Uint8Array | null;
  readonly oldUntil: number | null;
  /** Since when every try failed; null: the last one did not. */
  readonly failingSince: number | null;
}

/** Absent parts do not change. */
export type WebhookChange = Partial<
  Pick<
    Webhook,
    | 'url'
    | 'description'
    | 'events'
    | 'templateHash'
    | 'condition'
    | 'state'
    | 'reason'
    | 'encryptedSecret'
    | 'oldSecret'
    | 'oldUntil'
    | 'failingSince'
  >
>;

/** What a message tells of a pass. */
export interface ToldPass {
  readonly hash: string;
  readonly serialNumber: string;
  readonly overrides: Overrides;
  readonly access: AccessFacts;
  readonly isTest: boolean;
}

/** The request of a URL action, as it was. */
export interface RetriedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isSigned: boolean;
}

export interface NewMessage {
  readonly webhookId: number;
  /** The webhook-id of each try. No other message has it. */
  readonly publicId: string;
  readonly type: MessageType;
  /** The body, which is signed byte by byte. */
  readonly payload: string;
  readonly createdAt: number;
  /** When to send it, by default at once. */
  readonly dueAt?: number;
  /** Absent: a POST of the payload to the webhook's address. */
  readonly request?: RetriedRequest;
}

/** A message that is about a pass waits until the earlier ones of the pass to the webhook are over. */
export interface QueuedMessage extends NewMessage {
  /** Null: it is about none, and waits for nothing. */
  readonly passId: number | null;
}

export interface Message extends Omit<NewMessage, 'dueAt' | 'request'> {
  readonly id: number;
  readonly passId: number | null;
  readonly request: RetriedRequest | null;
  readonly state: MessageState;
  /** The next try; null: over, or behind an earlier message. */
  readonly dueAt: number | null;
  /** How often sending failed. */
  readonly attempts: number;
  readonly overAt: number | null;
}

export interface ClaimedMessage extends Message {
  readonly webhook: Webhook;
}

/** One try to send a message. */
export interface Attempt {
  readonly time: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  readonly durationMs: number;
  /** The beginning of the answer, or why there was none. */
  readonly answer: string;
}

export type MessageOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'retry'; readonly dueAt: number };

/** The most messages of one webhook under way at once, so that a slow receiver holds up no other. */
export const MOST_AT_ONCE_OF_WEBHOOK = 4;

export interface WebhookStore {
  /** Null: the account has `most` endpoints already. For `actions`: the one that there is, if any. */
  createWebhook(webhook: NewWebhook, most: number): Promise<Webhook | null>;
  /** Null: the account has no such webhook. */
  changeWebhook(accountId: number, id: number, change: WebhookChange): Promise<Webhook | null>;
  /**
   * Takes a webhook away at once; its messages go with the next purges. Answers whether there was
   * one.
   */
  deleteWebhook(accountId: number, id: number): Promise<boolean>;
  /** In the order of creation. */
  webhooksOf(accountId: number): Promise<readonly Webhook[]>;
  /** Writes messages that have no change of a pass as their cause. */
  queueMessages(messages: readonly QueuedMessage[]): Promise<void>;
  /**
   * Claims up to `limit` messages that are due, of active webhooks alone, see claimJobs. Of one
   * webhook at most MOST_AT_ONCE_OF_WEBHOOK are under way here. Looks at each webhook that has
   * messages to send, and at no message of a webhook beyond those.
   */
  claimMessages(limit: number, dueBy: number, underWay?: readonly number[]): Promise<readonly ClaimedMessage[]>;
  /**
   * Writes a try and what is next in one commit; the next message of the pass becomes due once this
   * one is over. `ended`: the webhook gets no more messages, because of `reason`. A message that
   * somebody else has recorded meanwhile stays as it is.
   */
  recordAttempt(
    message: Pick<Message, 'id' | 'webhookId' | 'passId' | 'attempts'>,
    attempt: Attempt,
    outcome: MessageOutcome,
    ended?: NonNullable<WebhookReason>,
  ): Promise<void>;
  /** Up to `count` messages of a webhook with ids below `before`, newest first. */
  messagesOf(webhookId: number, page: { readonly before: number; readonly count: number }): Promise<readonly Message[]>;
  /** A message of the account by its publicId; null: there is none. */
  messageOf(accountId: number, publicId: string): Promise<Message | null>;
  /** Oldest first. */
  attemptsOf(messageId: number): Promise<readonly Attempt[]>;
  /** Makes a message due now, as if it were new. */
  resendMessage(id: number, now: number): Promise<void>;
  /** Webhooks that the server ended and whose owners were not told yet, up to `limit`. */
  untoldWebhooks(limit: number): Promise<readonly Webhook[]>;
  webhookTold(id: number): Promise<void>;
  /**
   * Deletes up to `limit` messages from before a time, and as many of deleted webhooks. Answers how
   * many.
   */
  purgeMessages(before: number, limit: number): Promise<number>;
}

/** The posted JSON of a message. */
export interface MessagePayload {
  readonly type: MessageType;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly data: JsonObject;
}
