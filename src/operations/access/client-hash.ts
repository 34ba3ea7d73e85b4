// Makes clientHash, the guide's token, from account id, e-mail, password and subscription, so that
// it changes with each of them, and from a salt, which renews it alone. The store has no clientHash: it is computed from the account and
// compared.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Account } from '../../ports/store/accounts.ts';

/**
 * Caches the last clientHash of each account with the values behind it: every event needs its
 * owner's clientHash, and making one costs more than all else that an event does in memory.
 */
const lately = new LRUCache<
  number,
  { readonly secret: string; readonly account: Account; readonly clientHash: string }
>({
  max: 1000,
});

const SHAPE = /^([1-9][0-9]{0,14})-([0-9a-f]{48})$/;

/**
 * The account's clientHash under this server's secret: its id and 192 bits, URL-safe and without
 * punctuation at the end.
 */
export function clientHashOf(secret: string, account: Account): string {
  const known = lately.get(account.id);
  if (known !== undefined && known.secret === secret && isSignedAlike(known.account, account)) return known.clientHash;
  // A salt renews the clientHash alone; without one it is the hash of versions before the salt.
  const purpose = account.hashSalt === '' ? 'clientHash' : `clientHash ${account.hashSalt}`;
  const clientHash = `${account.id}-${sign(secret, purpose, account)}`;
  lately.set(account.id, { secret, account, clientHash });
  return clientHash;
}

/** The account id that a clientHash claims, or null for a text of another shape. */
export function claimedAccount(clientHash: string): number | null {
  const match = SHAPE.exec(clientHash);
  return match === null ? null : Number(match[1]);
}

/** Whether two tokens are the same, in constant time. */
export function sameToken(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The number of random bytes that tell one session of an account from another. */
export const SESSION_ID_BYTES = 16;

/** The part of a session's value that names the session: its end in ms since 1970, and its id. */
export interface SessionName {
  readonly expiresAt: number;
  /** 32 hexadecimal digits. */
  readonly id: string;
}

/**
 * A browser session's value: account, end, id, signature. It ends early when the clientHash
 * changes, and when the browser logs out.
 */
export function sessionOf(secret: string, account: Account, { expiresAt, id }: SessionName): string {
  return `${account.id}.${expiresAt}.${id}${sign(secret, `session ${expiresAt} ${id}`, account)}`;
}

/** The claims in a session's value; null for a text of another shape. */
export function claimedSession(session: string): (SessionName & { readonly accountId: number }) | null {
  const match = /^([1-9][0-9]{0,14})\.([0-9]{1,15})\.([0-9a-f]{32})[0-9a-f]{48}$/.exec(session);
  return match === null ? null : { accountId: Number(match[1]), expiresAt: Number(match[2]), id: match[3]! };
}

/** Whether two accounts have the same signed values. */
function isSignedAlike(one: Account, other: Account): boolean {
  return (
    one.passwordHash === other.passwordHash &&
    one.email === other.email &&
    one.subscription === other.subscription &&
    one.hashSalt === other.hashSalt &&
    one.expiresAt === other.expiresAt
  );
}

function sign(secret: string, purpose: string, account: Account): string {
  const { id, email, passwordHash, subscription, expiresAt } = account;
  const message = JSON.stringify([secret, purpose, id, email, passwordHash, subscription, expiresAt]);
  return createHmac('sha256', secret).update(message).digest('hex').slice(0, 48);
}
