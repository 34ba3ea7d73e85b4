// The composition root: settings become adapters, adapters become one server.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { openCallLimit } from './call-limit.ts';
import { APPLE_HOST, type Config, ConfigError } from './config.ts';
import { AppError } from './errors.ts';
import type { Monitoring } from './http/monitoring.ts';
import { createServer } from './http/server.ts';
import type { Jobs } from './jobs/due-work.ts';
import { openJobs } from './jobs/jobs.ts';
import { openMailer } from './mail/client.ts';
import { noMailer } from './mail/none.ts';
import { measuredMailer, measuredOutbound, measuredStore } from './metrics/measured.ts';
import { openMetrics } from './metrics/prometheus.ts';
import { CALL_LIMIT } from './operations/access/authorize-pass2u.ts';
import { logCertificateWarnings } from './operations/certificates/certificate-warnings.ts';
import type { Context } from './operations/context.ts';
import { createPassFiles } from './operations/pass-file-cache.ts';
import { createPrograms } from './operations/programs.ts';
import {
  ensureDevelopmentCertificate,
  ensureFirstAccount,
  type FirstAccount,
} from './operations/server/first-start.ts';
import type { Example } from './operations/templates/export-template.ts';
import { type After, type OutboundOptions, openOutbound } from './outbound/client.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Log } from './ports/log.ts';
import type { Metrics } from './ports/metrics.ts';
import { openPush } from './push/client.ts';
import { openSecretKey } from './secret-key.ts';
import { openSqliteStore } from './store/sqlite/open.ts';

export interface App {
  readonly server: Hono;
  readonly context: Context;
  readonly jobs: Jobs;
  readonly monitoring: Monitoring;
  /** What the first start made; null on every later one. */
  readonly first: FirstAccount | null;
  close(): Promise<void>;
}

/** Calls again and again, first after `ms`; answers how to stop it. */
type Every = (ms: number, work: () => void) => () => void;

/** What tests put in place of the real ones. */
export interface Injected {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly every?: Every;
  readonly lookup?: NonNullable<OutboundOptions['lookup']>;
  /** The clock of the time limits on requests that templates cause. */
  readonly after?: After;
}

/** The root of the development certificates, for whoever wants to verify a pass. */
export const DEVELOPMENT_ROOT = 'development-root.pem';

export const systemClock: Clock = { now: () => Date.now() };
const systemIds: Ids = {
  token: () => {
    for (;;) {
      const token = randomBytes(24).toString('base64url');
      if (!token.startsWith('-')) return token;
    }
  },
  bytes: (size) => randomBytes(size),
  serialNumber: () => randomUUID(),
};
/** Does not keep the process alive. */
const systemEvery: Every = (ms, work) => {
  const timer = setInterval(work, ms).unref();
  return () => clearInterval(timer);
};
const DAY = 24 * 60 * 60 * 1000;
/** How long a server that stops waits for APNs and the mail server, in ms. */
const LONGEST_GOODBYE = 5000;

/**
 * Opens everything a server or a tool needs. Fails with ConfigError when DATA_DIR cannot be used, and with
 * StoreOpenError when the database cannot, or another server uses it.
 */
export async function openContext(
  config: Config,
  log: Log,
  options: { readonly exclusive: boolean; readonly injected?: Injected },
): Promise<{ readonly context: Context; readonly metrics: Metrics; close(): Promise<void> }> {
  await inDataDir(config.dataDir, () => mkdir(config.dataDir, { recursive: true, mode: 0o700 }));
  const metrics = openMetrics();
  const store = await openSqliteStore({
    file: config.databaseFile,
    exclusive: options.exclusive,
    onGroup: metrics.writeGroup,
  });
  try {
    const { injected = {} } = options;
    const { lookup, after } = injected;
    const network = { ...(lookup === undefined ? {} : { lookup }), ...(after === undefined ? {} : { after }) };
    // Read after the database is ours, so that a server that may not run makes no key.
    const secret = config.secretKey ?? (await inDataDir(config.dataDir, openSecretKey));
    const outbound = openOutbound({ rootUrl: config.rootUrl, allow: config.outboundAllow, ...network });
    const { clock } = injected;
    const push = openPush({ ...config.apns, ...(clock === undefined ? {} : { now: clock.now }) });
    const mailer = config.smtp === null ? noMailer() : openMailer(config.smtp);
    const context: Context = {
      settings: { rootUrl: config.rootUrl, secret, pushesDevelopment: config.apns.host !== APPLE_HOST },
      store: measuredStore(store, metrics),
      clock: injected.clock ?? systemClock,
      ids: injected.ids ?? systemIds,
      outbound: measuredOutbound(outbound, metrics),
      push,
      mailer: measuredMailer(mailer, metrics),
      callLimit: openCallLimit(CALL_LIMIT),
      log,
      programs: createPrograms(store),
      files: createPassFiles(),
      stats: new Map(),
    };
    const close = async () => {
      mailer.close();
      await push.close();
      await outbound.close();
      await store.close();
    };
    return { context, metrics, close };
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
  const { context, metrics, close } = await openContext(config, log, { exclusive: true, injected });
  try {
    await ensureDevelopmentCertificate(context, (rootPem) =>
      inDataDir(config.dataDir, () => writeFile(join(config.dataDir, DEVELOPMENT_ROOT), rootPem)),
    );
    const isNew = (await context.store.accounts()).length === 0;
    const first = isNew ? await firstAccount(context, config, await examples()) : null;
    await context.store.forgetExpired(context.clock.now());
    await logCertificateWarnings(context);
    const stopWarning = (injected.every ?? systemEvery)(DAY, () => void daily(context));
    // A new SMTP_URL is not waited for.
    await context.store.hastenMails(context.clock.now());
    const jobs = openJobs(context);
    const stopAndClose = async () => {
      stopWarning();
      // Pushes and mails that are under way get their answer, unless it takes too long: then the next start sends them again.
      const cut = setTimeout(() => {
        void context.push.close();
        context.mailer.close();
      }, LONGEST_GOODBYE);
      await jobs.close();
      clearTimeout(cut);
      await close();
    };
    const monitoring = { metrics, metricsToken: config.metricsToken };
    return { server: createServer(context, monitoring), context, jobs, monitoring, first, close: stopAndClose };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What goes wrong here must not end the server. */
async function daily(context: Context): Promise<void> {
  await context.store
    .forgetExpired(context.clock.now())
    .catch((error) => context.log.error({ err: error }, 'idempotency keys that have expired stay'));
  await logCertificateWarnings(context).catch((error) =>
    context.log.error({ err: error }, 'no look at the certificates'),
  );
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
