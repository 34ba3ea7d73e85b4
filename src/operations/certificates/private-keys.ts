// Checks whether a secret key opens the stored private keys, before a database changes hands.
import { AppError } from '../../errors.ts';
import { decryptKey } from '../../pass/key-encryption.ts';

/** Returns true also when there are no keys. */
export function opensPrivateKeys(secret: string, encryptedKeys: readonly Uint8Array[]): boolean {
  try {
    for (const encrypted of encryptedKeys) decryptKey(secret, encrypted).fill(0);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return false;
  }
}
