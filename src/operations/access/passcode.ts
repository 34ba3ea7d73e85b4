// Checks the passcode of a pass, which visitors of its public pages enter first. Guessing is slowed
// down like guessing passwords.
import { createHmac } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../errors.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { Context } from '../context.ts';
import { sameToken } from './client-hash.ts';
import { countGuess, type GuessThrottle } from './guess-throttle.ts';

/** The stored form of a passcode; null for an empty text, which means no passcode. */
export async function passcodeHash(passcode: string): Promise<string | null> {
  return passcode === '' ? null : hash(passcode);
}

/** The time that a pass stays open in the browser where its passcode was entered, in ms. */
export const OPEN_LIFETIME = 60 * 60 * 1000;

/**
 * Returns the proof, for `isOpen`, that the passcode was entered. Fails with `passcode_wrong`, and
 * with `rate_limited` after too many wrong tries (guess-throttle.ts). `address` is the caller's.
 */
export async function enterPasscode(
  context: Context,
  throttle: GuessThrottle,
  pass: Pass,
  { passcode, address }: { readonly passcode: string; readonly address: string },
): Promise<string> {
  const wasRight = await countGuess(throttle, { address, target: pass.hash }, tooMany);
  if (pass.passcodeHash !== null && !(await verify(pass.passcodeHash, passcode))) {
    throw new AppError('passcode_wrong');
  }
  await wasRight();
  return proofOf(context, pass, context.clock.now() + OPEN_LIFETIME);
}

function tooMany(retryAfter: number): AppError {
  const message = `There were too many wrong passcodes. Try again in ${retryAfter} seconds.`;
  return new AppError('rate_limited', { message, beside: { retryAfter } });
}

/** Whether this proof opens the pass. A proof ends with its time, and when the passcode changes. */
export function isOpen(context: Context, pass: Pass, proof: string | undefined): boolean {
  if (pass.passcodeHash === null) return true;
  const expiresAt = /^(\d{1,15})\.[0-9a-f]{64}$/.exec(proof ?? '')?.[1];
  if (expiresAt === undefined || Number(expiresAt) <= context.clock.now()) return false;
  return sameToken(proof!, proofOf(context, pass, Number(expiresAt)));
}

function proofOf({ settings: { secret } }: Context, { hash, passcodeHash }: Pass, expiresAt: number): string {
  const message = JSON.stringify(['passcode', hash, passcodeHash, expiresAt]);
  return `${expiresAt}.${createHmac('sha256', secret).update(message).digest('hex')}`;
}

/**
 * Refuses passes with a passcode, on routes without a way to enter one. Fails with
 * `passcode_required`.
 */
export function requireNoPasscode({ passcodeHash }: Pass): void {
  if (passcodeHash !== null) throw new AppError('passcode_required', { field: 'hashedSerialNumber' });
}
