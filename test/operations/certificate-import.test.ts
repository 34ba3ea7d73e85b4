// Importing what Apple sends, in every form of file that an owner may have. The chain is made by openssl under names like Apple's; what comes out is verified by openssl under that chain's root.

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importCertificate, requestCertificate } from '../../src/operations/certificates/certificates.ts';
import type { Account } from '../../src/ports/store/accounts.ts';
import type { Certificate } from '../../src/ports/store/certificates.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { type Files, importInto } from '../fixtures/operations/import-files.ts';
import { type AppleChain, type Issued, makeAppleChain, TEAM } from '../fixtures/pass/apple-chain.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';

let t: TestApp;
let chain: AppleChain;
let leaf: Issued;
/** The time of the app's clock: openssl dates certificates by the real one. */
let now: number;
let accounts = 0;

beforeAll(async () => {
  chain = makeAppleChain();
  leaf = chain.leaf();
  now = Date.now() + 60_000;
  t = await openTestApp({ injected: { clock: { now: () => now } } });
});
afterAll(async () => {
  await t.close();
  chain.remove();
});

const newAccount = async () => (await t.account(`owner${++accounts}@example.com`)).account;

/** g4 is given as the intermediate unless another, or '' for none. */
const importFiles = (account: Account, files: Files) =>
  importInto(t.app.context, account, { intermediate: chain.g4.pem, ...files });

const derOf = (pem: string) => new Uint8Array(new X509Certificate(readFileSync(pem)).raw);

/** Makes and downloads a pass of the account; openssl has to accept it. */
async function signedPass(account: Account) {
  const { clientHash } = await t.call('login', { email: account.email, password: OWNER.password });
  const { templateHash } = await t.call('insertUpdateTemplate', {
    clientHash,
    templateName: 'Card',
    passConstructor: pointsTemplate(),
  });
  const { hashedSerialNumber } = await t.call('createPassFromTemplateFields', { clientHash, templateHash });
  const response = await t.fetch(`/pass/create.php?hashedSerialNumber=${hashedSerialNumber}&download=true`);
  expect(response.status).toBe(200);
  return verifyPackage(new Uint8Array(await response.arrayBuffer()), chain.rootPem(), now);
}

function expectStored(stored: Certificate, account: Account) {
  expect(stored).toMatchObject({
    accountId: account.id,
    passTypeIdentifier: 'pass.com.example.bakery',
    teamIdentifier: TEAM,
    createdAt: now,
    notAfter: Date.parse(new X509Certificate(stored.certificate).validTo),
  });
}

describe('what Apple made of a request from here', () => {
  test.each(['der', 'pem'] as const)(
    'is imported as %s; passes verify with the very bytes of the files',
    async (form) => {
      const account = await newAccount();
      const { pem } = await requestCertificate(t.app.context, account, 'Zoë’s Bakery');
      const request = chain.file(pem);
      const subject = chain.openssl([
        'req',
        '-in',
        request,
        '-verify',
        '-noout',
        '-subject',
        '-nameopt',
        'utf8,sep_comma_plus',
      ]);
      expect(subject.toString().trim()).toBe(`subject=CN=Zoë’s Bakery,emailAddress=${account.email}`);
      const text = chain.openssl(['req', '-in', request, '-noout', '-text']).toString();
      expect(text).toMatch(/Public-Key: \(2048 bit\)[\s\S]*sha256WithRSAEncryption/);

      const made = chain.leaf({ request });
      const stored = await importFiles(account, { certificate: form === 'der' ? chain.der(made) : made.pem });
      expectStored(stored, account);
      expect(stored.certificate).toEqual(derOf(made.pem));
      expect(stored.intermediate).toEqual(derOf(chain.g4.pem));
      expect(await t.app.context.store.certificateRequests(account.id)).toEqual([]);

      const { files, passJson } = await signedPass(account);
      expect(passJson).toMatchObject({ passTypeIdentifier: 'pass.com.example.bakery', teamIdentifier: TEAM });
      const signature = Buffer.from(files.signature!);
      expect(signature.includes(readFileSync(chain.der(made)))).toBe(true);
      expect(signature.includes(readFileSync(chain.der(chain.g4)))).toBe(true);
    },
  );

  test('is also found when a renewal was made from the same request', async () => {
    const account = await newAccount();
    const { pem } = await requestCertificate(t.app.context, account);
    const request = chain.file(pem);
    const first = await importFiles(account, { certificate: chain.leaf({ request }).pem });
    const renewed = await importFiles(account, { certificate: chain.leaf({ request, days: 700 }).pem });
    expect(renewed.notAfter).toBeGreaterThan(first.notAfter);
    expect(renewed.encryptedKey).toEqual(first.encryptedKey);
    await signedPass(account);
  });

  test('is refused while SECRET_KEY is not the one that the key was encrypted with', async () => {
    const account = await newAccount();
    const { pem } = await requestCertificate(t.app.context, account);
    const certificate = readFileSync(chain.leaf({ request: chain.file(pem) }).pem);
    const moved = { ...t.app.context, settings: { ...t.app.context.settings, secret: 'x'.repeat(32) } };
    const input = { certificate, intermediate: readFileSync(chain.g4.pem) };
    await expect(importCertificate(moved, account, input)).rejects.toThrow('SECRET_KEY is not the one');
    expect(await t.app.context.store.certificates(account.id)).toEqual([]);
    expect(await t.app.context.store.certificateRequests(account.id)).toHaveLength(1);
  });
});

