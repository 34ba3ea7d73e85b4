// Examples of requests that cost much for their size: one text, many parts, slow bodies.
import { connect as openSocket } from 'node:net';
import type { Example } from './examples.ts';
import type { Got, SmallServer } from './small-server.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** Such as `413 in 12 ms`. */
export function told(got: Got): string {
  return `${outcomeOf(got)} in ${got.ms.toFixed(0)} ms`;
}

/** Answers by outcome, such as `30 × 200, 41 × 413`. */
export function tally(answers: readonly (Pick<Got, 'status'> & Partial<Got>)[]): string {
  const times = new Map<string, number>();
  for (const answer of answers) times.set(outcomeOf(answer), (times.get(outcomeOf(answer)) ?? 0) + 1);
  return [...times].map(([outcome, count]) => `${count} × ${outcome}`).join(', ');
}

/** The status, and the code of a refusal: PassSource's API refuses with status 200. */
function outcomeOf({ status, text = '' }: Pick<Got, 'status'> & Partial<Got>): string {
  if (status === 0) return 'connection ended';
  const code = /"code":"(\w+)"/.exec(text)?.[1];
  return code === undefined ? String(status) : `${status} ${code}`;
}

/** The answer; status 0 when the server ends the connection before the body is out. */
export async function answerOf(request: Promise<Got>): Promise<Got> {
  const started = performance.now();
  return request.catch(() => ({ status: 0, text: '', headers: {}, ms: performance.now() - started }));
}

const body = (small: SmallServer, path: string, headers: Record<string, string>, text: string) =>
  answerOf(small.send('POST', path, { headers, body: text }));

export const BODIES: readonly Example[] = [
  ...[50_000, 100_000].map(
    (count): Example => ({
      name: `hashedSerialNumber of ${count.toLocaleString('en')} commas`,
      before: count === 50_000 ? 'everybody waits 3.5 to 8 s' : '19.5 s',
      run: async (small) =>
        told(await body(small, '/pass/create.php', FORM, `hashedSerialNumber=/${','.repeat(count)}x`)),
    }),
  ),
  {
    name: '71 logins with e-mails of 7 MB',
    before: 'the server of 512 MB ends',
    run: async (small) => {
      const answers: Got[] = [];
      for (let at = 0; at < 71; at++) {
        const email = `${'x'.repeat(7_000_000)}${at}@b.example`;
        answers.push(await body(small, '/api/login.php', JSON_TYPE, JSON.stringify({ email, password: 'x' })));
      }
      return tally(answers);
    },
  },
  {
    name: '8 MB of a&a&… to /pass/create.php',
    before: '3.4 to 16 s',
    run: async (small) => told(await body(small, '/pass/create.php', FORM, 'a&'.repeat(4_000_000))),
  },
  {
    name: '600,000 JSON keys',
    before: '6.5 s',
    run: async (small) => {
      const keys = Array.from({ length: 600_000 }, (_, at) => `"k${at}":1`).join(',');
      return told(await body(small, '/api/createPassFromTemplateFields.php', JSON_TYPE, `{${keys}}`));
    },
  },
  {
    name: '150,000 multipart parts',
    before: '5.8 s',
    run: async (small) => {
      const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n';
      const headers = { 'content-type': 'multipart/form-data; boundary=x' };
      return told(await body(small, '/pass/register.php', headers, `${part.repeat(150_000)}--x--\r\n`));
    },
  },
  {
    name: 'deep JSON with an idempotency key',
    before: '500',
    run: async (small) => {
      const deep = `{"clientHash":${JSON.stringify(small.clientHash)},"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
      return told(await body(small, '/api/trackPassAccess.php', { ...JSON_TYPE, 'idempotency-key': 'deep' }, deep));
    },
  },
  {
    name: '120 unfinished uploads of 7.9 MB',
    before: 'they hold 825 MB without an end',
    run: unfinishedUploads,
  },
];

/** Opens uploads that stop short of their end, and waits until the server has ended all of them. */
async function unfinishedUploads(small: SmallServer): Promise<string> {
  const COUNT = 120;
  const SIZE = 7_900_000;
  const head = `POST /api/createPassFromTemplateFields.php HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${SIZE + 1}\r\n\r\n`;
  const text = Buffer.from(`{"a":"${'x'.repeat(SIZE - 6)}`);
  const started = performance.now();
  let refused = 0;
  await Promise.all(
    Array.from({ length: COUNT }, () => {
      const socket = openSocket(small.server.port, '127.0.0.1');
      return new Promise<void>((resolve) => {
        socket.on('error', () => {});
        socket.on('data', (data) => {
          if (data.toString('latin1').startsWith('HTTP/1.1 429')) refused += 1;
        });
        socket.on('close', () => resolve());
        socket.write(head);
        socket.write(text);
      });
    }),
  );
  return `${refused} refused with 429, and the last one is ended after ${((performance.now() - started) / 1000).toFixed(0)} s`;
}
