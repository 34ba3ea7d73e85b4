// Keeps a few backups of the database in a folder, each made by a process of its own.
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '../errors.ts';
import type { BackupFile, Backups } from '../ports/backups.ts';
import { childBeside, hold, spawnChild } from '../spawn-child.ts';
import type { Answer } from './messages.ts';

/** How many backups stay; a new one takes the place of the oldest. */
export const MOST_BACKUPS = 3;
/** A process that has not copied and checked the database by then hangs. In ms. */
const LONGEST_BACKUP = 60 * 60 * 1000;
/** Limit of the JavaScript heap of the process, in MiB: SQLite copies outside of it. */
const MOST_HEAP = 256;
/** What must be free beside the copy, in bytes: the server goes on writing meanwhile. */
const SPARE = 64 * 1024 * 1024;

const NAME = /^passwright-(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)(\d\d)\.sqlite$/;

export interface BackupOptions {
  /** Paths; the folder need not exist. */
  readonly database: string;
  readonly folder: string;
  /** The file:// URL of what the process runs. */
  readonly entry?: string;
}

export function openBackups({ database, folder, entry = childBeside(import.meta.url) }: BackupOptions): Backups {
  let failure: string | null = null;
  let underWay: { readonly made: Promise<BackupFile>; end(): Promise<void> } | null = null;

  const list = async (): Promise<readonly BackupFile[]> => {
    const names = await readdir(folder).catch(() => []);
    const files = await Promise.all(
      names.map(async (name) => {
        const time = timeIn(name);
        const facts = time === null ? null : await stat(join(folder, name)).catch(() => null);
        return facts === null ? [] : [{ name, time: time!, bytes: facts.size }];
      }),
    );
    return files.flat().sort((one, other) => other.time - one.time);
  };

  /** Deletes the oldest backups, and what a process that was killed left behind. */
  const tidy = async () => {
    for (const { name } of (await list()).slice(MOST_BACKUPS)) await rm(join(folder, name), { force: true });
    for (const name of await readdir(folder)) {
      if (name.includes('.partial-')) await rm(join(folder, name), { force: true });
    }
  };

  const begin = (now: number) => {
    const name = nameAt(now);
    let end = async () => {};
    const make = async (): Promise<BackupFile> => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await requireRoom(database, folder);
      const running = startProcess(entry, { database, backup: join(folder, name) });
      end = running.end;
      const bytes = await running.made;
      await tidy();
      return { name, time: timeIn(name)!, bytes };
    };
    const made = make().catch((error) => {
      throw error instanceof AppError ? error : failed(error instanceof Error ? error.message : String(error));
    });
    return { made, end: () => end() };
  };

  return {
    isElsewhere: false,
    list,
    make: (now) => {
      if (underWay === null) {
        const started = begin(now);
        underWay = started;
        const over = (why: string | null) => {
          failure = why;
          underWay = null;
        };
        started.made.then(
          () => over(null),
          (error: Error) => over(error.message),
        );
      }
      return underWay.made;
    },
    isUnderWay: () => underWay !== null,
    failure: () => failure,
    read: async (name) => {
      const found = (await list()).find((file) => file.name === name);
      if (found === undefined) return null;
      const content = Readable.toWeb(createReadStream(join(folder, name))) as ReadableStream<Uint8Array>;
      return { bytes: found.bytes, content };
    },
    close: async () => {
      await underWay?.end();
    },
  };
}

function nameAt(now: number): string {
  const [day = '', time = ''] = new Date(now).toISOString().slice(0, 19).split('T');
  return `passwright-${day}-${time.replaceAll(':', '')}.sqlite`;
}

/** The time in the name of a backup; null for another file. */
function timeIn(name: string): number | null {
  const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
  return day === undefined ? null : Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
}

async function requireRoom(database: string, folder: string): Promise<void> {
  const sizes = await Promise.all([database, `${database}-wal`].map((path) => sizeOf(path)));
  const needed = sizes.reduce((sum, size) => sum + size, 0) + SPARE;
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= needed) return;
  const mebibytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024).toLocaleString('en');
  throw failed(
    `The disk has ${mebibytes(bavail * bsize)} MiB free, and a backup needs ${mebibytes(needed)} MiB. Make room first.`,
  );
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => ({ size: 0 }))).size;
}

function startProcess(entry: string, order: { readonly database: string; readonly backup: string }) {
  const child = spawnChild(entry, MOST_HEAP);
  let complaint = '';
  let gone = () => {};
  const ended = new Promise<void>((resolve) => {
    gone = resolve;
  });
  hold(child, true);
  child.stderr?.on('data', (data) => {
    if (complaint.length < 2000) complaint += data;
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), LONGEST_BACKUP).unref();
  const made = new Promise<number>((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(limit);
      gone();
      reject(failed(why));
    };
    // A process that failed to start may emit no `close`; after other errors, `close` follows.
    child.on('error', (error) => {
      if (child.pid === undefined) fail(`No process could be started: ${error.message}`);
    });
    child.once('close', (code, signal) => fail(`Its process ended early (${code ?? signal}). ${complaint}`.trim()));
    child.on('message', (answer: Answer) => {
      if (answer.kind === 'ready') {
        child.send(order);
        return;
      }
      if (answer.kind === 'made') resolve(answer.bytes);
      else reject(failed(answer.message));
      child.kill('SIGKILL');
    });
  });
  return {
    made,
    end: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

function failed(message: string): AppError {
  return new AppError('backup_failed', { message });
}