describe('a certificate that brings its key', () => {
  const together = () => chain.file(Buffer.concat([readFileSync(leaf.key), readFileSync(leaf.pem)]));
  const encrypted = () => {
    const out = chain.file('');
    chain.openssl(['pkcs8', '-topk8', '-in', leaf.key, '-v2', 'aes-256-cbc', '-passout', 'pass:sesame', '-out', out]);
    return out;
  };
  const derKey = () => {
    const out = chain.file('');
    chain.openssl(['pkey', '-in', leaf.key, '-outform', 'DER', '-out', out]);
    return out;
  };
  const cases: readonly (readonly [form: string, files: () => Files])[] = [
    ['PEM with both', () => ({ certificate: together() })],
    ['.cer and PEM key', () => ({ certificate: chain.der(leaf), key: leaf.key })],
    ['.cer and DER key', () => ({ certificate: chain.der(leaf), key: derKey() })],
    ['.cer and encrypted key', () => ({ certificate: chain.der(leaf), key: encrypted(), password: 'sesame' })],
    [
      '.cer and .p12 as the key',
      () => ({ certificate: chain.der(leaf), key: chain.p12(leaf, 'sesame'), password: 'sesame' }),
    ],
    ["OpenSSL 3's .p12 (AES, SHA-256)", () => ({ certificate: chain.p12(leaf, 'sesame'), password: 'sesame' })],
    [
      "Keychain's .p12 (RC2, 3DES, SHA-1)",
      () => ({ certificate: chain.p12(leaf, 'sesame', ['-legacy']), password: 'sesame' }),
    ],
    ['.p12 without a password', () => ({ certificate: chain.p12(leaf, '') })],
    [
      '.p12 with a password of any letters',
      () => ({ certificate: chain.p12(leaf, 'Käse€', ['-legacy']), password: 'Käse€' }),
    ],
    ['OpenSSL 3 with a password of any letters', () => ({ certificate: chain.p12(leaf, 'Käse€'), password: 'Käse€' })],
    [
      '.p12 with the whole chain, nothing given beside it',
      () => ({
        certificate: chain.p12(leaf, 'x', ['-certfile', chain.g4.pem]),
        password: 'x',
        intermediate: '',
      }),
    ],
    [
      'PEM with the whole chain, the authorities first',
      () => ({
        certificate: chain.file([chain.root, chain.g4, leaf].map(({ pem }) => readFileSync(pem, 'utf8')).join('\n')),
        key: leaf.key,
        intermediate: '',
      }),
    ],
    ['DER intermediate', () => ({ certificate: leaf.pem, key: leaf.key, intermediate: chain.der(chain.g4) })],
  ];
  test.each(cases)('%s', async (_form, files) => {
    const account = await newAccount();
    const stored = await importFiles(account, files());
    expectStored(stored, account);
    expect(stored.certificate).toEqual(derOf(leaf.pem));
    expect(stored.intermediate).toEqual(derOf(chain.g4.pem));
    expect(Buffer.from(stored.encryptedKey).includes('PRIVATE KEY')).toBe(false);
  });

  test('signs passes that openssl accepts', async () => {
    const account = await newAccount();
    await importFiles(account, { certificate: chain.p12(leaf, 'sesame'), password: 'sesame' });
    const { files } = await signedPass(account);
    expect(Buffer.from(files.signature!).includes(readFileSync(chain.der(leaf)))).toBe(true);
  });
});
