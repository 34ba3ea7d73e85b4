// Runs the server until it is told to stop, and tells a newcomer where to click.
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { type App, DEVELOPMENT_ROOT, openApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { readExamples } from './examples.ts';
import { answerWithoutApp } from './http/monitoring.ts';
import { openLog } from './log.ts';
import type { Log } from './ports/log.ts';
import { StoreOpenError } from './store/sqlite/engine/open-error.ts';

/** Starts the server with the settings of the environment; on a setting or database that cannot be used, exits with 1. */
export async function serve(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const config = readConfig(env, process.stdout.isTTY === true);
    await run(config, openLog(config, process.stdout));
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof StoreOpenError)) throw error;
    process.stderr.write(`passwright: ${error.message}\n`);
    process.exit(1);
  }
}

async function run(config: Config, log: Log): Promise<void> {
  let phase: Parameters<typeof answerWithoutApp>[0] = 'starting';
  // Without this type createAdaptorServer may also make HTTP/2 servers; it does so only when asked.
  const server = createAdaptorServer({
    fetch: async (request, bindings) => {
      return answerWithoutApp(phase, request) ?? (await opening).server.fetch(request, bindings);
    },
  }) as Server;
  // The port comes first: a first start that then cannot listen would have shown its password to nobody. Requests that
  // arrive before the app is open wait for it.
  const opening: Promise<App> = listen(server, config, log).then(() => openApp(config, log, readExamples));
  const stopping = stopOnSignal(server, log, () => {
    phase = 'stopping';
    return opening;
  });
  const app = await opening;
  if (phase === 'starting') phase = 'running';
  app.jobs.start();
  if (app.first !== null) process.stdout.write(welcome(config, app));
  log.info({ rootUrl: config.rootUrl, dataDir: config.dataDir }, 'Passwright is running');
  await stopping;
}

/** Fails with ConfigError. */
function listen(server: Server, { host, port }: Config, log: Log): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(new ConfigError(whyNotListening(error, host, port)));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      // From now on: a connection that could not be accepted, such as one file too many. The others go on.
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

/** How long requests that run at the end may take: a run of triggers ends after 30 s. In ms. */
const LONGEST_STOP = 35_000;

/** At SIGTERM or SIGINT, requests that run are answered, new ones refused, and the database closed; then it resolves. */
function stopOnSignal(server: Server, log: Log, opening: () => Promise<App>): Promise<void> {
  return new Promise((resolve) => {
    const stop = async (signal: NodeJS.Signals) => {
      // A second signal ends the process at once.
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      // A first start is finished, so that its password is shown.
      const app = await opening().catch(() => null);
      if (app === null) return;
      // Clients that keep their connection would hold the server open for as long as they like: those that wait for an
      // answer lose it right afterwards, those that send another request are told.
      server.keepAliveTimeout = 1;
      server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
      const limit = setTimeout(() => server.closeAllConnections(), LONGEST_STOP);
      server.close(async () => {
        clearTimeout(limit);
        await app.close();
        log.info({}, 'Passwright has stopped');
        resolve();
      });
      log.info({ signal }, 'Passwright is stopping');
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}

function welcome(config: Config, { first }: App): string {
  const { account, password, templates } = first!;
  // A password that the operator chose stays out of terminals and of logs of containers.
  const isChosen = config.adminPassword !== null;
  const links = templates.map(
    ({ name, hash }) => `  ${name}\n    ${config.rootUrl}/pass/create.php?templateHash=${hash}`,
  );
  // The account comes after the examples: what is shown once stands where a terminal still shows it.
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
