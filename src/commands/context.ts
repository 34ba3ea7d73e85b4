// What every command shares: the database of the environment, errors told without a stack, and lines on stdout.
import { existsSync } from 'node:fs';
import { openContext } from '../app.ts';
import { ConfigError, readConfig } from '../config.ts';
import { DeviceError } from '../device/device-error.ts';
import { AppError } from '../errors.ts';
import { openLog } from '../log.ts';
import type { Context } from '../operations/context.ts';
import { StoreOpenError } from '../store/sqlite/engine/open-error.ts';

/** Settings of the process, as config.ts reads them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What says in its message how to put it right. */
const KNOWN = [AppError, ConfigError, StoreOpenError, DeviceError];

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** JSON as a script reads it, in lines that people can read too. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Runs a command on the database of the environment; it may be in use by a server meanwhile. */
export async function withContext(env: Env, work: (context: Context) => Promise<void>): Promise<void> {
  await telling(async () => {
    const config = readConfig(env, false);
    const { context, close } = await openContext(config, openLog({ ...config, logLevel: 'silent' }, process.stdout), {
      exclusive: false,
    });
    try {
      await work(context);
    } finally {
      await close();
    }
  });
}

/** The same for what makes no sense with an empty database: a wrong DATA_DIR is told, and nothing is made in it. */
export async function withDatabase(env: Env, work: (context: Context) => Promise<void>): Promise<void> {
  await telling(async () => {
    const { databaseFile } = readConfig(env, false);
    if (!existsSync(databaseFile)) {
      throw new ConfigError(
        `There is no database at ${databaseFile}. Set DATA_DIR to the folder that the server uses, or start it once.`,
      );
    }
    await withContext(env, work);
  });
}

/** Does the work of a command; what an owner can put right is said on stderr, with exit code 1. */
export async function telling(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isKnown(error)) throw error;
    process.stderr.write(`passwright: ${error.message}\n`);
    process.exitCode = 1;
  }
}

/** What is told without a stack: our own refusals, and the system's about files, whose messages name the file. */
function isKnown(error: unknown): error is Error {
  if (KNOWN.some((kind) => error instanceof kind)) return true;
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
