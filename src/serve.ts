// Runs the server until it is told to stop, and tells a newcomer where to click.
import { serve as listen } from '@hono/node-server';
import { type App, DEVELOPMENT_ROOT, openApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { readExamples } from './examples.ts';
import { openLog } from './log.ts';
import { StoreOpenError } from './store/sqlite/open-error.ts';

/** Starts the server with the settings of the environment; on a setting or database that cannot be used, exits with 1. */
export async function serve(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const config = readConfig(env, process.stdout.isTTY === true);
    const log = openLog(config, process.stdout);
    const app = await openApp(config, log, readExamples);
    const server = listen({ fetch: app.server.fetch, hostname: config.host, port: config.port }, () => {
      if (app.first !== null) process.stdout.write(welcome(config, app));
      log.info({ rootUrl: config.rootUrl, dataDir: config.dataDir }, 'Passwright is running');
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      fail(
        inUse ? `Port ${config.port} is in use. Stop the other program, or set PORT to another number.` : error.message,
      );
    });
    const stop = () => {
      server.close(() => void app.close().then(() => process.exit(0)));
      // Idle keep-alive connections would hold the server open for as long as the browsers like.
      if ('closeIdleConnections' in server) server.closeIdleConnections();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof StoreOpenError)) throw error;
    fail(error.message);
  }
}

function fail(message: string): void {
  process.stderr.write(`passwright: ${message}\n`);
  process.exit(1);
}

function welcome(config: Config, { first }: App): string {
  const { account, password, templates } = first!;
  const links = templates.map(
    ({ name, hash }) => `  ${name}\n    ${config.rootUrl}/pass/create.php?templateHash=${hash}`,
  );
  return `
Passwright is ready. This is shown once: keep the password.

  Address   ${config.rootUrl}
  E-mail    ${account.email}
  Password  ${password}

Make a pass from an example:
${links.join('\n')}

Passes are signed with development certificates that no phone trusts; ${config.dataDir}/${DEVELOPMENT_ROOT}
is the root to verify them with.

`;
}
