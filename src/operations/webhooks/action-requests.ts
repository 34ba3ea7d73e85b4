// Signs the requests of URL actions that ask for it, and queues those that failed to be tried again,
// beside the run, which goes on as it always did.
import { StoreUnavailableError } from '../../errors.ts';
import type { OutboundResult } from '../../ports/outbound.ts';
import type { Webhook } from '../../ports/store/webhooks.ts';
import type { OutgoingRequest } from '../../rules/triggers/requests.ts';
import { clientHashOf } from '../access/client-hash.ts';
import type { Context } from '../context.ts';
import { concealRequest } from './concealed-request.ts';
import { WAITS } from './deliver-message.ts';
import { makeSecret, newMessageId, signedHeaders } from './secrets.ts';

export interface PreparedAction {
  readonly webhook: Webhook;
  readonly passId: number;
  readonly publicId: string;
  /** The headers that sign the first try; none where the action asks for none. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the owner of the pass. */
  readonly clientHash: string;
}

/** Null: the pass is gone. Fails with `certificate_missing` when the secret cannot be read. */
export async function prepareAction(
  context: Context,
  hash: string,
  { body, isSigned }: OutgoingRequest,
): Promise<PreparedAction | null> {
  const snapshot = await context.store.passByHash(hash);
  if (snapshot === null) return null;
  const webhook = await actionsOf(context, snapshot.owner.id);
  const publicId = newMessageId(context);
  const headers = isSigned ? signedHeaders(context, webhook, publicId, body ?? '') : {};
  const clientHash = clientHashOf(context.settings.secret, snapshot.owner);
  return { webhook, passId: snapshot.pass.id, publicId, headers, clientHash };
}

/** The webhook that stands for the URL actions of an account, which is made when first needed. */
export async function actionsOf(context: Context, accountId: number): Promise<Webhook> {
  const found = (await context.store.webhooksOf(accountId)).find(({ kind }) => kind === 'actions');
  if (found !== undefined) return found;
  const none = { url: '', description: '', events: [], templateHash: null, condition: null };
  const made = await context.store.createWebhook(
    {
      ...{ ...none, accountId, kind: 'actions', createdAt: context.clock.now() },
      encryptedSecret: makeSecret(context).encryptedSecret,
    },
    1,
  );
  if (made === null) throw new Error(`Account ${accountId} got no secret for its URL actions.`);
  return made;
}

/**
 * Queues a request that failed. One to this server itself is not queued: it would have lost its place
 * in the chain of such calls, which ends loops (depth.ts).
 */
export async function retryAction(
  context: Context,
  { webhook, passId, publicId, clientHash }: PreparedAction,
  request: OutgoingRequest,
  result: OutboundResult,
): Promise<void> {
  const isDone = result.ok && result.status < 500 && result.status !== 429;
  if (isDone || !isElsewhere(context, request.url)) return;
  const createdAt = context.clock.now();
  const { method, url, headers, body, isSigned = false } = request;
  const whole = { request: { method, url, headers, isSigned }, payload: body ?? '' };
  await context.store
    .queueMessages([
      {
        ...{ webhookId: webhook.id, passId, publicId, type: 'action.retry', createdAt },
        dueAt: createdAt + WAITS[0]!,
        ...concealRequest(whole, clientHash),
      },
    ])
    .catch((error) => {
      // The run says in its trace that the request failed, as it would without `retry`.
      if (!(error instanceof StoreUnavailableError)) throw error;
      context.log.error({ err: error }, 'a failed request of a URL action could not be queued');
    });
}

function isElsewhere({ settings }: Pick<Context, 'settings'>, url: string): boolean {
  return URL.canParse(url) && new URL(url).origin !== new URL(settings.rootUrl).origin;
}
