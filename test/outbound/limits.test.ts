// Time, size and sockets: a server that is slow, endless or silent costs what the limits say and no more.

import type { lookup as dnsLookup } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { get, names, open, startHttp, startTcp } from '../fixtures/outbound/servers.ts';

const lookup = names({ 'a.test': ['127.0.0.1'] });
const LIMIT_MS = 50;

/** Writes as fast as the other side reads, until it hangs up. */
function endless(stream: NodeJS.WritableStream & { destroyed?: boolean }, chunk: string): void {
  const more = () => {
    while (!stream.destroyed && stream.write(chunk));
  };
  stream.on('drain', more);
  more();
}

describe('time', () => {
  const slow: [name: string, start: () => Promise<{ port: number; idle(): Promise<void> }>][] = [
    ['a server that never answers', () => startHttp(() => {})],
    ['a server that accepts and says nothing', () => startTcp(() => {})],
    ['headers that never end', () => startTcp((socket) => void socket.write('HTTP/1.1 200 OK\r\nx-a: b\r\n'))],
    ['a body that never comes', () => startHttp((_, response) => response.writeHead(200).flushHeaders())],
    ['a body that stops half-way', () => startHttp((_, response) => void response.write('half'))],
    [
      'a body that comes in drips',
      () =>
        startHttp((_, response) => {
          const drip = setInterval(() => response.write('.'), 10);
          response.on('close', () => clearInterval(drip));
        }),
    ],
    [
      'informational answers without end',
      () => startTcp((socket) => socket.on('data', () => endless(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'))),
    ],
    [
      'redirects that each take their time',
      () =>
        startHttp((_, response) => {
          const wait = setTimeout(() => response.writeHead(302, { location: '/' }).end(), LIMIT_MS / 2);
          response.on('close', () => clearTimeout(wait));
        }),
    ],
    [
      'a redirect whose body never ends',
      () =>
        startHttp((request, response) => {
          if (request.url === '/') response.writeHead(302, { location: '/next' }).write('moved');
        }),
    ],
  ];
  for (const [name, start] of slow) {
    test(`${name} ends by the limit`, async () => {
      const server = await start();
      const outbound = open({ allow: [`a.test:${server.port}`], lookup });
      const url = `http://a.test:${server.port}/?key=secret`;
      for (const onTooLarge of ['fail', 'truncate'] as const) {
        const result = await outbound.request(get(url, { timeoutMs: LIMIT_MS, onTooLarge }));
        expect(result).toMatchObject({
          ok: false,
          reason: 'timeout',
          message: `a.test:${server.port} did not finish its answer within ${LIMIT_MS} ms.`,
        });
        expect(result.durationMs).toBeGreaterThanOrEqual(LIMIT_MS - 5);
      }
      // undici connects anew after a request it had to break off, so the last socket ends with the client.
      await outbound.close();
      await server.idle();
    });
  }

  test('a name that takes too long ends by the limit, and the request is not made later', async () => {
    const server = await startHttp();
    const answers: (() => void)[] = [];
    let slow = true;
    const slowLookup = ((_hostname: string, _options: object, callback: (error: null, found: object[]) => void) => {
      const answer = () => callback(null, [{ address: '127.0.0.1', family: 4 }]);
      if (slow) answers.push(answer);
      else answer();
    }) as unknown as typeof dnsLookup;
    const outbound = open({ allow: [`a.test:${server.port}`], lookup: slowLookup });
    const url = `http://a.test:${server.port}/`;
    const late = await outbound.request(get(`${url}late`, { timeoutMs: LIMIT_MS }));
    expect(late).toMatchObject({ ok: false, reason: 'timeout' });
    slow = false;
    for (const answer of answers) answer();
    expect(await outbound.request(get(`${url}again`))).toMatchObject({ ok: true });
    expect(server.seen.map((seen) => seen.url)).toEqual(['/again']);
  });
});

describe('size', () => {
  const BODY = '0123456789';

  test('a body as large as the limit passes, one byte more fails or is cut', async () => {
    const sized = await startHttp((_, response) => response.end(BODY));
    const chunked = await startHttp((_, response) => {
      response.write(BODY.slice(0, 4));
      response.end(BODY.slice(4));
    });
    const outbound = open({ allow: [`a.test:${sized.port}`, `a.test:${chunked.port}`], lookup });
    for (const { port } of [sized, chunked]) {
      const read = async (maxBytes: number, onTooLarge: 'fail' | 'truncate') => {
        const result = await outbound.request(get(`http://a.test:${port}/`, { maxBytes, onTooLarge }));
        return result.ok ? Buffer.from(result.body).toString() : result.reason;
      };
      expect(await read(10, 'fail')).toBe(BODY);
      expect(await read(10, 'truncate')).toBe(BODY);
      expect(await read(9, 'fail')).toBe('too_large');
      expect(await read(9, 'truncate')).toBe('012345678');
      expect(await read(3, 'truncate')).toBe('012');
      expect(await read(0, 'truncate')).toBe('');
      expect(await read(0, 'fail')).toBe('too_large');
    }
  });

  test('the length of a HEAD answer is not a body', async () => {
    const server = await startHttp((_, response) => response.writeHead(200, { 'content-length': '1000000' }).end());
    const outbound = open({ allow: [`a.test:${server.port}`], lookup });
    const request = get(`http://a.test:${server.port}/`, { method: 'HEAD', maxBytes: 10 });
    expect(await outbound.request(request)).toMatchObject({ ok: true, body: new Uint8Array() });
  });

  test('an endless body is cut or fails, and its connection ends', async () => {
    const server = await startHttp((_, response) => endless(response, 'x'.repeat(16_384)));
    const outbound = open({ allow: [`a.test:${server.port}`], lookup });
    const request = get(`http://a.test:${server.port}/`, { maxBytes: 100_000 });
    expect(await outbound.request(request)).toMatchObject({
      ok: false,
      reason: 'too_large',
      message: `The answer of a.test:${server.port} is larger than 100000 bytes.`,
    });
    const cut = await outbound.request({ ...request, onTooLarge: 'truncate' });
    if (!cut.ok) throw new Error(cut.message);
    expect(cut.body.length).toBe(100_000);
    await server.idle();
  });

  test('a declared length over the limit fails before the body comes', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(200, { 'content-length': '1000000' }).flushHeaders();
    });
    const outbound = open({ allow: [`a.test:${server.port}`], lookup });
    const request = get(`http://a.test:${server.port}/`, { maxBytes: 999_999 });
    expect(await outbound.request(request)).toMatchObject({ ok: false, reason: 'too_large' });
    await server.idle();
  });

  const headers: [name: string, start: string, chunk: string][] = [
    ['one header without end', 'HTTP/1.1 200 OK\r\nx-a: ', 'a'.repeat(4_096)],
    ['headers without end', 'HTTP/1.1 200 OK\r\n', 'x-a: b\r\n'.repeat(512)],
  ];
  for (const [name, start, chunk] of headers) {
    test(`${name} are too large`, async () => {
      const server = await startTcp((socket) => {
        socket.on('data', () => {
          socket.write(start);
          endless(socket, chunk);
        });
      });
      const outbound = open({ allow: [`a.test:${server.port}`], lookup });
      const result = await outbound.request(get(`http://a.test:${server.port}/`));
      expect(result).toMatchObject({ ok: false, reason: 'too_large' });
      await server.idle();
    });
  }

  const garbage: [name: string, bytes: string][] = [
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['both lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'],
    ['a bad chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
    ['a body shorter than its length', 'HTTP/1.1 200 OK\r\ncontent-length: 30\r\n\r\nabc'],
    ['nothing', ''],
  ];
  for (const [name, bytes] of garbage) {
    test(`${name} is a failure with a sentence`, async () => {
      const server = await startTcp((socket) => void socket.once('data', () => socket.end(bytes)));
      const outbound = open({ allow: [`a.test:${server.port}`], lookup });
      const result = await outbound.request(get(`http://a.test:${server.port}/`));
      expect(result).toMatchObject({ ok: false, reason: 'connection_failed' });
    });
  }

  test('compressed content is handed on as it came, not unpacked', async () => {
    const server = await startHttp((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('bomb'),
    );
    const outbound = open({ allow: [`a.test:${server.port}`], lookup });
    const result = await outbound.request(get(`http://a.test:${server.port}/`));
    expect(result).toMatchObject({ ok: true, body: new Uint8Array(Buffer.from('bomb')) });
  });
});

describe('sockets', () => {
  test('connections are kept for requests that come in turn', async () => {
    const server = await startHttp();
    const outbound = open({ allow: [`a.test:${server.port}`], lookup });
    for (let i = 0; i < 20; i++) await outbound.request(get(`http://a.test:${server.port}/`));
    expect(server.seen).toHaveLength(20);
    // Not one: a request that comes in the very tick the last one ends finds its connection still busy.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test('16 at most to another origin; to our own as many as wait for one another', async () => {
    const crowd = 40;
    const waiting: (() => void)[] = [];
    const foreign = await startHttp((_, response) => response.end());
    const own = await startHttp((_, response) => {
      // Answers only once the whole crowd is here, as calls do that wait for calls they cause.
      waiting.push(() => response.end());
      if (waiting.length === crowd) for (const answer of waiting) answer();
    });
    const outbound = open({ rootUrl: `http://a.test:${own.port}`, allow: [`a.test:${foreign.port}`], lookup });
    const all = (port: number) =>
      Promise.all(Array.from({ length: crowd }, () => outbound.request(get(`http://a.test:${port}/`))));
    for (const result of [...(await all(foreign.port)), ...(await all(own.port))]) expect(result.ok).toBe(true);
    expect(foreign.connections()).toBe(16);
    expect(own.connections()).toBe(crowd);
  });

  test('close ends kept and busy connections; what comes later is answered', async () => {
    let arrived = () => {};
    const busy = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const server = await startHttp((request, response) => {
      if (request.url === '/kept') response.end();
      else arrived();
    });
    // Connections that would stay open by themselves: what ends them is the client's close.
    const outbound = open({ allow: [`a.test:${server.port}`], lookup, idleMs: 600_000 });
    const url = `http://a.test:${server.port}`;
    const kept = get(`${url}/kept`);
    await outbound.request(kept);
    const hanging = outbound.request(get(`${url}/hanging`, { timeoutMs: 60_000 }));
    await busy;
    await outbound.request(kept);
    expect(server.connections()).toBe(2);
    await Promise.all([outbound.close(), outbound.close()]);
    const shuttingDown = { ok: false, reason: 'connection_failed', message: expect.stringContaining('shutting down') };
    expect(await hanging).toMatchObject(shuttingDown);
    expect(await outbound.request(kept)).toMatchObject(shuttingDown);
    await server.idle();
    await outbound.close();
  });
});
