// Real processes for tests: servers and commands started as a user starts them, with a data folder
// and a port of their own. After a test, also one that failed, every process is killed and its
// folders are deleted.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { packageRoot } from '../../src/examples.ts';
import { afterTest } from '../clean-up.ts';
import { builtProgram } from '../made.ts';

const root = packageRoot();

export type Env = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
  /** Resolves once stdout contains the text; rejects when the process ends without it. */
  printed(text: string): Promise<void>;
}

export interface RunningServer extends Running {
  readonly port: number;
  readonly rootUrl: string;
  readonly dataDir: string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-scenario-'));
  afterTest(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Starts the built `<file>` with these settings, what Node needs of the environment, and the input
 * on stdin.
 */
export function start(file: 'main.ts' | 'cli.ts', args: readonly string[], env: Env, input = ''): Running {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const child = spawn(process.execPath, [builtProgram(file), ...args], {
    cwd: root,
    env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {}).end(input);
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    for (const check of waiting) check();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    // `close` comes after the last output, `exit` may come before it.
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  afterTest(() => {
    child.kill('SIGKILL');
    return ended;
  });
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!stdout.includes(text)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
      void ended.then(({ code }) => reject(new Error(`It ended with ${code} and never said "${text}": ${stderr}`)));
    });
  return { child, ended, stdout: () => stdout, stderr: () => stderr, printed };
}

/** Starts a server and waits until it answers; without a DATA_DIR it gets an empty one. */
export async function startServer(env: Env = {}): Promise<RunningServer> {
  const port = await freePort();
  const dataDir = env.DATA_DIR ?? join(await temporaryFolder(), 'data');
  const running = start('main.ts', [], { PORT: String(port), ...env, DATA_DIR: dataDir });
  await running.printed('"msg":"Passwright is running"');
  const end = (signal: NodeJS.Signals) => {
    running.child.kill(signal);
    return running.ended;
  };
  return { ...running, port, rootUrl: env.ROOT_URL ?? `http://127.0.0.1:${port}`, dataDir, end };
}

/** Runs a command to its end, with `input` on stdin. */
export function runCli(args: readonly string[], env: Env, input = ''): Promise<Ended> {
  return start('cli.ts', args, env, input).ended;
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      if (address === null || typeof address === 'string') throw new Error('The probe has no port.');
      probe.close(() => resolve(address.port));
    });
  });
}

/** A function's answer; each test knows which parts to expect. */
export type Answer = Record<string, any>;

export interface Client {
  /**
   * Calls an API function by POST with JSON and answers the JSON. Rejects when the connection
   * breaks.
   */
  call(name: string, parameters: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** Sends any request; the path is below the root. */
  get(path: string, headers?: Record<string, string>): Promise<Got>;
  request(method: string, path: string, headers?: Record<string, string>, body?: string): Promise<Got>;
}

export interface Got {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** A client with at most this many connections, which stay open between requests. */
export function connect(server: Pick<RunningServer, 'port'>, connections = 1): Client {
  const pool = new Pool(`http://127.0.0.1:${server.port}`, { connections, pipelining: 1 });
  afterTest(() => pool.destroy());
  const request: Client['request'] = async (method, path, headers = {}, sent = '') => {
    const { statusCode, body } = await pool.request({ method: method as 'GET', path, headers, body: sent || null });
    const bytes = new Uint8Array(await body.arrayBuffer());
    return { status: statusCode, bytes, text: Buffer.from(bytes).toString('utf8') };
  };
  return {
    request,
    get: (path, headers) => request('GET', path, headers),
    async call(name, parameters, headers = {}) {
      const { body } = await pool.request({
        method: 'POST',
        path: `/api/${name}.php`,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(parameters),
      });
      return (await body.json()) as Answer;
    },
  };
}
