// Whether a secret key is the one that stored private keys are encrypted with: asked before a database changes hands.
import { AppError } from '../../errors.ts';
import { decryptKey } from '../../pass/key-encryption.ts';

/** True also when there are none. */
export function opensPrivateKeys(secret: string, encryptedKeys: readonly Uint8Array[]): boolean {
  try {
    for (const encrypted of encryptedKeys) decryptKey(secret, encrypted).fill(0);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return false;
  }
}
