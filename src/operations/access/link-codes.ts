// Codes of links that do something once: set up a till, accept an invitation. The store has a random
// nonce and the hash of the code, which needs the server's secret too: whoever reads the database
// alone has no code, and the page that made the link can show it again. And seals of texts in
// addresses, which only this server writes.
import { createHash, createHmac } from 'node:crypto';
import type { Context } from '../context.ts';

export type CodePurpose = 'till' | 'invitation' | 'mail error';

export interface LinkCode {
  readonly nonce: string;
  /** The SHA-256 (hex) of the code. */
  readonly codeHash: string;
}

export function newLinkCode(context: Context, purpose: CodePurpose): LinkCode {
  const nonce = context.ids.token();
  return { nonce, codeHash: hashOf(codeOf(context, purpose, nonce)) };
}

/** 32 characters of base64url, as long as a hash that the log leaves out of paths. */
export function codeOf({ settings }: Pick<Context, 'settings'>, purpose: CodePurpose, nonce: string): string {
  const message = JSON.stringify(['link code', purpose, nonce]);
  return createHmac('sha256', settings.secret).update(message).digest().subarray(0, 24).toString('base64url');
}

/** What the store has of a code or a token. It needs no salt: nobody guesses 192 random bits. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
