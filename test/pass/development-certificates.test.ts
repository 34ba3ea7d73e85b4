import { randomBytes, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import { readCertificate } from '../../src/pass/pass-certificate.ts';
import { makeCertificates, NOW, readKey } from '../fixtures/pass/signing-identity.ts';

let certificates: Awaited<ReturnType<typeof makeCertificates>>;

beforeAll(async () => {
  certificates = await makeCertificates();
});

describe('development certificates', () => {
  it('form a chain whose leaf says what Apple would say', () => {
    const root = new X509Certificate(certificates.rootPem);
    const intermediate = new X509Certificate(certificates.intermediate);
    const leaf = new X509Certificate(certificates.certificate);
    expect(root.verify(root.publicKey) && intermediate.verify(root.publicKey)).toBe(true);
    expect(leaf.verify(intermediate.publicKey) && leaf.checkIssued(intermediate)).toBe(true);
    expect([root.ca, intermediate.ca, leaf.ca]).toEqual([true, true, false]);
    expect(leaf.checkPrivateKey(readKey(certificates))).toBe(true);
    expect(leaf.keyUsage).toContain('1.3.6.1.5.5.7.3.4');
  });

  it('can be read back', () => {
    expect(readCertificate(certificates.certificate)).toEqual({
      passTypeIdentifier: 'pass.com.example.loyalty',
      teamIdentifier: 'A1B2C3D4E5',
      commonName: 'Pass Type ID: pass.com.example.loyalty',
      organizationName: 'Passwright',
      issuer: 'CN=Passwright Development Pass Type CA, O=Passwright',
      notBefore: NOW - 24 * 60 * 60 * 1000,
      notAfter: certificates.notAfter,
    });
    expect(certificates.notAfter).toBe(NOW + 10 * 365 * 24 * 60 * 60 * 1000);
  });

  it('have serial numbers from the bytes given, always positive', async () => {
    const { certificate } = await createDevelopmentCertificates({
      now: NOW,
      passTypeIdentifier: 'pass.a',
      teamIdentifier: 'T',
      randomBytes: (size) => new Uint8Array(size).fill(0xff),
    });
    expect(new X509Certificate(certificate).serialNumber).toBe(`7F${'FF'.repeat(15)}`);
  });

  it('may outlive 2049', async () => {
    const { certificate, notAfter } = await createDevelopmentCertificates({
      now: Date.UTC(2045, 0, 1),
      passTypeIdentifier: 'pass.a',
      teamIdentifier: 'T',
      randomBytes,
    });
    expect(readCertificate(certificate).notAfter).toBe(notAfter);
    expect(new Date(notAfter).getUTCFullYear()).toBeGreaterThan(2050);
  });
});

describe('readCertificate', () => {
  it('refuses what is no pass type certificate', () => {
    expect(() => readCertificate(certificates.intermediate)).toThrow('not a pass type certificate');
    expect(() => readCertificate(Buffer.from('hello'))).toThrow('could not be read');
  });
});
