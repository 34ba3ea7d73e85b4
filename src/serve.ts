// Runs the server until a signal stops it, and prints the links and the password of a first start.
import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { type App, DEVELOPMENT_ROOT, openApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { readExamples } from './examples.ts';
import { openAdmission } from './http/admission.ts';
import { answerWithoutApp } from './http/monitoring.ts';
import { openLog } from './log.ts';
import type { Log } from './ports/log.ts';
import { StoreOpenError } from './store/open-error.ts';
import { UNUSABLE } from './workers/messages.ts';
import { runWorkers } from './workers/primary.ts';
import { openWorkers, type Workers } from './workers/worker.ts';

/**
 * Starts the server with the settings of the environment. Exits with 1 when a setting or the
 * database cannot be used.
 */
export async function serve(env: NodeJS.ProcessEnv): Promise<void> {
  surviveClosedLog();
  const workers = openWorkers();
  try {
    const config = readConfig(env, process.stdout.isTTY === true);
    const log = openLog(config, process.stdout);
    if (config.workers > 1 && workers === null) process.exitCode = await runWorkers(config.workers, log);
    else await run(config, workers === null ? log : log.with({ worker: workers.id }), workers);
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof StoreOpenError)) throw error;
    process.stderr.write(`passwright: ${error.message}\n`);
    process.exit(workers === null ? 1 : UNUSABLE);
  }
}

/**
 * The program that reads the log may end before the server, and the disk of a log file may be full.
 * The server goes on without its log, and says so once where that can still be read.
 */
function surviveClosedLog(): void {
  process.stderr.on('error', () => {});
  let isSaid = false;
  process.stdout.on('error', (error) => {
    if (isSaid) return;
    isSaid = true;
    process.stderr.write(`passwright: The log cannot be written: ${error.message}. The server goes on without it.\n`);
  });
}

/** In ms. */
const TIMEOUTS = {
  // A proxy that reuses a connection just as the server closes it loses a request, and proxies
  // close idle connections after 60 s themselves.
  keepAliveTimeout: 75_000,
  headersTimeout: 30_000,
  // A phone on a slow network sends a picture in this time; a body that takes longer is dropped.
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5_000,
} as const;

/** How long a connection may be silent amid a request or its answer, in ms: streams send sooner. */
const LONGEST_SILENCE = 300_000;
/** Connections at the same time; one more is closed at once. Each holds some 10 kB and a file. */
const MOST_CONNECTIONS = 10_000;

async function run(config: Config, log: Log, workers: Workers | null): Promise<void> {
  let phase: Parameters<typeof answerWithoutApp>[0] = 'starting';
  /** The app while it answers every request. */
  let running: App | null = null;
  const admission = openAdmission({
    onRefused: () => running?.monitoring.metrics.refused(),
    onOverload: (state) =>
      'refused' in state
        ? log.warn(state, 'the server is no longer overloaded')
        : log.warn({ inFlight: admission.inFlight() }, 'the server is overloaded, and refuses requests'),
  });
  const listener = getRequestListener(
    (request, bindings) =>
      running?.server.fetch(request, bindings) ??
      answerWithoutApp(phase, request) ??
      opening.then(({ server }) => server.fetch(request, bindings)),
  );
  const server = createServer(TIMEOUTS, admission.guard(listener));
  server.setTimeout(LONGEST_SILENCE);
  server.maxConnections = MOST_CONNECTIONS;
  // Listen before the app opens: a first start that then failed to listen would have made a
  // password and never shown it. Requests that arrive meanwhile wait for the app.
  // A worker beside others listens once it can answer: until then the others answer.
  const isAlone = workers === null || workers.id === 1;
  const open = () => openApp(config, log, readExamples);
  const opening: Promise<App> = isAlone
    ? listen(server, config, log).then(open)
    : open().then((app) => listen(server, config, log).then(() => app));
  const stopping = stopOnSignal(server, log, { drain: config.drainSeconds, isWorker: workers !== null }, () => {
    phase = 'stopping';
    running = null;
    return opening;
  });
  const app = await opening;
  if (phase === 'starting') {
    phase = 'running';
    running = app;
  }
  app.jobs.start();
  if (app.first !== null) process.stdout.write(welcome(config, app));
  const own = workers === null ? {} : { pid: process.pid };
  log.info({ rootUrl: config.rootUrl, dataDir: config.dataDir, ...own }, 'Passwright is running');
  workers?.ready();
  await stopping;
  admission.close();
  workers?.leave();
}

