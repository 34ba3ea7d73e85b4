// The built server in a process of its own, as `npm start` runs it, without its log.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OWNER } from '../fixtures/open-app.ts';

export interface Served {
  readonly origin: string;
  /** Calls an API function; throws when the answer is a failure. */
  call(name: string, parameters: object): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** `folder`: for its data. `env`: settings beside the usual ones. */
export async function startServer(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const port = await freePort();
  const main = fileURLToPath(new URL('../../src/main.js', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: folder,
      ADMIN_EMAIL: OWNER.email,
      ADMIN_PASSWORD: OWNER.password,
      LOG_FORMAT: 'json',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  await answering(origin, child);
  return {
    origin,
    async call(name, parameters) {
      const response = await fetch(`${origin}/api/${name}.php`, { method: 'POST', body: JSON.stringify(parameters) });
      const answer = (await response.json()) as Record<string, unknown>;
      if (answer.success !== true) throw new Error(`${name}: ${JSON.stringify(answer)}`);
      return answer;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

async function answering(origin: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    const response = await fetch(`${origin}/healthz`).catch(() => null);
    if (response?.ok) return;
    await wait(100);
  }
  throw new Error('The server does not answer.');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address() as { port: number };
      probe.close(() => resolve(address.port));
    });
  });
}
