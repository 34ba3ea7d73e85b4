// The link of "Add to Google Wallet": what is signed, and when the object is too long for it.
import { generateKeyPairSync } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { GOOGLE_SAVE_URL, LONGEST_SAVE_LINK, saveLink } from '../../src/pass/google/save-link.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signer = {
  clientEmail: 'wallet@cafe.iam.gserviceaccount.com',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  privateKeyId: 'key-1',
};
const NOW = Date.parse('2026-11-30T10:00:00.500Z');
const terms = { origin: 'https://passes.example.com', saveUrl: GOOGLE_SAVE_URL, now: NOW };

test('the token is signed by the service account, for Google, about one object', async () => {
  const object = { id: '3388000000000000001.hash', state: 'ACTIVE', accountName: 'Zoë' };
  const link = await saveLink(signer, { resource: 'loyalty', object }, terms);
  expect(link).toMatch(/^https:\/\/pay\.google\.com\/gp\/v\/save\/[\w-]+\.[\w-]+\.[\w-]+$/);
  const jwt = link!.slice(GOOGLE_SAVE_URL.length);
  expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' });
  const { payload } = await jwtVerify(jwt, publicKey, { currentDate: new Date(NOW) });
  expect(payload).toEqual({
    iss: signer.clientEmail,
    aud: 'google',
    typ: 'savetowallet',
    iat: NOW / 1000 - 0.5,
    origins: ['https://passes.example.com'],
    payload: { loyaltyObjects: [object] },
  });
});

test('there is a link up to 1,800 characters, and none past them', async () => {
  const linkOf = (length: number) => {
    const object = { id: '3388000000000000001.hash', accountName: 'x'.repeat(length) };
    return saveLink(signer, { resource: 'loyalty', object }, terms);
  };
  let [fits, tooLong] = [0, 2_000];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if ((await linkOf(middle)) === null) tooLong = middle;
    else fits = middle;
  }
  // A letter of the object is up to two characters of base64.
  expect((await linkOf(fits))!.length).toBeGreaterThan(LONGEST_SAVE_LINK - 2);
  expect((await linkOf(fits))!.length).toBeLessThanOrEqual(1_800);
  expect(await linkOf(tooLong)).toBeNull();
});
