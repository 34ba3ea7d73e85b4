// The composition root: settings become adapters, adapters become one server.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { type Config, ConfigError } from './config.ts';
import { AppError } from './errors.ts';
import { createServer } from './http/server.ts';
import type { Context } from './operations/context.ts';
import {
  type Example,
  ensureDevelopmentCertificate,
  ensureFirstAccount,
  type FirstAccount,
} from './operations/first-start.ts';
import { createPassFiles } from './operations/pass-files.ts';
import { createPrograms } from './operations/programs.ts';
import { openOutbound } from './outbound/client.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Log } from './ports/log.ts';
import { openSecretKey } from './secret-key.ts';
import { openSqliteStore } from './store/sqlite/open.ts';

export interface App {
  readonly server: Hono;
  readonly context: Context;
  /** What the first start made; null on every later one. */
  readonly first: FirstAccount | null;
  close(): Promise<void>;
}

/** What tests put in place of the real ones. */
export interface Injected {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly lookup?: NonNullable<Parameters<typeof openOutbound>[0]['lookup']>;
}

/** The root of the development certificates, for whoever wants to verify a pass. */
export const DEVELOPMENT_ROOT = 'development-root.pem';

export const systemClock: Clock = { now: () => Date.now() };
const systemIds: Ids = { token: () => randomBytes(24).toString('base64url'), serialNumber: () => randomUUID() };

/**
 * Opens everything a server or a tool needs. Fails with ConfigError when DATA_DIR cannot be used, and with
 * StoreOpenError when the database cannot, or another server uses it.
 */
export async function openContext(
  config: Config,
  log: Log,
  options: { readonly exclusive: boolean; readonly injected?: Injected },
): Promise<{ readonly context: Context; close(): Promise<void> }> {
  await inDataDir(config.dataDir, () => mkdir(config.dataDir, { recursive: true, mode: 0o700 }));
  const store = await openSqliteStore({ file: config.databaseFile, exclusive: options.exclusive });
  try {
    const { injected = {} } = options;
    const lookup = injected.lookup === undefined ? {} : { lookup: injected.lookup };
    // Read after the database is ours, so that a server that may not run makes no key.
    const secret = config.secretKey ?? (await inDataDir(config.dataDir, openSecretKey));
    const outbound = openOutbound({ rootUrl: config.rootUrl, allow: config.outboundAllow, ...lookup });
    const context: Context = {
      settings: { rootUrl: config.rootUrl, secret },
      store,
      clock: injected.clock ?? systemClock,
      ids: injected.ids ?? systemIds,
      outbound,
      log,
      programs: createPrograms(store),
      files: createPassFiles(),
      stats: new Map(),
    };
    const close = async () => {
      await outbound.close();
      await store.close();
    };
    return { context, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens the server's app; on the first start it makes certificates, an account and the examples. */
export async function openApp(
  config: Config,
  log: Log,
  examples: () => Promise<readonly Example[]>,
  injected: Injected = {},
): Promise<App> {
  const { context, close } = await openContext(config, log, { exclusive: true, injected });
  try {
    await ensureDevelopmentCertificate(context, randomBytes, (rootPem) =>
      inDataDir(config.dataDir, () => writeFile(join(config.dataDir, DEVELOPMENT_ROOT), rootPem)),
    );
    const isNew = (await context.store.accounts()).length === 0;
    const first = isNew ? await firstAccount(context, config, await examples()) : null;
    await context.store.forgetExpired(context.clock.now());
    return { server: createServer(context), context, first, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** ensureFirstAccount, with settings it cannot use named as whoever set them knows them. Fails with ConfigError. */
async function firstAccount(context: Context, config: Config, examples: readonly Example[]) {
  const { adminEmail: email, adminPassword: password } = config;
  try {
    return await ensureFirstAccount(context, { email, password, examples });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new ConfigError(`${error.field === 'password' ? 'ADMIN_PASSWORD' : 'ADMIN_EMAIL'}: ${error.message}`);
  }
}

/** Does something in the data folder; what the system refuses there is a ConfigError. */
async function inDataDir<T>(dataDir: string, work: (dataDir: string) => Promise<T>): Promise<T> {
  try {
    return await work(dataDir);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ConfigError(`DATA_DIR ${dataDir} cannot be used: ${message}.`, { cause: error });
  }
}
