// The service account with which the server speaks to Google Wallet for an owner.
import { AppError } from '../../errors.ts';
import { decryptKey } from '../../pass/key-encryption.ts';
import type { GoogleAccount, GoogleResult } from '../../ports/google.ts';
import type { StoredGoogleAccount } from '../../ports/store/google.ts';
import type { Context } from '../context.ts';

export interface OpenedAccount {
  readonly stored: StoredGoogleAccount;
  readonly account: GoogleAccount;
}

/**
 * Null: the owner has none. Fails with `certificate_missing` when the server's secret key is another
 * one.
 */
export async function openGoogleAccount(
  { store, settings }: Pick<Context, 'store' | 'settings'>,
  accountId: number,
): Promise<OpenedAccount | null> {
  const stored = await store.googleAccount(accountId);
  if (stored === null) return null;
  const { issuerId, clientEmail, privateKeyId, encryptedKey } = stored;
  const privateKey = Buffer.from(decryptKey(settings.secret, encryptedKey)).toString('utf8');
  return { stored, account: { issuerId, clientEmail, privateKeyId, privateKey } };
}

/** Fails with `google_missing`. */
export async function requireGoogleAccount(context: Context, accountId: number): Promise<OpenedAccount> {
  const opened = await openGoogleAccount(context, accountId);
  if (opened === null) throw new AppError('google_missing');
  return opened;
}

/**
 * Sends so many requests within the issuer's quota. `busy` without a status: the quota of this second is
 * used up, and nothing was sent.
 */
export async function paced(
  { googlePace }: Pick<Context, 'googlePace'>,
  { issuerId }: Pick<GoogleAccount, 'issuerId'>,
  send: () => Promise<GoogleResult>,
  requests = 1,
): Promise<GoogleResult> {
  const wait = await googlePace.turn(issuerId, requests);
  return wait === 0 ? send() : { verdict: 'busy', status: null, reason: null, retryAfterMs: wait };
}

/**
 * Refusals that concern the issuer, the service account or the quota, and so every pass. Null: the
 * account's key cannot be used.
 */
const OF_ACCOUNT: ReadonlySet<number | null> = new Set([null, 401, 403, 429]);

/** Whether Google refuses more than what was sent. */
export function concernsAll({ verdict, status }: GoogleResult): boolean {
  return verdict === 'refused' && OF_ACCOUNT.has(status);
}

/** Notes for the owner what all passes have to wait for, or that it is over. */
export async function noteResult(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { stored }: OpenedAccount,
  result: GoogleResult,
): Promise<void> {
  const { verdict, status, reason } = result;
  if (verdict === 'done') {
    if (stored.problem !== null) await store.noteGoogleProblem(stored.accountId, null);
    return;
  }
  const isOfAll = concernsAll(result) || (verdict === 'busy' && status !== null);
  if (!isOfAll || reason === null || reason === stored.problem?.reason) return;
  await store.noteGoogleProblem(stored.accountId, { status, reason, time: clock.now() });
}
