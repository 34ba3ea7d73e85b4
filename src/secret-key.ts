// secret.key in DATA_DIR: the server's secret unless SECRET_KEY sets one. Private keys are
// encrypted with the secret.
import { randomBytes } from 'node:crypto';
import { copyFile, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, SHORTEST_SECRET } from './config.ts';

/** The path of a data folder's key file. */
export function secretKeyFile(dataDir: string): string {
  return join(dataDir, 'secret.key');
}

/**
 * Reads the key of a data folder; makes the key when there is no file. Fails with ConfigError when
 * the file holds no key.
 */
export async function openSecretKey(dataDir: string): Promise<string> {
  const path = secretKeyFile(dataDir);
  try {
    await writeNew(path, randomBytes(32).toString('base64url'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = await readSecretKey(path);
  if (key !== null) return key;
  throw new ConfigError(`${path} is gone again. Put its backup back.`);
}

/**
 * Reads the key in a file; null when there is no file. Fails with ConfigError when the file holds
 * no key.
 */
export async function readSecretKey(path: string): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const key = text.trim();
  if (key.length >= SHORTEST_SECRET) return key;
  // A full disk may have left an empty file; anybody could sign with an empty key.
  throw new ConfigError(
    `${path} holds no key of at least ${SHORTEST_SECRET} characters. Put its backup back; before the first start, delete it.`,
  );
}

/**
 * Replaces the key in a file in one step. Copies the old key to `keepAs` first, unless that is
 * null.
 */
export async function replaceSecretKey(path: string, key: string, keepAs: string | null): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  await writeNew(fresh, key);
  if (keepAs !== null) await copyFile(path, keepAs);
  await rename(fresh, path);
}

/**
 * Writes a key to a new file that only its owner can read. Fails with EEXIST when the file exists.
 */
async function writeNew(path: string, key: string): Promise<void> {
  // `wx` refuses an existing file: when two processes start at once, one makes the key and both
  // read it.
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${key}\n`);
    // Flush the key to disk before the database holds anything that only this key can decrypt.
    await file.sync();
  } finally {
    await file.close();
  }
}
