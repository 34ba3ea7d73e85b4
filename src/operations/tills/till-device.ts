// The device of a till: opens its setup code, is recognised by its token, and is heard of.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Till, TillSign } from '../../ports/store/tills.ts';
import { requireCurrent } from '../access/access.ts';
import { sameToken } from '../access/client-hash.ts';
import { countGuess, type GuessThrottle } from '../access/guess-throttle.ts';
import { hashOf } from '../access/link-codes.ts';
import type { Context } from '../context.ts';

/** A till that may scan, and its account. */
export interface TillCaller {
  readonly till: Till;
  readonly account: Account;
}

/** Random bytes of a token; log.ts recognises tokens by prefix and length. */
const TOKEN_BYTES = 32;
const TOKEN = /^till[0-9a-f]{64}$/;

/** How seldom "last seen" is written, in ms: a till asks with every scan. */
const SEEN_EVERY = 60 * 1000;
/** The most waiting scans that a device may report. */
const MOST_WAITING = 100_000;

/** Who gives an address: `address` is the IP address of the device. */
interface SetupCode {
  readonly code: string;
  readonly address: string;
}

/**
 * The till that a setup code is for. Looking uses nothing up, because apps open links in advance.
 * Fails with `till_setup_ended`, and `rate_limited` after too many wrong codes.
 */
export async function tillOfSetup(context: Context, throttle: GuessThrottle, setup: SetupCode): Promise<TillCaller> {
  return guessed(throttle, setup, async (codeHash) => {
    const till = await context.store.tillBySetup(codeHash, context.clock.now());
    return till && withAccount(context, till);
  });
}

/**
 * Makes a device the till, once; answers its token. The till's earlier device ends. Fails like
 * tillOfSetup.
 */
export async function openTillHere(context: Context, throttle: GuessThrottle, setup: SetupCode): Promise<string> {
  const token = `till${Buffer.from(context.ids.bytes(TOKEN_BYTES)).toString('hex')}`;
  await guessed(throttle, setup, (codeHash) => context.store.openTill(codeHash, hashOf(token), context.clock.now()));
  return token;
}

async function guessed<T>(
  throttle: GuessThrottle,
  { code, address }: SetupCode,
  find: (codeHash: string) => Promise<T | null>,
): Promise<T> {
  const codeHash = hashOf(code);
  const wasRight = await countGuess(throttle, { address, target: `till setup ${codeHash}` }, tooMany);
  const found = await find(codeHash);
  if (found === null) throw new AppError('till_setup_ended');
  await wasRight();
  return found;
}

function tooMany(retryAfter: number): AppError {
  const message = `There were too many wrong codes. Try again in ${retryAfter} seconds.`;
  return new AppError('rate_limited', { message, beside: { retryAfter } });
}

/**
 * The till of a device's token; null: no till has it, or its account is gone. Fails with
 * `till_locked`, `account_expired`.
 */
export async function tillOfToken(context: Context, token: string | undefined): Promise<TillCaller | null> {
  if (token === undefined || !TOKEN.test(token)) return null;
  const tokenHash = hashOf(token);
  const till = await context.store.tillByToken(tokenHash);
  if (till === null || !sameToken(till.tokenHash ?? '', tokenHash)) return null;
  if (till.revokedAt !== null) throw new AppError('till_locked');
  const caller = await withAccount(context, till);
  if (caller !== null) requireCurrent(context, caller.account);
  return caller;
}

async function withAccount({ store }: Context, till: Till): Promise<TillCaller | null> {
  const account = await store.accountById(till.accountId);
  return account && { till, account };
}

/** Notes that the device was heard of, and what it says; writes at most once a minute for no news. */
export async function hearOfTill(
  context: Context,
  { till }: TillCaller,
  { waiting, scanned = false }: { readonly waiting?: number; readonly scanned?: boolean },
): Promise<void> {
  const now = context.clock.now();
  const isOld = (at: number | null) => at === null || now - at >= SEEN_EVERY;
  const counted = waiting === undefined ? till.waiting : Math.min(Math.max(0, Math.trunc(waiting)), MOST_WAITING);
  const sign: TillSign = {
    ...(counted === till.waiting ? {} : { waiting: counted }),
    ...(scanned && isOld(till.lastScanAt) ? { lastScanAt: now } : {}),
  };
  if (Object.keys(sign).length === 0 && !isOld(till.lastSeenAt)) return;
  await context.store.noteTill(till.id, { lastSeenAt: now, ...sign });
}
