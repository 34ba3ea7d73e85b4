// The server holds a bounded number of bytes of unfinished bodies, and drops those that do not end.
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { countBody, heldBytes } from '../../src/http/body-bytes.ts';
import { LARGEST_BODY, readBody } from '../../src/http/parameters.ts';
import { serveTestApp } from '../fixtures/http/served.ts';

test('bytes count until their body ends, and what is too much is refused', () => {
  const before = heldBytes();
  const [one, other] = [countBody(before + 100), countBody(before + 100)];
  one.add(60);
  other.add(40);
  expect(() => other.add(1)).toThrow(expect.objectContaining({ code: 'rate_limited' }));
  one.release();
  other.add(60);
  other.release();
  expect(heldBytes()).toBe(before);
});

test('a body that is read, refused or cut off holds nothing afterwards', async () => {
  const before = heldBytes();
  const chunk = new Uint8Array(1024 * 1024);
  const body = (chunks: number, fails: boolean) =>
    new ReadableStream({
      pull(controller) {
        if (chunks-- > 0) controller.enqueue(chunk);
        else if (fails) controller.error(new Error('cut off'));
        else controller.close();
      },
    });
  const read = (stream: ReadableStream) =>
    readBody(
      new Request('http://passes.test/', { method: 'POST', body: stream, duplex: 'half' } as RequestInit),
      LARGEST_BODY,
    );
  expect(await read(body(8, false))).toHaveLength(LARGEST_BODY);
  await expect(read(body(9, false))).rejects.toMatchObject({ code: 'body_too_large' });
  await expect(read(body(3, true))).rejects.toMatchObject({ code: 'body_invalid' });
  expect(heldBytes()).toBe(before);
});

test('uploads that never end are counted while they last', async () => {
  const served = await serveTestApp();
  const before = heldBytes();
  const { hostname, port } = new URL(served.root);
  const sockets = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(`POST /pass/create.php HTTP/1.1\r\nhost: a\r\ncontent-length: ${LARGEST_BODY}\r\n\r\n`);
      socket.write(Buffer.alloc(1024 * 1024));
      return socket;
    }),
  );
  await expect.poll(heldBytes).toBe(before + 3 * 1024 * 1024);
  for (const socket of sockets) socket.destroy();
  await expect.poll(heldBytes).toBe(before);
  await served.close();
});
