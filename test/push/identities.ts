// Senders and receivers of pushes: throwaway pass type certificates, and tokens like those of
// phones.
import { randomBytes } from 'node:crypto';
import { createDevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import type { PushIdentity } from '../../src/ports/push.ts';

type Made = { readonly identity: PushIdentity; readonly rootPem: string };
const made = new Map<string, Promise<Made>>();

/**
 * A pass type certificate, and the root that it chains to; the same one for the same question in
 * one process.
 */
export function makeIdentity(id: number, passTypeIdentifier: string): Promise<Made> {
  const name = `${id} ${passTypeIdentifier}`;
  const identity = made.get(name) ?? makeNewIdentity(id, passTypeIdentifier);
  made.set(name, identity);
  return identity;
}

async function makeNewIdentity(id: number, passTypeIdentifier: string): Promise<Made> {
  const certificates = await createDevelopmentCertificates({
    now: Date.now(),
    passTypeIdentifier,
    teamIdentifier: 'A1B2C3D4E5',
    randomBytes,
  });
  const { certificate, intermediate, privateKey, rootPem } = certificates;
  const identity: PushIdentity = { id, passTypeIdentifier, certificate, intermediate, privateKey };
  return { identity, rootPem };
}

/** A token like those of phones: 64 hexadecimal digits. */
export function tokenOf(index: number): string {
  return index.toString(16).padStart(64, '0');
}
