// Importing what Apple sends, in every form, with every mistake that costs an owner an evening. The chain is made by openssl
// under names like Apple's; what comes out is verified by openssl under that chain's root.

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importCertificate, requestCertificate } from '../../src/operations/certificates.ts';
import type { Account, Certificate } from '../../src/ports/store.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../open-app.ts';
import { type AppleChain, type Issued, makeAppleChain, TEAM } from '../pass/apple-chain.ts';
import { verifyPackage } from '../pass/open-package.ts';

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

interface Files {
  readonly certificate: string;
  readonly key?: string;
  readonly intermediate?: string;
  readonly password?: string;
}

/** Imports files for an account of their own; g4 is given as the intermediate unless another, or '' for none. */
function importFiles(account: Account, { certificate, key, intermediate = chain.g4.pem, password }: Files) {
  return importCertificate(t.app.context, account, {
    certificate: readFileSync(certificate),
    key: key === undefined ? undefined : readFileSync(key),
    intermediate: intermediate === '' ? undefined : readFileSync(intermediate),
    password,
  });
}

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

describe('a mistake is named, with what to do about it, and nothing is stored', () => {
  let account: Account;
  beforeAll(async () => {
    account = await newAccount();
  });
  const cases: readonly (readonly [what: string, files: () => Files, field: string, says: RegExp])[] = [
    [
      'the key of another certificate',
      () => ({ certificate: leaf.pem, key: chain.g3.key }),
      'key',
      /private key does not belong to the certificate: it is the certificate of another request \(CSR\)\. Give the key/,
    ],
    [
      'no key, and no request here',
      () => ({ certificate: leaf.pem }),
      'key',
      /There is no private key for this certificate: \S+ has no certificate request here\. Give the key/,
    ],
    [
      'an expired one',
      () => ({ certificate: chain.leaf({ days: -1, key: leaf.key }).pem }),
      'certificate',
      /^The certificate expired on \d{4}-\d\d-\d\d\. Make a new one for pass\.com\.example\.bakery in Apple's developer account and import that\.$/,
    ],
    [
      'the wrong WWDR',
      () => ({ certificate: leaf.pem, key: leaf.key, intermediate: chain.g3.pem }),
      'intermediate',
      /OU=G3.*is the wrong intermediate certificate: the certificate says that ".*OU=G4.*" issued it\. Get "Worldwide Developer Relations - G4 \(Expiring 12\/10\/2030 00:00:00 UTC\)" .* and give it as the intermediate\.$/,
    ],
    [
      'a WWDR of the right name that is another one',
      () => ({ certificate: leaf.pem, key: leaf.key, intermediate: chain.impostor.pem }),
      'intermediate',
      /has the right name but did not sign the certificate/,
    ],
    [
      'an issuer that takes the name of the G4 that is known here',
      () => ({ certificate: leaf.pem, key: leaf.key, intermediate: '' }),
      'intermediate',
      /has the right name but did not sign the certificate.*Worldwide Developer Relations - G4/,
    ],
    [
      'a missing WWDR',
      () => ({ certificate: chain.leaf({ issuer: chain.g3, key: leaf.key }).pem, key: leaf.key, intermediate: '' }),
      'intermediate',
      /^The intermediate certificate is missing: the certificate says that ".*OU=G3.*" issued it\. Get "Worldwide Developer Relations - G3 /,
    ],
    [
      'a wrong password of a .p12',
      () => ({ certificate: chain.p12(leaf, 'right'), password: 'wrong' }),
      'password',
      /^The password of the \.p12 file is wrong\. Give the one that it was exported with\.$/,
    ],
    [
      'a wrong password of an old .p12',
      () => ({ certificate: chain.p12(leaf, 'right', ['-legacy']), password: 'wrong' }),
      'password',
      /^The password of the \.p12 file is wrong/,
    ],
    [
      'a wrong password with letters beyond ASCII',
      () => ({ certificate: chain.p12(leaf, 'Käse'), password: 'Kässe' }),
      'password',
      /^The password of the \.p12 file is wrong/,
    ],
    [
      'a wrong password of a key',
      () => {
        const key = chain.file('');
        chain.openssl(['pkcs8', '-topk8', '-in', leaf.key, '-passout', 'pass:right', '-out', key]);
        return { certificate: leaf.pem, key, password: 'wrong' };
      },
      'password',
      /^The password of the private key is wrong/,
    ],
    [
      'an elliptic .p12',
      () => ({ certificate: chain.p12(chain.leaf({ kind: 'ec' }), 'x'), password: 'x' }),
      'certificate',
      /has a key of the kind "ec"/,
    ],
    [
      'no password of a .p12',
      () => ({ certificate: chain.p12(leaf, 'right') }),
      'password',
      /^The \.p12 file is encrypted\. Give the password/,
    ],
    [
      'a .p12 without a certificate',
      () => ({ certificate: chain.p12(leaf, 'x', ['-nocerts']), password: 'x' }),
      'certificate',
      /holds a private key but no certificate/,
    ],
    [
      'a text',
      () => ({ certificate: chain.file('hello') }),
      'certificate',
      /neither a certificate \(\.cer or \.pem\) nor a key nor a \.p12/,
    ],
    ['an empty file', () => ({ certificate: chain.file('') }), 'certificate', /It is empty/],
    ['a pass', () => ({ certificate: chain.file('PK\x03\x04...') }), 'certificate', /It is a zip file or a pass/],
    [
      'half a certificate',
      () => ({ certificate: chain.file(readFileSync(chain.der(leaf)).subarray(0, 400)) }),
      'certificate',
      /neither a certificate/,
    ],
    [
      'a damaged PEM',
      () => ({ certificate: chain.file('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n') }),
      'certificate',
      /damaged certificate/,
    ],
    ['a film', () => ({ certificate: chain.file(Buffer.alloc(300_000)) }), 'certificate', /too large/],
    [
      'the request instead of the certificate',
      () => {
        const request = chain.file('');
        chain.openssl(['req', '-new', '-key', leaf.key, '-subj', '/CN=x', '-out', request]);
        return { certificate: request };
      },
      'certificate',
      /is a certificate request\. Upload it .* import the \.cer/,
    ],
    [
      'a key instead of the certificate',
      () => ({ certificate: leaf.key }),
      'certificate',
      /a private key but no certificate/,
    ],
    [
      'a certificate instead of the key',
      () => ({ certificate: leaf.pem, key: leaf.pem }),
      'key',
      /holds no private key/,
    ],
    [
      'a key instead of the WWDR',
      () => ({ certificate: leaf.pem, key: leaf.key, intermediate: leaf.key }),
      'intermediate',
      /intermediate certificate file holds no certificate/,
    ],
    [
      'the WWDR instead of the certificate',
      () => ({ certificate: chain.g4.pem }),
      'certificate',
      /This is an authority's certificate \(.*OU=G4/,
    ],
    [
      'a push certificate',
      () => ({
        certificate: chain.leaf({
          subject: `/UID=com.example.app/CN=Apple Push Services: com.example.app/OU=${TEAM}`,
          key: leaf.key,
        }).pem,
      }),
      'certificate',
      /This is a push certificate of an app \(.*com\.example\.app.*\), not a pass type certificate.*Pass Type IDs/,
    ],
    [
      'a distribution certificate',
      () => ({
        certificate: chain.leaf({ subject: `/UID=X/CN=Apple Distribution: Bakery (${TEAM})/OU=${TEAM}`, key: leaf.key })
          .pem,
      }),
      'certificate',
      /This is a certificate for signing apps/,
    ],
    [
      'an order type certificate',
      () => ({
        certificate: chain.leaf({ subject: `/UID=order.com.x/CN=Order Type ID: order.com.x/OU=${TEAM}`, key: leaf.key })
          .pem,
      }),
      'certificate',
      /This is an order type certificate/,
    ],
    [
      'a certificate with an EC key',
      () => ({ certificate: chain.leaf({ kind: 'ec' }).pem }),
      'certificate',
      /has a key of the kind "ec"; Wallet wants RSA\. Make a certificate request here/,
    ],
    [
      'an expired WWDR',
      () => {
        const issuer = chain.authority('/CN=Old WWDR/O=Apple Inc.', -1);
        const made = chain.leaf({ issuer, key: leaf.key });
        return { certificate: made.pem, key: made.key, intermediate: issuer.pem };
      },
      'intermediate',
      /The intermediate certificate "CN=Old WWDR, O=Apple Inc\." expired on/,
    ],
  ];
  test.each(cases)('%s', async (_what, files, field, says) => {
    await expect(importFiles(account, files())).rejects.toMatchObject({
      code: 'certificate_invalid',
      field,
      message: expect.stringMatching(says),
    });
    expect(await t.app.context.store.certificates(account.id)).toEqual([]);
  });

  test('the certificate of another request names those that wait here', async () => {
    const account = await newAccount();
    const { request } = await requestCertificate(t.app.context, account, 'Spring');
    const message = `it is the certificate of another request (CSR) than "Spring" (${request.id}) of ${account.email}`;
    await expect(importFiles(account, { certificate: leaf.pem })).rejects.toThrow(message);
    expect(await t.app.context.store.certificateRequests(account.id)).toEqual([request]);
  });

  test('one that is not valid yet', async () => {
    const account = await newAccount();
    now -= 5 * 86_400_000;
    try {
      await expect(importFiles(account, { certificate: leaf.pem, key: leaf.key })).rejects.toMatchObject({
        field: 'certificate',
        message: expect.stringMatching(
          /^The certificate is valid from .* on, and this machine's clock says .*Set the clock right/,
        ),
      });
    } finally {
      now += 5 * 86_400_000;
    }
  });

  test('one that is here already', async () => {
    const account = await newAccount();
    const files = { certificate: leaf.pem, key: leaf.key };
    const { id } = await importFiles(account, files);
    await expect(importFiles(account, files)).rejects.toThrow(`here already, as number ${id}. Nothing was changed.`);
    expect(await t.app.context.store.certificates(account.id)).toHaveLength(1);
  });
});
