// Throwaway chains for tests, and a signer with one.
import { createPrivateKey, randomBytes } from 'node:crypto';
import type { DevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import { createDevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import { createSigner, type Signer } from '../../src/pass/sign.ts';

export const NOW = Date.UTC(2026, 5, 1, 12, 30, 15);

const made = new Map<string, Promise<DevelopmentCertificates>>();

/**
 * A chain that is valid from NOW. Each name stands for a chain with keys of its own, made once in
 * a process, because three RSA keys take half a second.
 */
export function makeCertificates(name: 'first' | 'other' = 'first'): Promise<DevelopmentCertificates> {
  let chain = made.get(name);
  if (chain === undefined) {
    chain = createDevelopmentCertificates({
      now: NOW,
      passTypeIdentifier: 'pass.com.example.loyalty',
      teamIdentifier: 'A1B2C3D4E5',
      randomBytes,
    });
    made.set(name, chain);
  }
  return chain;
}

export function readKey(certificates: DevelopmentCertificates) {
  return createPrivateKey({ key: Buffer.from(certificates.privateKey), format: 'der', type: 'pkcs8' });
}

export function makeSigner(certificates: DevelopmentCertificates): Signer {
  const { certificate, intermediate } = certificates;
  return createSigner({ certificate, intermediate, privateKey: readKey(certificates) });
}
