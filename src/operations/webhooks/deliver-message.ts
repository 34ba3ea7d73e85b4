// Sends one message to a webhook, and decides what is next for it: each try is stored, and a failed
// one is repeated at growing intervals for three days.
import { AppError } from '../../errors.ts';
import type { OutboundResult } from '../../ports/outbound.ts';
import type { Attempt, ClaimedMessage, MessageOutcome } from '../../ports/store/webhooks.ts';
import { clientHashOf } from '../access/client-hash.ts';
import type { Context } from '../context.ts';
import { ownCall, UNCALLED } from '../depth.ts';
import { revealRequest, type WholeRequest } from './concealed-request.ts';
import { signedHeaders } from './secrets.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before the second try and each later one, in ms; the message is given up after the last. */
export const WAITS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** A wait is longer by up to this part of it, so that receivers do not get all tries at once. */
const JITTER = 0.1;

/** The longest wait that a receiver may ask for, in ms. */
const LONGEST_ASKED_WAIT = 24 * HOUR;

/** For the whole try, in ms. */
const LONGEST_TRY = 15 * SECOND;

/** The most bytes of an answer that are read, and those that are stored. */
const MOST_ANSWER_BYTES = 64 * 1024;
const MOST_STORED_ANSWER_BYTES = 1024;

/** How long every try has failed when a webhook gets no more messages, in ms. */
export const LONGEST_FAILURE = 5 * 24 * HOUR;

const GONE = 410;
/** Statuses whose Retry-After counts. */
const BUSY = [429, 503];

/** What became of a try. */
interface Tried {
  readonly attempt: Attempt;
  readonly outcome: MessageOutcome;
  readonly ended?: 'gone' | 'failing';
}

/**
 * Answers what stores the try. Never rejects because of the receiver. The stored function answers
 * whether the webhook ended with this try.
 */
export async function deliverMessage(context: Context, message: ClaimedMessage): Promise<() => Promise<boolean>> {
  const tried = await tryMessage(context, message);
  return async () => {
    const { attempt, outcome, ended } = tried;
    await context.store.recordAttempt(message, attempt, outcome, ended);
    logTry(context, message, tried);
    return ended !== undefined;
  };
}

async function tryMessage(context: Context, message: ClaimedMessage): Promise<Tried> {
  const result = await send(context, message);
  const time = context.clock.now();
  const { durationMs } = result;
  const status = result.ok ? result.status : null;
  const attempt: Attempt = { time, status, durationMs, answer: result.ok ? beginningOf(result.body) : result.message };
  if (status !== null && status >= 200 && status < 300) return { attempt, outcome: { kind: 'delivered' } };
  const { failingSince, kind } = message.webhook;
  // A URL action may go anywhere: one address that is gone says nothing of the others.
  if (kind === 'endpoint' && status === GONE) return { attempt, outcome: { kind: 'failed' }, ended: 'gone' };
  const wait = WAITS[message.attempts];
  const outcome: MessageOutcome =
    wait === undefined
      ? { kind: 'failed' }
      : { kind: 'retry', dueAt: time + Math.max(withJitter(context, wait), askedWait(result, time)) };
  const isOver = kind === 'endpoint' && failingSince !== null && time - failingSince >= LONGEST_FAILURE;
  return { attempt, outcome, ...(isOver ? { ended: 'failing' as const } : {}) };
}

async function send(context: Context, message: ClaimedMessage): Promise<OutboundResult> {
  const { webhook, publicId } = message;
  try {
    const { request, payload } = await wholeRequest(context, message);
    const { method, url, headers, isSigned } = request;
    const signed = isSigned ? signedHeaders(context, webhook, publicId, payload) : {};
    return await context.outbound.request({
      method,
      url,
      headers: { ...headers, ...signed },
      body: payload,
      ownCall: ownCall(context, UNCALLED),
      timeoutMs: LONGEST_TRY,
      maxBytes: MOST_ANSWER_BYTES,
      onTooLarge: 'truncate',
      followsRedirects: false,
    });
  } catch (error) {
    // The secret cannot be read: the server's key is another one until somebody puts it back.
    if (!(error instanceof AppError)) throw error;
    return { ok: false, reason: 'connection_failed', message: error.message, durationMs: 0 };
  }
}

/** The request of a message: a POST to the webhook's address, or that of a URL action as it was. */
async function wholeRequest({ store, settings }: Context, message: ClaimedMessage): Promise<WholeRequest> {
  const { webhook, request, payload } = message;
  if (request === null) {
    const headers = { 'content-type': 'application/json' };
    return { request: { method: 'POST', url: webhook.url, headers, isSigned: true }, payload };
  }
  const owner = await store.accountById(webhook.accountId);
  return revealRequest({ request, payload }, owner === null ? '' : clientHashOf(settings.secret, owner));
}

/** The beginning of an answer as text, without the one character that no database stores. */
function beginningOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, MOST_STORED_ANSWER_BYTES)).replaceAll('\0', '\uFFFD');
}

function withJitter({ ids }: Pick<Context, 'ids'>, wait: number): number {
  const [byte = 0] = ids.bytes(1);
  return Math.round(wait * (1 + (JITTER * byte) / 255));
}

/** What the receiver asks to wait, in ms; 0: nothing. */
function askedWait(result: OutboundResult, now: number): number {
  if (!result.ok || result.retryAfter === undefined || !BUSY.includes(result.status)) return 0;
  const text = result.retryAfter.trim();
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(asked, 0), LONGEST_ASKED_WAIT);
}

/** Names neither address nor pass: either may be secret. */
function logTry(context: Context, { webhookId, publicId, type }: ClaimedMessage, { attempt, outcome, ended }: Tried) {
  const fields = { webhook: webhookId, message: publicId, type, status: attempt.status };
  if (ended !== undefined) context.log.error({ ...fields, reason: ended }, 'a webhook gets no more messages');
  else if (outcome.kind === 'failed') context.log.error(fields, 'a message to a webhook was given up');
  else if (outcome.kind === 'retry') context.log.warn(fields, 'a message to a webhook has to wait');
}
