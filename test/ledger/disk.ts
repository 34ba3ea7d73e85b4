// A disk that is full when the ledger says so: a small file system in memory where this user may
// mount one, else a limit of the size of the server's files.
import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Disk {
  /** For the report. */
  readonly how: string;
  /** Leaves no room for the process, until `free`. */
  fill(pid: number): Promise<void>;
  free(pid: number): Promise<void>;
  close(): Promise<void>;
}

/** The size of the file system, in MiB. */
const SIZE = 512;

/** Makes `folder` a disk. Null where neither way exists. */
export async function openDisk(folder: string): Promise<Disk | null> {
  return (await mountDisk(folder)) ?? (await limitedDisk());
}

async function mountDisk(folder: string): Promise<Disk | null> {
  await mkdir(folder, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}m`, 'tmpfs', folder]);
  } catch {
    return null;
  }
  const ballast = join(folder, 'ballast');
  return {
    how: `a tmpfs of ${SIZE} MiB, filled to its end`,
    fill: () => fillUp(ballast),
    free: () => rm(ballast, { force: true }),
    close: async () => {
      await run('umount', ['-l', folder]);
    },
  };
}

/** Writes a file until not one more byte fits. */
async function fillUp(file: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    for (let size = 1024 * 1024; size >= 1; ) {
      const left = await handle.write(Buffer.alloc(size)).then(
        ({ bytesWritten }) => bytesWritten,
        () => 0,
      );
      if (left < size) size = Math.floor(size / 2);
    }
  } finally {
    await handle.close();
  }
}

async function limitedDisk(): Promise<Disk | null> {
  const limit = (pid: number, bytes: string) => run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  try {
    await run('prlimit', ['--version']);
  } catch {
    return null;
  }
  return {
    how: "a limit of the server's files (prlimit --fsize)",
    fill: async (pid) => void (await limit(pid, '1')),
    free: async (pid) => void (await limit(pid, 'unlimited')),
    close: async () => {},
  };
}
