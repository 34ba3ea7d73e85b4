// Performs what a run of triggers asks of other servers: the request of a URL action, or an image.
import { AppError, StoreUnavailableError } from '../../errors.ts';
import type { OutgoingRequest } from '../../rules/triggers/requests.ts';
import type { Reply } from '../../rules/triggers/triggers.ts';
import type { Context } from '../context.ts';
import { type Depth, ownCall } from '../depth.ts';
import { takeImage } from '../images.ts';
import { type PreparedAction, prepareAction, retryAction } from '../webhooks/action-requests.ts';

/** Whose request it is: the pass, and the depth of the request that caused the event. */
interface Asked {
  readonly hash: string;
  readonly depth: Depth;
}

/**
 * Limits the requests of one pass's triggers: `points` in `seconds`. Ends a loop through a service
 * that drops our depth header; no real till or gate makes thirty full runs of one pass in a minute.
 */
export const REQUEST_LIMIT = { points: 300, seconds: 60 };

/** Performs what a URL action or an image asks for. Never rejects. */
export async function performRequest(
  context: Context,
  request: OutgoingRequest,
  { hash, depth }: Asked,
): Promise<Reply> {
  // What cannot be counted now is not refused: a loop needs the database for each of its rounds.
  if ((await context.requestLimit.count(hash).catch(() => 0)) > 0) {
    const message = `The triggers of this pass made ${REQUEST_LIMIT.points} requests within ${REQUEST_LIMIT.seconds} seconds; this one was refused so that a loop ends.`;
    return { ok: false, message, durationMs: 0 };
  }
  const started = context.clock.now();
  if (request.purpose === 'image') {
    try {
      const { url, timeoutMs } = request;
      const image = await takeImage(context, url, 'image', { depth, timeoutMs, isHolders: false });
      return { ok: true, image, durationMs: context.clock.now() - started };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ok: false, message: error.message, durationMs: context.clock.now() - started };
    }
  }
  const { url, method, headers, body, timeoutMs } = request;
  let action: PreparedAction | null = null;
  if (request.isSigned || request.isRetried) {
    try {
      action = await prepareAction(context, hash, request);
    } catch (error) {
      if (!(error instanceof AppError || error instanceof StoreUnavailableError)) throw error;
      return { ok: false, message: `The request could not be signed: ${error.message}`, durationMs: 0 };
    }
  }
  const result = await context.outbound.request({
    url,
    method,
    headers: action === null ? headers : { ...headers, ...action.headers },
    ownCall: ownCall(context, depth),
    ...(body === null ? {} : { body }),
    timeoutMs,
    maxBytes: 64 * 1024,
    onTooLarge: 'truncate',
  });
  if (action !== null && request.isRetried) await retryAction(context, action, request, result);
  return result.ok
    ? { ok: true, status: result.status, durationMs: result.durationMs }
    : { ok: false, message: result.message, durationMs: result.durationMs };
}
