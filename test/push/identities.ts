// Senders and receivers of pushes: throwaway pass type certificates, and tokens like those of
// phones.
import { randomBytes } from 'node:crypto';
import { createDevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import type { PushIdentity } from '../../src/ports/push.ts';

/** A pass type certificate, and the root that it chains to. */
export async function makeIdentity(id: number, passTypeIdentifier: string) {
  const made = await createDevelopmentCertificates({
    now: Date.now(),
    passTypeIdentifier,
    teamIdentifier: 'A1B2C3D4E5',
    randomBytes,
  });
  const { certificate, intermediate, privateKey, rootPem } = made;
  const identity: PushIdentity = { id, passTypeIdentifier, certificate, intermediate, privateKey };
  return { identity, rootPem };
}

/** A token like those of phones: 64 hexadecimal digits. */
export function tokenOf(index: number): string {
  return index.toString(16).padStart(64, '0');
}
