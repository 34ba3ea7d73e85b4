// Push fan-out: the adapter against a bare loop of node:http2 on one session, both to a server in a
// process of its own.
import { strictEqual } from 'node:assert';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PushIdentity } from '../../src/ports/push.ts';
import { openPush } from '../../src/push/client.ts';
import { makeIdentity, tokenOf } from '../fixtures/push/identities.ts';

/** How many pushes a caller sends at once: as many as a connection has streams. */
const IN_HAND = 500;

export interface FanOut {
  /** Figures of the adapter and of the reference, one a round, in pushes a second. */
  readonly ours: readonly number[];
  readonly reference: readonly number[];
  /** MiB of resident memory and of heap that all rounds after the first added. */
  readonly residentGrowth: number;
  readonly heapGrowth: number;
}

/**
 * Sends `count` pushes a round through the adapter and through the reference. Throws when a push
 * was not delivered.
 */
export async function pushFanOut({ count, rounds }: { count: number; rounds: number }): Promise<FanOut> {
  const { identity, rootPem } = await makeIdentity(1, 'pass.com.example.loyalty');
  const { port, ca, stop } = await startServer(rootPem);
  const push = openPush({ host: '127.0.0.1', port, ca, pushType: 'background', priority: 5 });
  const ours: number[] = [];
  const reference: number[] = [];
  let before = process.memoryUsage();
  const runOurs = () =>
    rate(count, async (index) => {
      const { verdict } = await push.send(identity, tokenOf(index));
      strictEqual(verdict, 'delivered');
    });
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? ['ours', 'reference'] : ['reference', 'ours'];
    for (const name of order) {
      const figure = name === 'ours' ? await runOurs() : await bareLoop(count, port, ca, identity);
      // The first round warms up.
      if (round > 0) (name === 'ours' ? ours : reference).push(figure);
    }
    if (round === 0) before = process.memoryUsage();
  }
  const after = process.memoryUsage();
  await push.close();
  await stop();
  const mebibytes = (kind: 'rss' | 'heapUsed') => (after[kind] - before[kind]) / 2 ** 20;
  return { ours, reference, residentGrowth: mebibytes('rss'), heapGrowth: mebibytes('heapUsed') };
}

async function bareLoop(count: number, port: number, ca: string, identity: PushIdentity): Promise<number> {
  const session = connect(`https://127.0.0.1:${port}`, {
    ca,
    cert: pem('CERTIFICATE', identity.certificate) + pem('CERTIFICATE', identity.intermediate),
    key: pem('PRIVATE KEY', identity.privateKey),
  });
  await once(session, 'remoteSettings');
  const headers = {
    ':method': 'POST',
    'apns-topic': identity.passTypeIdentifier,
    'apns-push-type': 'background',
    'apns-priority': '5',
  };
  const figure = await rate(count, (index) => {
    return new Promise<void>((resolve) => {
      const stream = session.request({ ...headers, ':path': `/3/device/${tokenOf(index)}` });
      let status = 0;
      stream.on('response', (answer) => {
        status = Number(answer[':status']);
      });
      stream.on('end', () => {
        strictEqual(status, 200);
        resolve();
      });
      stream.resume();
      stream.end('{}');
    });
  });
  session.close();
  return figure;
}

/** Calls a second, with as many at once as a caller may send. */
async function rate(count: number, call: (index: number) => Promise<void>): Promise<number> {
  let next = 0;
  const lane = async () => {
    while (next < count) await call(next++);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: IN_HAND }, lane));
  return (count / (performance.now() - start)) * 1_000;
}

async function startServer(clientCa: string) {
  // The file beside this one with the same ending: TypeScript, or the JavaScript built from it.
  const file = fileURLToPath(new URL(`./push-server${extname(import.meta.url)}`, import.meta.url));
  const child = fork(file);
  await once(child, 'message');
  child.send(clientCa);
  const [started] = (await once(child, 'message')) as [{ port: number; ca: string }];
  const stop = async () => {
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  };
  return { ...started, stop };
}

function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
}
