// The composition root: settings become adapters, adapters become one server.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { openBackups } from './backups/folder.ts';
import { noBackups } from './backups/none.ts';
import { openCertificateFiles } from './certificate-files/reader.ts';
import { APPLE_HOST, type Config, ConfigError, otherSecret } from './config.ts';
import { AppError, StoreUnavailableError } from './errors.ts';
import { standInHosts } from './google/addresses.ts';
import { openGoogle } from './google/client.ts';
import type { Monitoring } from './http/monitoring.ts';
import { createServer } from './http/server.ts';
import { openInstallation } from './installation.ts';
import type { Jobs } from './jobs/due-work.ts';
import { openJobs } from './jobs/jobs.ts';
import { tellOwners } from './jobs/webhook-jobs.ts';
import { memoryLimits } from './limits/memory.ts';
import { openMailer } from './mail/client.ts';
import { openStoredMailer } from './mail/stored.ts';
import { measuredLimits } from './metrics/limits.ts';
import { measuredMailer, measuredOutbound, measuredPush, measuredSpans, measuredStore } from './metrics/measured.ts';
import { openMetrics } from './metrics/prometheus.ts';
import { ASSISTANT_LIMIT } from './operations/access/authorize-assistant.ts';
import { CALL_LIMIT } from './operations/access/authorize-pass2u.ts';
import { createQuotas } from './operations/access/quotas.ts';
import { logCertificateWarnings } from './operations/certificates/certificate-warnings.ts';
import { remindOfCertificates } from './operations/certificates/remind.ts';
import { REQUEST_LIMIT } from './operations/change/perform-request.ts';
import type { Context } from './operations/context.ts';
import { createPace } from './operations/google/pace.ts';
import { createPassFiles } from './operations/pass-file-cache.ts';
import { createCardStreams } from './operations/passes/card-streams.ts';
import { createPrograms } from './operations/programs.ts';
import { endAllRuns, endSilentRuns } from './operations/server/cut-runs.ts';
import {
  ensureDevelopmentCertificate,
  ensureFirstAccount,
  type FirstAccount,
} from './operations/server/first-start.ts';
import { storedMailServer } from './operations/server/mail-server.ts';
import { ownsDatabase } from './operations/server/secret-proof.ts';
import type { Example } from './operations/templates/example.ts';
import { createLiveStreams } from './operations/today/live-streams.ts';
import { purgeMessages } from './operations/webhooks/purge-messages.ts';
import { tellingStore } from './operations/webhooks/telling-store.ts';
import { type After, type OutboundOptions, openOutbound } from './outbound/client.ts';
import { openPictures } from './pictures/pool.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Installation } from './ports/installation.ts';
import type { Limits } from './ports/limits.ts';
import type { Log } from './ports/log.ts';
import type { Metrics } from './ports/metrics.ts';
import type { Pictures } from './ports/pictures.ts';
import type { SpanPlace, Tracing } from './ports/spans.ts';
import { RUN_LEASE } from './ports/store/runs.ts';
import type { Store } from './ports/store/store.ts';
import { openPush } from './push/client.ts';
import { rememberErrors } from './recent-errors.ts';
import { openSecretKey } from './secret-key.ts';
import { openPostgresStore } from './store/postgres/open.ts';
import { openSqliteStore } from './store/sqlite/open.ts';
import { watchedStore } from './store/watched.ts';
import { tracedLog, tracedPorts } from './tracing/traced.ts';
import { UNTRACED } from './tracing/untraced.ts';
import { renderReminder } from './ui/settings-mails.ts';
import { openWorkers } from './workers/worker.ts';

export interface App {
  readonly server: Hono;
  readonly context: Context;
  readonly jobs: Jobs;
  readonly monitoring: Monitoring;
  /** The account and the examples of a first start; null on later starts. */
  readonly first: FirstAccount | null;
  close(): Promise<void>;
}

/**
 * Calls `work` every `ms` milliseconds, the first time after `ms`, without waiting for its promise;
 * returns the function that stops it.
 */
type Every = (ms: number, work: () => unknown) => () => void;

