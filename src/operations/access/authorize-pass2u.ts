// Authorises calls of the Pass2U surface: the header `x-api-key`, and at most 100 calls a second
// for each API and key.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Context } from '../context.ts';
import { requireCurrent } from './access.ts';
import { findPass2uKey, noteKeyUse } from './api-keys.ts';

/** The guide's limit for each API and key. */
export const CALL_LIMIT = { points: 100, seconds: 1 };

/**
 * The account of a request, which counts as a call of `api`. Fails with `api_key_invalid`,
 * `account_expired`, and `rate_limited` with `retryAfter` (s) beside its message.
 */
export async function authorizePass2u(context: Context, key: string | undefined, api: string): Promise<Account> {
  if (key === undefined || key.trim() === '') {
    throw new AppError('api_key_invalid', { message: 'The request has no API key. It needs the header x-api-key.' });
  }
  const found = await findPass2uKey(context, key.trim());
  const account = found && (await context.store.accountById(found.accountId));
  if (!found || found.revokedAt !== null || !account) {
    throw new AppError('api_key_invalid', { message: 'The API key in the header x-api-key is unknown or revoked.' });
  }
  requireCurrent(context, account);
  const wait = await context.callLimit.count(`${found.id} ${api}`);
  if (wait === 0) {
    await noteKeyUse(context, found);
    return account;
  }
  throw new AppError('rate_limited', {
    message: `Too many requests: each API takes ${CALL_LIMIT.points} requests per second for each API key.`,
    beside: { retryAfter: Math.ceil(wait / 1000) },
  });
}
