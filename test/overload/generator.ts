// A process that asks for scans at a rate of its own, whatever the server answers: each scan that is
// due goes out on a free connection. It counts and times what came back.
import { connect, type Socket } from 'node:net';

export interface Order {
  readonly port: number;
  readonly name: string;
  readonly connections: number;
  /** Scans a second; null: the next one whenever a connection is free. */
  readonly rate: number | null;
  readonly seconds: number;
  readonly clientHash: string;
  readonly passes: readonly string[];
}

export interface Outcome {
  readonly sent: number;
  /** Scans that were due while no connection was free. */
  readonly unsent: number;
  /** The idempotency keys of scans that were answered as done. */
  readonly done: readonly string[];
  /** In ms from the sent request to its whole answer. */
  readonly doneAfter: readonly number[];
  readonly refusedAfter: readonly number[];
  /** Refusals without Retry-After, answers of another kind, and connections that broke. */
  readonly without: number;
  readonly others: Readonly<Record<string, number>>;
  readonly broken: number;
}

/** How often scans that are due are sent, in ms. */
const STEP = 2;

process.once('message', (order: Order) => {
  void generate(order).then((outcome) => process.send!(outcome, () => process.disconnect()));
});

/** Resolves when the other generators have their connections too. */
function everybodyIsThere(): Promise<void> {
  return new Promise((resolve) => {
    process.once('message', () => resolve());
    process.send!('connected');
  });
}

async function generate({ port, name, connections, rate, seconds, clientHash, passes }: Order): Promise<Outcome> {
  const free: Socket[] = [];
  const done: string[] = [];
  const doneAfter: number[] = [];
  const refusedAfter: number[] = [];
  const others: Record<string, number> = {};
  let [sent, unsent, without, broken, busy] = [0, 0, 0, 0, 0];
  let isOver = false;

  const requestOf = (key: string) => {
    const body = JSON.stringify({ clientHash, hashedSerialNumber: passes[sent % passes.length], accessType: 7 });
    return `POST /api/trackPassAccess.php HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nIdempotency-Key: ${key}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  };
  const send = (socket: Socket) => {
    const key = `${name}-${sent}`;
    socket.write(requestOf(key));
    sent++;
    busy++;
    const began = performance.now();
    let text = '';
    const settle = () => {
      socket.off('data', read).off('close', lose);
      busy--;
    };
    const read = (chunk: string) => {
      text += chunk;
      if (!isWhole(text)) return;
      settle();
      const took = performance.now() - began;
      const status = text.slice(9, 12);
      if (status === '200' && text.includes('"updated":true')) {
        done.push(key);
        doneAfter.push(took);
      } else if (status === '503') {
        refusedAfter.push(took);
        if (!/\r\nretry-after: \d/i.test(text)) without++;
      } else others[status] = (others[status] ?? 0) + 1;
      if (rate === null && !isOver) send(socket);
      else free.push(socket);
    };
    const lose = () => {
      settle();
      broken++;
      if (!isOver) void open();
    };
    socket.on('data', read).on('close', lose);
  };
  const open = () =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('utf8');
      socket.on('error', () => {});
      socket.once('connect', () => {
        free.push(socket);
        resolve();
      });
      socket.once('close', () => {
        const at = free.indexOf(socket);
        if (at >= 0) free.splice(at, 1);
        resolve();
      });
    });
  for (let opened = 0; opened < connections; opened += 100) {
    await Promise.all(Array.from({ length: Math.min(100, connections - opened) }, open));
  }

  await everybodyIsThere();
  const start = performance.now();
  if (rate === null) for (const socket of free.splice(0)) send(socket);
  for (let due = 0; performance.now() - start < seconds * 1000; ) {
    if (rate !== null) {
      for (const now = ((performance.now() - start) * rate) / 1000; due < now; due++) {
        const socket = free.shift();
        if (socket === undefined) unsent++;
        else send(socket);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
  isOver = true;
  for (const end = performance.now() + 30_000; busy > 0 && performance.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
  broken += busy;
  for (const socket of free) socket.destroy();
  return { sent, unsent, done, doneAfter, refusedAfter, without, others, broken };
}

/** Whether an answer has arrived whole: by its length, or by the end of its chunks. */
function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1];
  if (length === undefined) return text.endsWith('\r\n0\r\n\r\n');
  return Buffer.byteLength(text) >= head + 4 + Number(length);
}
