// Certificate files that are read in processes of their own: the same as read here, and one that would
// take hours ends at the limit of time.
import { readFileSync } from 'node:fs';
import forge from 'node-forge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCertificateFiles } from '../../src/certificate-files/reader.ts';
import { readCertificateFile } from '../../src/pass/certificate-file.ts';
import type { ReadFile } from '../../src/ports/certificate-files.ts';
import { type AppleChain, type Issued, makeAppleChain } from '../fixtures/pass/apple-chain.ts';

let chain: AppleChain;
let leaf: Issued;
beforeAll(() => {
  chain = makeAppleChain();
  leaf = chain.leaf();
});
afterAll(() => chain.remove());

/** Time limits that end when the test says so. */
function manual() {
  const timers = new Set<() => void>();
  let calls = 0;
  let seconded = () => {};
  const second = new Promise<void>((resolve) => {
    seconded = resolve;
  });
  const after = (_: number, work: () => void) => {
    timers.add(work);
    calls += 1;
    if (calls === 2) seconded();
    return () => timers.delete(work);
  };
  return { after, second, expire: () => [...timers].map((work) => work()) };
}

/** A .p12 that asks for two thousand million rounds before its checksum can be compared. */
function costly(): Uint8Array {
  const { privateKey, publicKey } = forge.pki.rsa.generateKeyPair(1024);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.sign(privateKey);
  const archive = forge.pkcs12.toPkcs12Asn1(privateKey, [certificate], 'x', { algorithm: '3des', count: 1 });
  const [, , checksum] = archive.value as forge.asn1.Asn1[];
  (checksum!.value as forge.asn1.Asn1[])[2]!.value = '\x7f\xff\xff\xff';
  return Buffer.from(forge.asn1.toDer(archive).getBytes(), 'latin1');
}

test('a file gives the same certificates and keys as read here, and the same refusals', async () => {
  const files = openCertificateFiles();
  const bytes = readFileSync(chain.p12(leaf, 'x'));
  const order = { bytes, role: 'certificate', password: 'x' } as const;
  const [{ certificates, privateKeys }, plain] = (await files.read([
    order,
    { bytes: readFileSync(leaf.pem), role: 'key', password: undefined },
  ])) as [ReadFile, ReadFile];
  expect(plain).toEqual({ certificates, privateKeys: [] });
  const here = readCertificateFile(bytes, 'certificate', 'x');
  expect(certificates).toEqual(here.certificates);
  expect(privateKeys.map((key) => Buffer.from(key))).toEqual(
    here.privateKeys.map((key) => key.export({ type: 'pkcs8', format: 'der' })),
  );
  await expect(files.read([{ ...order, password: 'y' }])).rejects.toMatchObject({
    code: 'certificate_invalid',
    field: 'password',
    beside: { mistake: 'password_wrong' },
  });
  await files.close();
});

test('a file that takes too long is refused, and its process is gone', async () => {
  const { after, second, expire } = manual();
  const files = openCertificateFiles({ after });
  const reading = files.read([{ bytes: costly(), role: 'certificate', password: 'x' }]);
  const refused = expect(reading).rejects.toMatchObject({ beside: { mistake: 'too_costly' }, field: 'certificate' });
  // The first limit is that of the start; the second one begins with the order.
  await second;
  expire();
  await refused;
  await files.close();
});

test('more files at once than there may be processes are refused with a time to wait', async () => {
  const files = openCertificateFiles();
  const file = { bytes: readFileSync(leaf.pem), role: 'certificate', password: undefined } as const;
  const results = await Promise.allSettled([1, 2, 3].map(() => files.read([file])));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect((results[2] as PromiseRejectedResult).reason).toMatchObject({ code: 'rate_limited' });
  await files.close();
});
