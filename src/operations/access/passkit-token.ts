// Makes a token as PassKit's clients do for each request, for trying the API by hand.
import { SignJWT } from 'jose';
import { AppError } from '../../errors.ts';
import { decryptKey } from '../../pass/key-encryption.ts';
import type { Context } from '../context.ts';
import { findPassKitKey } from './api-keys.ts';

/** In seconds. Less than the minute that the server accepts, so that clocks may differ a little. */
const LIFETIME = 55;

/** Fails with `api_key_not_found` for a revoked key, or a key of another API. */
export async function passKitToken(context: Context, key: string): Promise<string> {
  const found = await findPassKitKey(context, key.trim());
  if (found === null || found.revokedAt !== null) {
    const message = 'There is no such API key of PassKit, or it was revoked. "apikey list" shows those there are.';
    throw new AppError('api_key_not_found', { field: 'key', message });
  }
  const secret = decryptKey(context.settings.secret, found.encryptedSecret!);
  const exp = Math.floor(context.clock.now() / 1000) + LIFETIME;
  const token = await new SignJWT({ key: found.key, exp })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(secret);
  secret.fill(0);
  return token;
}
