// secret.key in DATA_DIR: the server's secret when SECRET_KEY does not say it. Private keys are encrypted with it.
import { randomBytes } from 'node:crypto';
import { copyFile, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, SHORTEST_SECRET } from './config.ts';

/** Where a data folder keeps its key. */
export function secretKeyFile(dataDir: string): string {
  return join(dataDir, 'secret.key');
}

/** The key of a data folder, made if there is none. Fails with ConfigError when the file holds none. */
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

/** The key in a file; null when there is no such file. Fails with ConfigError when the file holds none. */
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
  // Such as an empty file, left by a disk that was full: anybody could sign with an empty key.
  throw new ConfigError(
    `${path} holds no key of at least ${SHORTEST_SECRET} characters. Put its backup back; before the first start, delete it.`,
  );
}

/** Puts a key into a file at once; `keepAs` is where the key is copied to that was there, null: nowhere. */
export async function replaceSecretKey(path: string, key: string, keepAs: string | null): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  await writeNew(fresh, key);
  if (keepAs !== null) await copyFile(path, keepAs);
  await rename(fresh, path);
}

/** Writes a key to a new file, for its owner's eyes only. Fails with EEXIST when the file is there. */
async function writeNew(path: string, key: string): Promise<void> {
  // `wx`: of two processes that start at once, one makes the key and both read it.
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${key}\n`);
    // On the disk before the database holds anything that only this key can read.
    await file.sync();
  } finally {
    await file.close();
  }
}
