// What Google tells of saves and deletions on Android phones: verified, and then an onInstall or an
// onDelete of the pass, once for each message.
import { AppError } from '../../errors.ts';
import { type GoogleCallback, readRootKeys, verifyCallback } from '../../pass/google/callback.ts';
import type { Limit, Limits } from '../../ports/limits.ts';
import type { Pass } from '../../ports/store/passes.ts';
import { DELETE, INSTALL } from '../../rules/passes/facts.ts';
import { networkOf } from '../access/network.ts';
import { fingerprintOf } from '../change/idempotency.ts';
import { type Answering, runEvent } from '../change/run-triggers.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';

/** Callbacks of one network in a minute; Google sends one for each save and deletion. */
const MOST_CALLBACKS = 600;

export type CallbackThrottle = Limit;

export function createCallbackThrottle(limits: Limits): CallbackThrottle {
  return limits.limit('google_callbacks', { points: MOST_CALLBACKS, seconds: 60 });
}

/** Google gets no data in answer. */
const answering: Answering = () => ({});

/**
 * Takes the body of a callback. Fails with `google_callback_refused` when Google did not sign the
 * message for the issuer of a pass of this server, with `google_keys_missing` while Google's keys
 * cannot be fetched, with `rate_limited`, and with the codes of an event. A message that was taken
 * before is no error, because Google sends some twice.
 */
export async function receiveCallback(
  context: Context,
  throttle: CallbackThrottle,
  input: { readonly body: string; readonly address: string; readonly depth: Depth },
): Promise<void> {
  const wait = await throttle.count(networkOf(input.address));
  if (wait > 0) throw new AppError('rate_limited', { beside: { retryAfter: Math.ceil(wait / 1000) } });
  const now = context.clock.now();
  const keys = await context.google.callbackKeys();
  if (keys === null) throw new AppError('google_keys_missing');
  const verdict = verifyCallback(input.body, readRootKeys(keys), now);
  if ('refusal' in verdict) throw refused(context, verdict.refusal);
  const { callback } = verdict;
  const pass = await passOf(context, callback);
  if (pass === null || (await context.store.isGoogleNonceUsed(callback.nonce))) return;
  const isSave = callback.eventType === 'save';
  // The key is part of the event's commit: after a crash before the next line Google sends again,
  // and the event does not count twice.
  await runEvent(
    context,
    {
      hash: pass.hash,
      accessType: isSave ? INSTALL : DELETE,
      depth: input.depth,
      idempotency: {
        scope: `google ${callback.issuerId}`,
        key: callback.nonce,
        fingerprint: fingerprintOf({ objectId: callback.objectId, eventType: callback.eventType }),
        now,
      },
      account: null,
    },
    answering,
  );
  await (isSave ? context.store.googleSaved(pass.id, now) : context.store.googleRemoved(pass.id));
  await context.store.useGoogleNonce(callback.nonce, callback.expires, now);
}

/**
 * The callback's pass; null: the pass was deleted here, and there is nothing to count. Fails when the
 * pass was never at Google under this issuer, which any other issuer could claim.
 */
async function passOf(context: Context, { issuerId, objectId }: GoogleCallback): Promise<Pass | null> {
  const snapshot = await context.store.passByHash(objectId.slice(issuerId.length + 1));
  if (snapshot === null) return null;
  const known = await context.store.googleObject(snapshot.pass.id);
  if (known?.issuerId === issuerId) return snapshot.pass;
  throw refused(context, 'This pass is not at Google under the issuer of the callback.');
}

/** The log says why, because nobody reads the answer. */
function refused({ log }: Context, message: string): AppError {
  log.warn({ reason: message }, 'a callback of Google Wallet was refused');
  return new AppError('google_callback_refused', { message });
}
