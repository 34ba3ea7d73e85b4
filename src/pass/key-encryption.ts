// Encrypts private keys and API secrets at rest: AES-256-GCM under a key derived from the server's
// secret by HKDF-SHA-256. Layout: version (1 byte) | salt (16) | nonce (12) | tag (16) |
// ciphertext. The version is authenticated with the rest.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { AppError } from '../errors.ts';

const VERSION = 1;
const SALT_END = 1 + 16;
const NONCE_END = SALT_END + 12;
const TAG_END = NONCE_END + 16;
const PURPOSE = 'passwright private key v1';
const CIPHER = 'aes-256-gcm';

/** Encrypts a key. `secret` is the server's secret key; `randomBytes` makes salt and nonce. */
export function encryptKey(
  secret: string,
  plaintext: Uint8Array,
  randomBytes: (size: number) => Uint8Array,
): Uint8Array {
  const salt = randomBytes(SALT_END - 1);
  const nonce = randomBytes(NONCE_END - SALT_END);
  const header = Uint8Array.of(VERSION);
  const cipher = createCipheriv(CIPHER, deriveKey(secret, salt), nonce).setAAD(header);
  const ciphertext = [cipher.update(plaintext), cipher.final()];
  return new Uint8Array(Buffer.concat([header, salt, nonce, cipher.getAuthTag(), ...ciphertext]));
}

/**
 * Decrypts a key. Fails with `certificate_missing` when the secret is another one or the bytes were
 * changed; the two cases cannot be distinguished.
 */
export function decryptKey(secret: string, encrypted: Uint8Array): Uint8Array {
  if (encrypted.length < TAG_END || encrypted[0] !== VERSION) {
    throw refuse('A stored key has a form that this version cannot read.');
  }
  const key = deriveKey(secret, encrypted.subarray(1, SALT_END));
  const decipher = createDecipheriv(CIPHER, key, encrypted.subarray(SALT_END, NONCE_END))
    .setAAD(encrypted.subarray(0, 1))
    .setAuthTag(encrypted.subarray(NONCE_END, TAG_END));
  const plaintext = decipher.update(encrypted.subarray(TAG_END));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    throw refuse('A stored key could not be decrypted: SECRET_KEY is not the one it was encrypted with.');
  }
  return new Uint8Array(plaintext);
}

function deriveKey(secret: string, salt: Uint8Array): Uint8Array {
  if (secret === '') throw new Error('The secret to encrypt private keys with is empty.');
  return new Uint8Array(hkdfSync('sha256', secret, salt, PURPOSE, 32));
}

function refuse(message: string): AppError {
  return new AppError('certificate_missing', { message });
}
