// Callbacks of Google: only those are taken that Google's keys signed for this issuer. The vectors
// are made here with openssl, which shares no code with the verification.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LARGEST_CALLBACK, readRootKeys, verifyCallback } from '../../src/pass/google/callback.ts';

const folder = mkdtempSync(join(tmpdir(), 'passwright-callback-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

const NOW = Date.parse('2026-11-30T10:00:00Z');
const HOUR = 3_600_000;
const ISSUER = '3388000000000000001';

function newKey(name: string, curve = 'prime256v1') {
  openssl('ecparam', '-name', curve, '-genkey', '-noout', '-out', `${name}.pem`);
  const spki = openssl('ec', '-in', `${name}.pem`, '-pubout', '-outform', 'DER');
  return { name, keyValue: spki.toString('base64') };
}
type Key = ReturnType<typeof newKey>;

const root = newKey('root');
const otherRoot = newKey('other-root');
const intermediate = newKey('intermediate');
const stranger = newKey('stranger');

function sign(key: Key, parts: readonly string[]): string {
  const bytes = parts.flatMap((part) => {
    const text = [...new TextEncoder().encode(part)];
    const { length } = text;
    return [length & 255, (length >> 8) & 255, (length >> 16) & 255, length >> 24, ...text];
  });
  writeFileSync(join(folder, 'bytes'), Uint8Array.from(bytes));
  return openssl('dgst', '-sha256', '-sign', `${key.name}.pem`, 'bytes').toString('base64');
}

const MESSAGE = {
  classId: `${ISSUER}.card_loyalty`,
  objectId: `${ISSUER}.pass-1`,
  eventType: 'save',
  expTimeMillis: NOW + HOUR,
  count: 1,
  nonce: 'nonce-1 é',
};

interface Making {
  readonly message?: Record<string, unknown> | string;
  readonly recipient?: string;
  readonly sender?: string;
  readonly protocol?: string;
  readonly keyExpiration?: string;
  readonly signedBy?: Key;
  readonly keySignedBy?: Key;
}

function callback(making: Making = {}) {
  const { message = MESSAGE, recipient = ISSUER, sender = 'GooglePayPasses', protocol = 'ECv2SigningOnly' } = making;
  const { keyExpiration = String(NOW + HOUR), signedBy = intermediate, keySignedBy = root } = making;
  const signedKey = JSON.stringify({ keyExpiration, keyValue: intermediate.keyValue });
  const signedMessage = typeof message === 'string' ? message : JSON.stringify(message);
  return {
    protocolVersion: protocol,
    signature: sign(signedBy, [sender, recipient, protocol, signedMessage]),
    intermediateSigningKey: { signedKey, signatures: [sign(keySignedBy, [sender, protocol, signedKey])] },
    signedMessage,
  };
}

function keys(entries: readonly Record<string, unknown>[]) {
  return readRootKeys(JSON.stringify({ keys: entries }));
}
const entry = { keyValue: root.keyValue, protocolVersion: 'ECv2SigningOnly', keyExpiration: String(NOW + HOUR) };
const roots = keys([entry]);
const verdict = (body: unknown, at = NOW, by = roots) =>
  verifyCallback(typeof body === 'string' ? body : JSON.stringify(body), by, at);
const good = callback();

test('a callback that Google signed is taken, as it is', () => {
  expect(verdict(good)).toEqual({
    callback: {
      issuerId: ISSUER,
      classId: MESSAGE.classId,
      objectId: MESSAGE.objectId,
      eventType: 'save',
      expires: NOW + HOUR,
      count: 1,
      nonce: 'nonce-1 é',
    },
  });
  const deletion = { ...MESSAGE, eventType: 'del', expTimeMillis: String(NOW + HOUR) };
  expect(verdict(callback({ message: deletion }))).toMatchObject({
    callback: { eventType: 'del', expires: NOW + HOUR },
  });
  // One of several signatures by one of several keys is enough, as while Google changes its root key.
  const { signedKey, signatures } = good.intermediateSigningKey;
  const several = { signedKey, signatures: [sign(stranger, ['x']), 'no signature', 7, ...signatures] };
  expect(
    verdict({ ...good, intermediateSigningKey: several }, NOW, [
      ...keys([{ ...entry, keyValue: otherRoot.keyValue }]),
      ...roots,
    ]),
  ).toMatchObject({ callback: { nonce: 'nonce-1 é' } });
});

const altered = { ...good, signedMessage: good.signedMessage.replace('pass-1', 'pass-2') };
const expired = {
  ...good.intermediateSigningKey,
  signedKey: good.intermediateSigningKey.signedKey.replace(/\d{13}/, String(NOW + 2 * HOUR)),
};
const REFUSED: readonly (readonly [name: string, body: unknown, reason: string])[] = [
  ['altered message', altered, 'its signature is not one of its message'],
  ['signed by a stranger', callback({ signedBy: stranger }), 'its signature is not one of its message'],
  ['intermediate key signed by a stranger', callback({ keySignedBy: stranger }), 'no root key signed'],
  ['intermediate key that names another end', { ...good, intermediateSigningKey: expired }, 'no root key signed'],
  ['intermediate key past its end', callback({ keyExpiration: String(NOW) }), 'its intermediate key has expired'],
  [
    'for another issuer',
    callback({ recipient: '3388000000000000002' }),
    'its signature is not one of its message and issuer',
  ],
  ['of another sender', callback({ sender: 'GooglePay' }), 'no root key signed'],
  ['another protocol', callback({ protocol: 'ECv2' }), 'its protocolVersion is not ECv2SigningOnly'],
  ['past its end', callback({ message: { ...MESSAGE, expTimeMillis: NOW } }), 'its message has expired'],
  [
    'object of another issuer than its class',
    callback({ message: { ...MESSAGE, objectId: '77.pass-1' } }),
    'its signedMessage is not',
  ],
  ['another event', callback({ message: { ...MESSAGE, eventType: 'view' } }), 'its signedMessage is not'],
  ['without a nonce', callback({ message: { ...MESSAGE, nonce: '' } }), 'its signedMessage is not'],
  ['with a long nonce', callback({ message: { ...MESSAGE, nonce: 'n'.repeat(201) } }), 'its signedMessage is not'],
  ['without an end', callback({ message: { ...MESSAGE, expTimeMillis: 'soon' } }), 'its signedMessage is not'],
  ['a message that is no JSON', callback({ message: 'save' }), 'its signedMessage is not'],
  ['signature of another form', { ...good, signature: 'AAAA' }, 'its signature is not'],
  ['without a signature', { ...good, signature: undefined }, 'it has no signature'],
  [
    'with too many signatures',
    { ...good, intermediateSigningKey: { ...good.intermediateSigningKey, signatures: Array(11).fill('A') } },
    'it has no intermediateSigningKey',
  ],
  ['without an intermediate key', { ...good, intermediateSigningKey: null }, 'it has no intermediateSigningKey'],
  ['no object', '[]', 'it is no JSON object'],
  ['no JSON', '{"protocolVersion"', 'it is no JSON object'],
  ['too long', JSON.stringify({ ...good, more: 'x'.repeat(LARGEST_CALLBACK) }), 'it is longer than 16384'],
  ['deep', `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`, 'it is longer'],
];
test.each(REFUSED)('refused: %s', (_, body, reason) => {
  expect(verdict(body)).toEqual({ refusal: expect.stringContaining(reason) });
});

test('root keys count until their end, on P-256, for this protocol', () => {
  expect(verdict(good, NOW + HOUR - 1, keys([{ ...entry, keyExpiration: String(NOW + HOUR - 1) }]))).toEqual({
    refusal: expect.stringContaining('no root key of Google is valid'),
  });
  expect(verdict(good, NOW, keys([{ ...entry, keyValue: otherRoot.keyValue }]))).toEqual({
    refusal: expect.stringContaining('no root key signed'),
  });
  expect(keys([{ ...entry, protocolVersion: 'ECv2' }])).toEqual([]);
  expect(keys([{ ...entry, keyExpiration: '' }])).toEqual([]);
  expect(keys([{ ...entry, keyValue: newKey('wide', 'secp384r1').keyValue }])).toEqual([]);
  expect(keys([{ ...entry, keyValue: 'AAAA' }, 7 as never])).toEqual([]);
  expect(keys(Array(30).fill(entry))).toHaveLength(20);
  for (const text of ['', '[]', '{"keys":7}', 'x'.repeat(70_000)]) expect(readRootKeys(text)).toEqual([]);
});
