// A built server with a heap of 512 MB, as a real process, and what its memory and its answers to
// everybody else are like meanwhile.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { afterTest } from '../clean-up.ts';
import {
  type Answer,
  type Client,
  connect,
  type Env,
  freePort,
  type RunningServer,
} from '../fixtures/scenarios/processes.ts';
import { login, startTill } from '../fixtures/scenarios/till.ts';

export interface SmallServer {
  readonly server: RunningServer;
  readonly clientHash: string;
  readonly client: Client;
  /** Sends a request from a network of that name; absent: from this machine. */
  send(method: string, path: string, sent?: Sent): Promise<Got>;
  /** Calls an API function as the owner; throws unless it succeeds. */
  made(name: string, parameters: Record<string, unknown>): Promise<Answer>;
  /** Resident memory, and the largest so far, in MB. */
  memory(): { readonly now: number; readonly most: number };
}

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The caller's address, as a proxy reports it. */
  readonly from?: string;
}

export interface Got {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly ms: number;
}

const CONNECTIONS = 64;

export async function startSmallServer(env: Env = {}): Promise<SmallServer> {
  const port = await freePort();
  const server = await startTill({
    PORT: String(port),
    NODE_OPTIONS: '--max-old-space-size=512',
    TRUSTED_PROXIES: '127.0.0.1',
    ...env,
  });
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS, pipelining: 1 });
  afterTest(() => pool.destroy());
  const client = connect({ port }, CONNECTIONS);
  const clientHash = await login(client);
  return {
    server: { ...server, port },
    client,
    clientHash,
    async send(method, path, { headers = {}, body, from } = {}) {
      const started = performance.now();
      const forwarded: Record<string, string> = from === undefined ? {} : { 'x-forwarded-for': from };
      const response = await pool.request({
        method: method as 'GET',
        path,
        headers: { ...headers, ...forwarded },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
      });
      const text = await response.body.text();
      return { status: response.statusCode, text, headers: response.headers, ms: performance.now() - started };
    },
    async made(name, parameters) {
      const answer = await client.call(name, { clientHash, ...parameters });
      if (answer.success !== true) throw new Error(`${name}: ${JSON.stringify(answer).slice(0, 500)}`);
      return answer;
    },
    memory: () => memoryOf(server.child.pid!),
  };
}

/** Resident memory of a process on Linux, in MB. */
export function memoryOf(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

/** Does the work, and asks /healthz again and again meanwhile. Answers the longest wait, in ms. */
export async function whileHealthy<T>(
  { server }: SmallServer,
  work: () => Promise<T>,
): Promise<{ result: T; longest: number }> {
  const pool = new Pool(`http://127.0.0.1:${server.port}`, { connections: 1 });
  let longest = 0;
  let isOver = false;
  const ask = async () => {
    while (!isOver) {
      const started = performance.now();
      const { statusCode, body } = await pool.request({ method: 'GET', path: '/healthz' });
      const text = await body.text();
      if (statusCode !== 200 || text !== 'ok') throw new Error(`/healthz answered ${statusCode} ${text}`);
      longest = Math.max(longest, performance.now() - started);
      await pause(10);
    }
  };
  const asking = ask();
  try {
    const [result] = await Promise.all([
      work().finally(() => {
        isOver = true;
      }),
      asking,
    ]);
    return { result, longest };
  } finally {
    isOver = true;
    await pool.destroy();
  }
}
