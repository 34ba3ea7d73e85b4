// Whether the data folder can be written, who may read it, and how much room its disk has.
import { randomBytes } from 'node:crypto';
import { open, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { secretKeyFile } from '../secret-key.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

const MIB = 1024 * 1024;
/** Room on the disk in bytes: below the first the server may stop soon, below the second somebody should look. */
const TOO_LITTLE = 200 * MIB;
const LITTLE = 2048 * MIB;
/** Bits of a file's mode that let others than its owner in. */
const OTHERS = 0o077;

/** `needed`: bytes of another copy of the database, which a backup needs. */
export async function checkDisk({ dataDir }: Pick<Config, 'dataDir'>, needed: number): Promise<readonly Finding[]> {
  try {
    await tryToWrite(dataDir);
    return [await rights(dataDir), await room(dataDir, needed)];
  } catch (error) {
    const advice = 'Make the folder, give it to the user of the server, or set DATA_DIR to another one.';
    return [problem('data folder', `${dataDir} cannot be written: ${reasonOf(error)}.`, advice)];
  }
}

/** Writes a small file, waits until it is on the disk, and removes it. */
async function tryToWrite(folder: string): Promise<void> {
  const path = join(folder, `.doctor-${randomBytes(8).toString('hex')}`);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile('doctor\n');
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

async function rights(dataDir: string): Promise<Finding> {
  const key = secretKeyFile(dataDir);
  const keyMode = (await stat(key).catch(() => null))?.mode ?? 0;
  if ((keyMode & OTHERS) !== 0) {
    const message = `${key} can be read by others than its owner: it opens every private key in the database.`;
    return problem('data folder', message, `chmod 600 ${key}`);
  }
  const { mode } = await stat(dataDir);
  if ((mode & OTHERS) !== 0) {
    const message = `${dataDir} is open to other users of this machine (mode ${(mode & 0o777).toString(8)}).`;
    return warning('data folder', message, `chmod 700 ${dataDir}`);
  }
  return ok('data folder', `${dataDir} can be written, and only its owner may enter.`);
}

async function room(dataDir: string, needed: number): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const message = `${sizeOf(free)} of ${sizeOf(blocks * bsize)} are free.`;
  if (free < TOO_LITTLE) return problem('disk', message, 'Make room, or move DATA_DIR to a larger disk.');
  if (free < needed) {
    const advice = 'Make room, or write backups to another disk: passwright backup /other/disk/passwright.sqlite';
    return warning('disk', `${message} A backup needs ${sizeOf(needed)}.`, advice);
  }
  if (free < LITTLE) return warning('disk', message, 'Make room soon: every scan is stored.');
  return ok('disk', message);
}

/** A number of bytes for people. */
export function sizeOf(bytes: number): string {
  const gibibytes = bytes / MIB / 1024;
  const [value, unit] = gibibytes >= 1 ? [gibibytes, 'GiB'] : [bytes / MIB, 'MiB'];
  return `${value.toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`;
}
