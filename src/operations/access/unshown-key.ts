// A new API key between the form that makes it and the page that shows it. The browser carries it
// encrypted, because any server of the database may answer the next request, and an address must
// not have a secret in it.
import { AppError } from '../../errors.ts';
import { decryptKey, encryptKey } from '../../pass/key-encryption.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Context } from '../context.ts';
import type { MadeApiKey } from './api-keys.ts';

/** How long a new key waits to be shown, in seconds. */
export const UNSHOWN_FOR = 10 * 60;

interface Unshown {
  readonly accountId: number;
  readonly ticket: string;
  readonly expiresAt: number;
  readonly made: MadeApiKey;
}

/** `ticket`: which new key it is, for the address of the page. */
export function sealKey(context: Context, { id: accountId }: Account, ticket: string, made: MadeApiKey): string {
  const { settings, clock, ids } = context;
  const unshown: Unshown = { accountId, ticket, expiresAt: clock.now() + UNSHOWN_FOR * 1000, made };
  const sealed = encryptKey(settings.secret, Buffer.from(JSON.stringify(unshown)), ids.bytes);
  return Buffer.from(sealed).toString('base64url');
}

/** Null: it is another key, another account's, or one that has waited too long. */
export function openSealedKey(
  { settings, clock }: Context,
  { id }: Account,
  ticket: string,
  sealed: string | undefined,
): MadeApiKey | null {
  if (sealed === undefined) return null;
  try {
    const opened = decryptKey(settings.secret, Buffer.from(sealed, 'base64url'));
    const { accountId, ticket: own, expiresAt, made }: Unshown = JSON.parse(Buffer.from(opened).toString());
    return accountId === id && own === ticket && expiresAt > clock.now() ? made : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
