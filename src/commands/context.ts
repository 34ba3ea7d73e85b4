// Shared by all commands: opens the database of the environment, prints errors without a stack, and
// prints lines on stdout.

import { existsSync } from 'node:fs';
import { openContext } from '../app.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { DeviceError } from '../device/device-error.ts';
import { AppError, StoreUnavailableError } from '../errors.ts';
import { openLog } from '../log.ts';
import type { Context } from '../operations/context.ts';
import { jsonOf } from '../rules/values/key-order.ts';
import { StoreOpenError } from '../store/open-error.ts';

/** Settings of the process, as config.ts reads them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Errors whose message says how to correct the mistake. */
const KNOWN = [AppError, StoreUnavailableError, ConfigError, StoreOpenError, DeviceError];

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints JSON for scripts, in lines that people can read too. */
export function printJson(value: unknown): void {
  print(jsonOf(value, 2));
}

/** The settings of a command that copies database files. Fails with ConfigError for PostgreSQL. */
export function configOfFile(env: Env): Config {
  const config = readConfig(env, false);
  if (config.postgres === null) return config;
  throw new ConfigError(
    'DATABASE_URL is a PostgreSQL server: back it up and restore it with pg_dump and pg_restore, see examples/deploy/.',
  );
}

/**
 * Runs a command on the database of the environment, also while a server uses the database.
 * `anySecret`: also when the database belongs to another secret key.
 */
export async function withContext(
  env: Env,
  work: (context: Context) => Promise<void>,
  { anySecret = false }: { readonly anySecret?: boolean } = {},
): Promise<void> {
  await telling(async () => {
    const config = readConfig(env, false);
    const { context, close } = await openContext(config, openLog({ ...config, logLevel: 'silent' }, process.stdout), {
      exclusive: false,
      anySecret,
    });
    try {
      await work(context);
    } finally {
      await close();
    }
  });
}

/**
 * Runs a command that makes no sense with an empty database. Refuses a DATA_DIR without a database
 * instead of making one there.
 */
export async function withDatabase(
  env: Env,
  work: (context: Context) => Promise<void>,
  options: { readonly anySecret?: boolean } = {},
): Promise<void> {
  await telling(async () => {
    const { databaseFile, postgres } = readConfig(env, false);
    if (postgres === null && !existsSync(databaseFile)) {
      throw new ConfigError(
        `There is no database at ${databaseFile}. Set DATA_DIR to the folder that the server uses, or start it once.`,
      );
    }
    await withContext(env, work, options);
  });
}

/**
 * Runs the work of a command. Prints an error that an owner can correct on stderr, with exit code
 * 1; throws any other error.
 */
export async function telling(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isKnown(error)) throw error;
    process.stderr.write(`passwright: ${error.message}\n`);
    process.exitCode = 1;
  }
}

/**
 * Whether to print an error without a stack: one of KNOWN, or an error of the system, whose message
 * names the file.
 */
function isKnown(error: unknown): error is Error {
  if (KNOWN.some((kind) => error instanceof kind)) return true;
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
