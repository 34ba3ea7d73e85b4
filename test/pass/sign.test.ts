import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { issuerAndSerial } from '../../src/pass/der.ts';
import type { DevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import { createSigner } from '../../src/pass/sign.ts';
import { verifySignature } from '../fixtures/pass/open-package.ts';
import { makeCertificates, makeSigner, NOW, readKey, signManifest } from '../fixtures/pass/signing-identity.ts';

const MANIFEST = Buffer.from('{"pass.json":"da39a3ee5e6b4b0d3255bfef95601890afd80709"}');
let certificates: DevelopmentCertificates;

beforeAll(async () => {
  certificates = await makeCertificates();
});

describe('a signature', () => {
  it('is accepted for its manifest, and refused for another and under another root', async () => {
    const signature = await signManifest(makeSigner(certificates), MANIFEST, NOW);
    verifySignature(signature, MANIFEST, certificates.rootPem, NOW);
    const tampered = Buffer.from(MANIFEST.toString().replace('da39', 'da38'));
    expect(() => verifySignature(signature, tampered, certificates.rootPem, NOW)).toThrow(/content verify error/i);
    const other = await makeCertificates('other');
    expect(() => verifySignature(signature, MANIFEST, other.rootPem, NOW)).toThrow(/verify error/i);
  });

  it('is refused when the certificates are not valid at the time', async () => {
    const signature = await signManifest(makeSigner(certificates), MANIFEST, NOW);
    expect(() => verifySignature(signature, MANIFEST, certificates.rootPem, certificates.notAfter + 1000)).toThrow(
      /expired/i,
    );
  });

  it('embeds both certificates byte for byte', async () => {
    const signature = Buffer.from(await signManifest(makeSigner(certificates), MANIFEST, NOW));
    expect(signature.includes(Buffer.from(certificates.certificate))).toBe(true);
    expect(signature.includes(Buffer.from(certificates.intermediate))).toBe(true);
  });

  it('writes the signing time as UTCTime through 2049 and as GeneralizedTime after', async () => {
    const signer = makeSigner(certificates);
    const before = Buffer.from(await signManifest(signer, MANIFEST, Date.UTC(2049, 11, 31, 23, 59, 59, 999)));
    expect(before.includes(Buffer.from('\x17\x0d491231235959Z', 'latin1'))).toBe(true);
    const after = Buffer.from(await signManifest(signer, MANIFEST, Date.UTC(2050, 0, 1)));
    expect(after.includes(Buffer.from('\x18\x0f20500101000000Z', 'latin1'))).toBe(true);
    const now = Buffer.from(await signManifest(signer, MANIFEST, NOW));
    expect(now.includes(Buffer.from('\x17\x0d260601123015Z', 'latin1'))).toBe(true);
    verifySignature(after, MANIFEST, certificates.rootPem, NOW);
  });

  it('signs many at once, each for its own manifest', async () => {
    const signer = makeSigner(certificates);
    const manifests = Array.from({ length: 20 }, (_, index) => Buffer.from(`{"pass.json":"${index}"}`));
    const signatures = await Promise.all(manifests.map((manifest) => signManifest(signer, manifest, NOW)));
    verifySignature(signatures[7]!, manifests[7]!, certificates.rootPem, NOW);
    expect(new Set(signatures.map((signature) => Buffer.from(signature).toString('hex'))).size).toBe(20);
  });
});

describe('a signer', () => {
  it('refuses what does not belong together, and says what', async () => {
    const { certificate, intermediate } = certificates;
    const privateKey = readKey(certificates);
    const other = await makeCertificates('other');
    const refused = (identity: Parameters<typeof createSigner>[0]) => {
      try {
        createSigner(identity);
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(refused({ certificate, intermediate, privateKey })).toBeNull();
    expect(refused({ certificate, intermediate, privateKey: readKey(other) })).toMatchObject({
      code: 'parameter_invalid',
      message: expect.stringContaining('does not belong'),
    });
    expect(refused({ certificate, intermediate: other.intermediate, privateKey })).toMatchObject({
      message: expect.stringContaining('CN=Passwright Development Pass Type CA'),
    });
    expect(refused({ certificate: Buffer.from('junk'), intermediate, privateKey })).toMatchObject({
      message: expect.stringContaining('X.509'),
    });
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(refused({ certificate, intermediate, privateKey: elliptic })).toMatchObject({
      message: expect.stringContaining('RSA'),
    });
  });
});

describe('issuerAndSerial', () => {
  it('cuts the issuer as the intermediate writes its subject, and the serial number', () => {
    const { issuer, serial } = issuerAndSerial(certificates.certificate);
    expect(Buffer.from(certificates.intermediate).includes(Buffer.from(issuer))).toBe(true);
    const expected = new X509Certificate(certificates.certificate).serialNumber.toLowerCase();
    expect(Buffer.from(serial.subarray(2)).toString('hex')).toBe(expected);
  });

  it('refuses bytes that are no certificate', () => {
    expect(() => issuerAndSerial(Buffer.from('3003020101', 'hex'))).toThrow('no certificate');
    expect(() => issuerAndSerial(certificates.certificate.subarray(0, 200))).toThrow('damaged');
    expect(() => issuerAndSerial(Buffer.alloc(0))).toThrow('damaged');
  });
});