/**
 * Connections that wait until the server takes them: a client whose connection the system dropped
 * finds out after seconds. The system may allow fewer.
 */
const BACKLOG = 4096;

/** Listens on the configured host and port. Fails with ConfigError. */
function listen(server: Server, { host, port }: Config, log: Log): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(new ConfigError(whyNotListening(error, host, port)));
    server.once('error', refuse);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', refuse);
      // A later error concerns one connection that could not be accepted, such as when too many
      // files are open. The other connections go on.
      server.on('error', (error) => log.error({ err: error }, 'a connection failed'));
      resolve();
    });
  });
}

function whyNotListening({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop the other program, or set PORT to another number.`;
  if (code === 'EACCES') return `PORT ${port} may not be used by this user. Set PORT to a number from 1024 on.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `HOST ${host} is not an address of this machine. Set HOST to one of its own, or to 0.0.0.0 for all of them.`;
  }
  return `The server cannot listen on HOST ${host}, PORT ${port}: ${message}.`;
}

/**
 * How long a stopping server waits for running requests, in ms: a run of triggers ends after 30 s.
 */
const LONGEST_STOP = 35_000;

/**
 * Stops the server at SIGTERM or SIGINT: it is not ready from then on, goes on answering for `drain`
 * seconds, answers running requests, refuses new ones, and closes the database. Resolves at the end.
 */
function stopOnSignal(
  server: Server,
  log: Log,
  { drain, isWorker }: { readonly drain: number; readonly isWorker: boolean },
  opening: () => Promise<App>,
): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    const stop = async (signal: NodeJS.Signals) => {
      if (isStopping) return;
      isStopping = true;
      // A second signal ends the process at once. A worker gets one signal from the terminal or from
      // systemd and one from the first process, with whose end it ends.
      if (!isWorker) {
        process.off('SIGTERM', stop);
        process.off('SIGINT', stop);
      }
      // Finish a first start, so that its password is shown.
      const app = await opening().catch(() => null);
      if (app === null) return;
      log.info({ signal }, 'Passwright is stopping');
      // Streams to open pages would last until the limit.
      app.context.live.close();
      app.context.cards.close();
      // Say in each answer that its connection ends: the client's next request goes elsewhere.
      server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
      if (drain > 0) await pause(drain * 1000);
      // Clients with an idle connection would hold the server open. Close each connection right
      // after its last answer.
      server.keepAliveTimeout = 1;
      const limit = setTimeout(() => server.closeAllConnections(), LONGEST_STOP);
      server.close(async () => {
        clearTimeout(limit);
        await app.close();
        log.info({}, 'Passwright has stopped');
        resolve();
      });
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}

function welcome(config: Config, { first }: App): string {
  const { account, password, templates } = first!;
  // Do not print a password that the operator chose: the output reaches terminals and container
  // logs.
  const isChosen = config.adminPassword !== null;
  const links = templates.map(
    ({ name, hash }) => `  ${name}\n    ${config.rootUrl}/pass/create.php?templateHash=${hash}`,
  );
  // Print the account after the examples: a terminal still shows the end of the output, and the
  // password is shown only once.
  return `
Make a pass from an example. Signed in, you find them again at the address below:
${links.join('\n')}

Passwright is ready.${isChosen ? '' : ' This is shown once: keep the password.'}

  Address   ${config.rootUrl}
  E-mail    ${account.email}
  Password  ${isChosen ? 'as ADMIN_PASSWORD says' : password}

Passes are signed with development certificates that no phone trusts; ${config.dataDir}/${DEVELOPMENT_ROOT}
is the root to verify them with.

`;
}
