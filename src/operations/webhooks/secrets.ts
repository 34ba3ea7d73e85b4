// The secrets that sign messages to other systems, and the headers with the signatures, as the
// Standard Webhooks specification says (standardwebhooks.com).
import { Webhook as Signer } from 'standardwebhooks';
import { AppError } from '../../errors.ts';
import { decryptKey, encryptKey } from '../../pass/key-encryption.ts';
import type { Webhook } from '../../ports/store/webhooks.ts';
import type { Context } from '../context.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** How long the secret before the last one signs too, in ms: receivers change theirs meanwhile. */
export const OLD_SECRET_LASTS = 24 * 60 * 60 * 1000;

export interface MadeSecret {
  /** What its receiver needs, which nobody can show again. */
  readonly secret: string;
  readonly encryptedSecret: Uint8Array;
}

export function makeSecret({ ids, settings }: Pick<Context, 'ids' | 'settings'>): MadeSecret {
  const secret = PREFIX + Buffer.from(ids.bytes(SECRET_BYTES)).toString('base64');
  return { secret, encryptedSecret: encryptKey(settings.secret, Buffer.from(secret), ids.bytes) };
}

/** A new webhook-id. It has no full stop, which would end it in what is signed. */
export function newMessageId({ ids }: Pick<Context, 'ids'>): string {
  return `msg_${Buffer.from(ids.bytes(18)).toString('base64url')}`;
}

/**
 * The headers of one try. While two secrets last, both have signed. Fails with
 * `certificate_missing` when the server's secret key is another one.
 */
export function signedHeaders(
  { settings, clock }: Pick<Context, 'settings' | 'clock'>,
  { encryptedSecret, oldSecret, oldUntil }: Pick<Webhook, 'encryptedSecret' | 'oldSecret' | 'oldUntil'>,
  publicId: string,
  payload: string,
): Readonly<Record<string, string>> {
  const now = clock.now();
  const sign = (encrypted: Uint8Array) => {
    const secret = Buffer.from(decryptKey(settings.secret, encrypted)).toString();
    return new Signer(secret).sign(publicId, new Date(now), payload);
  };
  const signatures = [sign(encryptedSecret)];
  if (oldSecret !== null && oldUntil !== null && now < oldUntil) {
    try {
      signatures.push(sign(oldSecret));
    } catch (error) {
      // A new secret is how an owner goes on after the server's key was lost.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return {
    'webhook-id': publicId,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}
