// Servers in processes of their own: the time to their first answer, their memory, their end.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OWNER } from '../fixtures/open-app.ts';

/** How often a starting server is asked whether it answers, in ms. */
const ASKED_EVERY = 5;

export interface Running {
  readonly child: ChildProcess;
  readonly origin: string;
  /** From the start of the process to its first answer, in nanoseconds. */
  readonly took: number;
}

/** Starts the built server on the database in a folder. */
export async function startedOn(folder: string): Promise<Running> {
  const main = fileURLToPath(new URL('../../src/main.js', import.meta.url));
  const env = { DATA_DIR: folder, ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password, LOG_FORMAT: 'json' };
  return started([main], env, await freePort());
}

/** Starts a server that listens on `port`, and waits until it answers. */
export async function started(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  port: number,
): Promise<Running> {
  const origin = `http://127.0.0.1:${port}`;
  const begun = process.hrtime.bigint();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await answers(`${origin}/healthz`))) {
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with ${child.exitCode}.`);
    await wait(ASKED_EVERY);
  }
  return { child, origin, took: Number(process.hrtime.bigint() - begun) };
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

/** Stops a server as a service manager does, and waits for its end. */
export async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Bytes of memory that a process holds. */
export function residentOf(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kibibytes = existsSync(status)
    ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kibibytes) * 1024;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
