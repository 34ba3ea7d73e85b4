// The composition root: settings become adapters, adapters become one server.
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hono } from 'hono';
import type { Config } from './config.ts';
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

const systemClock: Clock = { now: () => Date.now() };
const systemIds: Ids = { token: () => randomBytes(24).toString('base64url'), serialNumber: () => randomUUID() };

/** Opens everything a server or a tool needs. Fails with StoreOpenError when another server uses the database. */
export async function openContext(
  config: Config,
  log: Log,
  options: { readonly exclusive: boolean; readonly injected?: Injected },
): Promise<{ readonly context: Context; close(): Promise<void> }> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const store = await openSqliteStore({ file: config.databaseFile, exclusive: options.exclusive });
  const { injected = {} } = options;
  const lookup = injected.lookup === undefined ? {} : { lookup: injected.lookup };
  const outbound = openOutbound({ rootUrl: config.rootUrl, allow: config.outboundAllow, ...lookup });
  const context: Context = {
    settings: { rootUrl: config.rootUrl, secret: config.secretKey ?? (await readSecretKey(config.dataDir)) },
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
    const rootPem = await ensureDevelopmentCertificate(context, randomBytes);
    if (rootPem !== null) await writeFile(join(config.dataDir, DEVELOPMENT_ROOT), rootPem);
    const isNew = (await context.store.accounts()).length === 0;
    const first = isNew
      ? await ensureFirstAccount(context, {
          email: config.adminEmail,
          password: config.adminPassword,
          examples: await examples(),
        })
      : null;
    await context.store.forgetExpired(context.clock.now());
    return { server: createServer(context), context, first, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readSecretKey(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secret.key');
  try {
    // `wx`: of two processes that start at once, one makes the key and both read it.
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
    await chmod(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