/** Tests inject these instead of the real clock, ids, timer and name lookup. */
export interface Injected {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly every?: Every;
  readonly lookup?: NonNullable<OutboundOptions['lookup']>;
  /** The clock of the time limits on requests that templates cause. */
  readonly after?: After;
  /** The caller closes it. */
  readonly pictures?: Pictures;
  readonly installation?: Installation;
  /** Stands between the server and its database, for what a database does at its worst. */
  readonly faults?: (store: Store) => Store;
}

/** The file in DATA_DIR with the root certificate that verifies passes signed for development. */
export const DEVELOPMENT_ROOT = 'development-root.pem';

export const systemClock: Clock = { now: () => Date.now() };
/** Draws this many random bytes at a time, because a draw costs as much as many bytes. */
const DRAWN_AT_ONCE = 4096;
let drawn = Buffer.alloc(0);
/** Bytes that no other call gets. */
function freshBytes(size: number): Buffer {
  if (size > DRAWN_AT_ONCE) return randomBytes(size);
  if (drawn.length < size) drawn = randomBytes(DRAWN_AT_ONCE);
  const taken = Buffer.from(drawn.subarray(0, size));
  // What was given away stays nowhere else in memory.
  drawn.fill(0, 0, size);
  drawn = drawn.subarray(size);
  return taken;
}
const systemIds: Ids = {
  token: () => {
    for (;;) {
      const token = freshBytes(24).toString('base64url');
      if (!token.startsWith('-')) return token;
    }
  },
  bytes: freshBytes,
  serialNumber: () => randomUUID(),
};
/** Runs on a timer that does not hold the process open. */
const systemEvery: Every = (ms, work) => {
  const timer = setInterval(work, ms).unref();
  return () => clearInterval(timer);
};
const DAY = 24 * 60 * 60 * 1000;
/** How long a stopping server waits for APNs and the mail server, in ms. */
const LONGEST_GOODBYE = 5000;

/**
 * Opens the context in which the server and the commands run. Fails with ConfigError when DATA_DIR
 * cannot be used, and with StoreOpenError when the database cannot be opened or another server uses
 * it.
 */
