// Every mistake with certificates that costs an owner an evening: each is named, with what to do about it.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestCertificate } from '../../src/operations/certificates/certificates.ts';
import type { Account } from '../../src/ports/store/accounts.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { type Files, importInto } from '../fixtures/operations/import-files.ts';
import { type AppleChain, type Issued, makeAppleChain, TEAM } from '../fixtures/pass/apple-chain.ts';

let t: TestApp;
let chain: AppleChain;
let leaf: Issued;
/** The time of the app's clock: openssl dates certificates by the real one. */
let now: number;

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

/** g4 is given as the intermediate unless another, or '' for none. */
const importFiles = (account: Account, files: Files) =>
  importInto(t.app.context, account, { intermediate: chain.g4.pem, ...files });

describe('a mistake is named, with what to do about it, and nothing is stored', () => {
  let account: Account;
  beforeAll(async () => {
    ({ account } = await t.account('owner-of-nothing@example.com'));
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
    const { account } = await t.account('owner1@example.com');
    const { request } = await requestCertificate(t.app.context, account, 'Spring');
    const message = `it is the certificate of another request (CSR) than "Spring" (${request.id}) of ${account.email}`;
    await expect(importFiles(account, { certificate: leaf.pem })).rejects.toThrow(message);
    expect(await t.app.context.store.certificateRequests(account.id)).toEqual([request]);
  });

  test('one that is not valid yet', async () => {
    const { account } = await t.account('owner2@example.com');
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
    const { account } = await t.account('owner3@example.com');
    const files = { certificate: leaf.pem, key: leaf.key };
    const { id } = await importFiles(account, files);
    await expect(importFiles(account, files)).rejects.toThrow(`here already, as number ${id}. Nothing was changed.`);
    expect(await t.app.context.store.certificates(account.id)).toHaveLength(1);
  });
});
