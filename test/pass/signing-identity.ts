// One throwaway chain for a test file, and a signer that uses it.
import { createPrivateKey, randomBytes } from 'node:crypto';
import type { DevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import { createDevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import { createSigner, type Signer } from '../../src/pass/sign.ts';

export const NOW = Date.UTC(2026, 5, 1, 12, 30, 15);

export function makeCertificates(now = NOW): Promise<DevelopmentCertificates> {
  return createDevelopmentCertificates({
    now,
    passTypeIdentifier: 'pass.com.example.loyalty',
    teamIdentifier: 'A1B2C3D4E5',
    randomBytes,
  });
}

export function readKey(certificates: DevelopmentCertificates) {
  return createPrivateKey({ key: Buffer.from(certificates.privateKey), format: 'der', type: 'pkcs8' });
}

export function makeSigner(certificates: DevelopmentCertificates): Signer {
  const { certificate, intermediate } = certificates;
  return createSigner({ certificate, intermediate, privateKey: readKey(certificates) });
}