export async function openContext(
  config: Config,
  given: Log,
  options: {
    readonly exclusive: boolean;
    readonly examples?: () => Promise<readonly Example[]>;
    readonly injected?: Injected;
    /** Whether to open a database that belongs to another secret key, to give it this one. */
    readonly anySecret?: boolean;
  },
): Promise<{ readonly context: Context; readonly monitoring: Monitoring; close(): Promise<void> }> {
  await inDataDir(config.dataDir, () => mkdir(config.dataDir, { recursive: true, mode: 0o700 }));
  const { injected = {}, examples = async () => [] } = options;
  const metrics = openMetrics();
  // The server alone is traced: commands are short, and print what they do.
  const tracesUrl = options.exclusive ? config.tracesUrl : null;
  let tracing: Tracing | null = null;
  const opened: Store & { readonly limits?: Limits } =
    config.postgres === null
      ? await openSqliteStore({
          file: config.databaseFile,
          exclusive: options.exclusive,
          onGroup(size, seconds, marks) {
            metrics.writeGroup(size, seconds);
            tracing?.committed(marks as readonly (SpanPlace | null)[], size, seconds);
          },
          ...(tracesUrl === null ? {} : { mark: () => tracing?.place() ?? null }),
        })
      : await openPostgresStore({ url: config.postgres, onGroup: metrics.writeGroup });
  const ownLimits = measuredLimits(memoryLimits(), metrics);
  const limits = opened.limits === undefined ? ownLimits : measuredLimits(opened.limits, metrics);
  try {
    const installation = injected.installation ?? openInstallation(config.dataDir, () => opened.size());
    if (tracesUrl !== null) tracing = await traceTo(tracesUrl, { installation, log: given, metrics });
    const { lookup, after } = injected;
    const network = { ...(lookup === undefined ? {} : { lookup }), ...(after === undefined ? {} : { after }) };
    // Read the secret only once the database is open: a server that may not run must not make a
    // key.
    const secret = config.secretKey ?? (await inDataDir(config.dataDir, openSecretKey));
    const outbound = openOutbound({ rootUrl: config.rootUrl, allow: config.outboundAllow, ...network });
    const { clock } = injected;
    // The stand-ins that the operator has set are open to this client alone.
    const allow = [...config.outboundAllow, ...standInHosts(config.google)];
    const toGoogle = openOutbound({ rootUrl: config.rootUrl, allow, ...network });
    const google = openGoogle({ outbound: toGoogle, ...config.google, now: (clock ?? systemClock).now });
    const push = openPush({ ...config.apns, ...(clock === undefined ? {} : { now: clock.now }) });
    const told = tracing === null ? given : tracedLog(given, tracing);
    const { log, recentErrors } = rememberErrors(told, clock ?? systemClock);
    const pictures = injected.pictures ?? openPictures({ log });
    const mailer =
      config.smtp === null ? openStoredMailer(() => storedMailServer({ store, secret })) : openMailer(config.smtp);
    const certificateFiles = openCertificateFiles();
    const backups =
      config.postgres === null
        ? openBackups({ database: config.databaseFile, folder: join(config.dataDir, 'backups') })
        : noBackups;
    const bare = { store: injected.faults?.(opened) ?? opened, outbound, push, mailer, pictures };
    const system = config.postgres === null ? 'sqlite' : 'postgresql';
    const ports = tracing === null ? bare : tracedPorts(bare, tracing, system);
    const watching = { log, clock: clock ?? systemClock };
    const store = watchedStore(measuredStore(ports.store, metrics), watching, injected.every ?? systemEvery);
    const spans = measuredSpans(tracing ?? UNTRACED, metrics);
    const untelling: Context = {
      settings: {
        rootUrl: config.rootUrl,
        secret,
        pushesDevelopment: config.apns.host !== APPLE_HOST,
        trustedProxies: config.trustedProxies,
        mailServer: config.smtp && { host: config.smtp.host, port: config.smtp.port, from: config.smtp.from },
        devicesOfPass: config.limits.devicesOfPass,
        rowsOfBatch: config.limits.rowsOfBatch,
        assistants: config.assistants,
      },
      store,
      clock: clock ?? systemClock,
      ids: injected.ids ?? systemIds,
      outbound: measuredOutbound(ports.outbound, metrics),
      certificateFiles,
      pictures: ports.pictures,
      push: measuredPush(ports.push, metrics),
      google,
      mailer: measuredMailer(ports.mailer, metrics),
      backups,
      installation,
      limits,
      ownLimits,
      callLimit: limits.limit('api_calls', CALL_LIMIT),
      assistantLimit: limits.limit('api_calls assistants', ASSISTANT_LIMIT),
      quotas: createQuotas(limits, config.limits),
      googlePace: createPace(clock ?? systemClock, store.isShared() ? limits : null),
      requestLimit: limits.limit('trigger_requests', REQUEST_LIMIT),
      log,
      spans,
      recentErrors,
      programs: createPrograms(store, spans),
      examples,
      live: createLiveStreams(),
      cards: createCardStreams(store, log),
      runs: new Set(),
      files: createPassFiles(),
    };
    const context: Context = { ...untelling, store: tellingStore(store, untelling) };
    const close = async () => {
      mailer.close();
      await certificateFiles.close();
      await backups.close();
      if (injected.pictures === undefined) await pictures.close();
      await push.close();
      await google.close();
      await outbound.close();
      await store.close();
      await tracing?.close();
    };
    if (options.anySecret !== true && !(await ownsDatabase(context))) throw new ConfigError(otherSecret(config));
    const workers = options.exclusive ? openWorkers() : null;
    workers?.answer(() => metrics.counted(context.files.served));
    const all: Metrics =
      workers === null ? metrics : { ...metrics, expose: async (now) => metrics.expose(now, await workers.counted()) };
    return { context, monitoring: { metrics: all, metricsToken: config.metricsToken, tracing }, close };
  } catch (error) {
    await opened.close();
    await tracing?.close();
    throw error;
  }
}

/** Loads OpenTelemetry, which costs a start without traces nothing. */
async function traceTo(
  url: string,
  { installation, log, metrics }: { installation: Installation; log: Log; metrics: Metrics },
): Promise<Tracing> {
  const { openTracing } = await import('./tracing/opentelemetry.ts');
  const { version } = await installation.look();
  return openTracing({ url, version, log, onSent: metrics.spans });
}

/**
 * Opens the server's app. A first start also makes the development certificates, an account and the
 * examples.
 */
