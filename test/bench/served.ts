// Servers in processes of their own: the built one, as `npm start` runs it, without its log; and a
// bare one to compare it with.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OWNER } from '../fixtures/open-app.ts';
import type { BareGiven } from './bare-server.ts';

export interface Served {
  readonly origin: string;
  /** From the start of the process until /readyz says ready, in ms. */
  readonly startedIn: number;
  /** Calls an API function; throws when the answer is a failure. */
  call(name: string, parameters: object): Promise<Record<string, unknown>>;
  /** The memory that the process holds, in MiB; null where the system has no /proc. */
  memory(): number | null;
  stop(): Promise<void>;
}

/** `folder`: for its data. `env`: settings beside the usual ones. */
export async function startServer(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const port = await freePort();
  const main = fileURLToPath(new URL('../../src/main.js', import.meta.url));
  const started = performance.now();
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
  await ready(origin, child);
  return {
    origin,
    startedIn: performance.now() - started,
    async call(name, parameters) {
      const response = await fetch(`${origin}/api/${name}.php`, { method: 'POST', body: JSON.stringify(parameters) });
      const answer = (await response.json()) as Record<string, unknown>;
      if (answer.success !== true) throw new Error(`${name}: ${JSON.stringify(answer)}`);
      return answer;
    },
    memory: () => memoryOf(child.pid!),
    stop: () =>
      new Promise<void>((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** The bare server of bare-server.ts. `stop` throws unless every scan was stored. */
export async function startBareServer(
  given: BareGiven,
): Promise<{ readonly origin: string; readonly stop: () => Promise<void> }> {
  const child = fork(fileURLToPath(new URL('./bare-server.js', import.meta.url)));
  child.send(given);
  const [{ port }] = (await Promise.race([once(child, 'message'), failing(child)])) as [{ readonly port: number }];
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      const closed = once(child, 'close');
      child.send('stop');
      const [code] = (await closed) as [number | null];
      if (code !== 0) throw new Error(`The bare server ended with ${code}: not every scan was stored.`);
    },
  };
}

async function failing(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'close');
  throw new Error(`The bare server ended with ${code}.`);
}

async function ready(origin: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    const response = await fetch(`${origin}/readyz`).catch(() => null);
    if (response?.ok) return;
    await wait(10);
  }
  throw new Error('The server does not answer.');
}

function memoryOf(pid: number): number | null {
  try {
    const kibibytes = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) / 1024;
  } catch {
    return null;
  }
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
