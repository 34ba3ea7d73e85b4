// The log by itself: what every line has, and what no line may have.
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { openLog } from '../src/log.ts';

const CLIENT_HASH = `12-${'0f'.repeat(24)}`;
const SESSION = `12.1790000000000.${'e1'.repeat(40)}`;

function openTestLog(logFormat: 'json' | 'pretty' = 'json') {
  const stream = new PassThrough();
  const log = openLog({ logLevel: 'info', logFormat }, stream);
  return { log, text: () => String(stream.read() ?? '') };
}

test('each line of a log with fields has them, before its own', () => {
  const { log, text } = openTestLog();
  const [one, other] = ['a', 'b'].map((requestId) => log.with({ requestId }));
  one!.info({ own: 'a' }, 'plain');
  other!.warn({ own: 'b' }, 'warned');
  one!.error({ own: 'a', err: new Error('broken') }, 'failed');
  other!.with({ own: 'b' }).info({ list: [1] }, 'nested');
  log.info({}, 'outside');
  const lines = text()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ msg, own, requestId }) => [msg, own, requestId])).toEqual([
    ['plain', 'a', 'a'],
    ['warned', 'b', 'b'],
    ['failed', 'a', 'a'],
    ['nested', 'b', 'b'],
    ['outside', undefined, undefined],
  ]);
});

test.each(['json', 'pretty'] as const)('no token of ours gets into a line, wherever it stands (%s)', (format) => {
  const { log, text } = openTestLog(format);
  const url = `http://service.test/?clientHash=${CLIENT_HASH}&x=1`;
  const cause = new Error(`no answer from ${url}`);
  log.error({ err: new Error(`failed: ${SESSION}`, { cause }), path: `/api/${CLIENT_HASH}.php` }, `asked ${url}`);
  log.warn({ deep: { list: [CLIENT_HASH, encodeURIComponent(SESSION)], [SESSION]: 1 } }, SESSION);
  const written = text();
  expect(written).toMatch(/no answer from http:\/\/service\.test/);
  expect(written.match(/\[secret\]/g)?.length).toBeGreaterThan(7);
  for (const secret of ['0f'.repeat(24), 'e1'.repeat(40)]) expect(written).not.toContain(secret);
});

test("no API key, API secret or token of PassKit's gets into a line, and an id of a proxy's does", () => {
  const { log, text } = openTestLog();
  const [key, secret, id] = [`p2u${'a9'.repeat(14)}b`, `pks${'c3'.repeat(32)}`, 'd4'.repeat(16)];
  const encode = (value: string) => Buffer.from(value).toString('base64url');
  for (const payload of ['{"key":"k","exp":1}', '{ "exp" : 1790000000 }']) {
    const token = `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode(payload)}.${'sig-nature_'.repeat(4)}`;
    log.warn({ path: `/v2/PKAuth%20${token}/x`, deep: { headers: [`PKAuth ${token}`] }, requestId: id }, token);
    log.info({ err: new Error(`${key}: ${secret}`) }, `/v2/models/${key}?x-api-key=${key}`);
  }
  const written = text();
  for (const part of ['sig-nature', 'a9a9', 'c3c3', encode('{"alg":')]) expect(written).not.toContain(part);
  expect(written).toContain(id);
});

test('fields that are named like a secret are blank', () => {
  const { log, text } = openTestLog();
  const secrets = { password: 'pass word', pushToken: 'push token', authenticationToken: 'auth token', cookie: 'a=b' };
  log.info({ ...secrets, body: { ...secrets, authorization: 'ApplePass abc' } }, 'request');
  const written = text();
  for (const secret of [...Object.values(secrets), 'abc']) expect(written).not.toContain(secret);
  expect(JSON.parse(written).body.pushToken).toBe('[secret]');
});

test.each(['json', 'pretty'] as const)('a stream that fails ends nothing (%s)', async (logFormat) => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
  const errors: Error[] = [];
  stream.on('error', (error) => errors.push(error));
  const log = openLog({ logLevel: 'info', logFormat }, stream);
  for (let line = 0; line < 3; line++) {
    log.info({ line }, 'goes on');
    await new Promise(setImmediate);
  }
  expect(errors.map(({ message }) => message)).toEqual(['EPIPE']);
});