export async function openApp(
  config: Config,
  log: Log,
  examples: () => Promise<readonly Example[]>,
  injected: Injected = {},
): Promise<App> {
  const { context, monitoring, close } = await openContext(config, log, { exclusive: true, examples, injected });
  try {
    // Of several servers that start on an empty database, one makes what all need.
    const first = await context.store.inTurn('first start', async () => {
      await ensureDevelopmentCertificate(context, (rootPem) =>
        inDataDir(config.dataDir, () => writeFile(join(config.dataDir, DEVELOPMENT_ROOT), rootPem)),
      );
      const isNew = (await context.store.accounts()).length === 0;
      return isNew ? await firstAccount(context, config, await examples()) : null;
    });
    await context.store.forgetExpired(context.clock.now());
    await (context.store.isShared() ? endSilentRuns(context) : endAllRuns(context));
    await logCertificateWarnings(context);
    // One after the other, so that two runs side by side never mail one reminder twice.
    let reminding = remind(context);
    const every = injected.every ?? systemEvery;
    const stopWarning = every(DAY, () => {
      reminding = reminding.then(() => daily(context));
      return reminding;
    });
    let ending = Promise.resolve();
    const stopEnding = every(RUN_LEASE / 2, () => {
      ending = ending.then(() => endSilent(context));
      return ending;
    });
    // Retry queued mail now: SMTP_URL may just have been fixed.
    await context.store.hastenMails(context.clock.now());
    const jobs = openJobs(context);
    const stopAndClose = async () => {
      for (const streams of [context.live, context.cards]) streams.close();
      for (const stop of [stopWarning, stopEnding]) stop();
      // Wait for answers under way. After LONGEST_GOODBYE, close the connections: the next start sends
      // pushes and mails again, and the trace of a run says that its request was broken off.
      const cut = setTimeout(() => {
        void context.push.close();
        void context.google.close();
        void context.outbound.close();
        context.mailer.close();
      }, LONGEST_GOODBYE);
      await Promise.all([jobs.close(), reminding, ending]);
      clearTimeout(cut);
      await close();
    };
    return {
      server: createServer(context, monitoring, config.creationLimit),
      context,
      jobs,
      monitoring,
      first,
      close: stopAndClose,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Ends what dead servers left. Logs errors instead of throwing. */
async function endSilent(context: Context): Promise<void> {
  await endSilentRuns(context).catch((error) => {
    if (!(error instanceof StoreUnavailableError)) context.log.error({ err: error }, 'runs could not be ended');
  });
}

/** Does the daily work. Logs errors instead of throwing, because they must not end the server. */
async function daily(context: Context): Promise<void> {
  await context.store
    .forgetExpired(context.clock.now())
    .then(() => context.store.forgetGoogleNonces(context.clock.now()))
    .catch((error) => context.log.error({ err: error }, 'what has expired could not be deleted'));
  await logCertificateWarnings(context).catch((error) =>
    context.log.error({ err: error }, 'the certificates could not be checked'),
  );
  await remind(context);
  await tellOwners(context);
  await purgeMessages(context).catch((error) =>
    context.log.error({ err: error }, 'old messages to webhooks could not be deleted'),
  );
}

/** Mails owners whose certificates end soon. Logs errors instead of throwing. */
async function remind(context: Context): Promise<void> {
  const { rootUrl } = context.settings;
  await remindOfCertificates(context, ({ language }, warning) => renderReminder(warning, { language, rootUrl })).catch(
    (error) => context.log.error({ err: error }, 'owners could not be reminded of their certificates'),
  );
}

/** Makes the first account. Fails with ConfigError, which names the setting that cannot be used. */
async function firstAccount(context: Context, config: Config, examples: readonly Example[]) {
  const { adminEmail: email, adminPassword: password } = config;
  try {
    return await ensureFirstAccount(context, { email, password, examples });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new ConfigError(`${error.field === 'password' ? 'ADMIN_PASSWORD' : 'ADMIN_EMAIL'}: ${error.message}`);
  }
}

/**
 * Runs `work` on the data folder. Fails with ConfigError when the system refuses access to a file
 * there.
 */
async function inDataDir<T>(dataDir: string, work: (dataDir: string) => Promise<T>): Promise<T> {
  try {
    return await work(dataDir);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ConfigError(`DATA_DIR ${dataDir} cannot be used: ${message}.`, { cause: error });
  }
}
