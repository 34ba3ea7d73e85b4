// Servers that share a database need one secret: each opens what another one encrypted, and accepts
// what another one signed.
import { AppError } from '../../errors.ts';
import { decryptKey } from '../../pass/key-encryption.ts';
import type { Context } from '../context.ts';

/**
 * Whether the secret of this server is that of the others, by the certificate that a first start
 * makes. True where no other server can be.
 */
export async function hasSharedSecret({ store, settings, clock }: Context): Promise<boolean> {
  if (!store.isShared()) return true;
  // No account has the number 0, so this asks for the certificate of accounts without their own.
  const certificate = await store.certificateFor(0, null, clock.now());
  if (certificate === null) return true;
  try {
    decryptKey(settings.secret, certificate.encryptedKey);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
