// Packages as a server might send them, right or wrong: files by name, and the archive around them.
import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import type { PassFiles } from '../../src/device/open-download.ts';
import type { PassJson } from '../../src/device/pass-json.ts';

export const PASS_JSON = {
  formatVersion: 1,
  passTypeIdentifier: 'pass.com.example.card',
  serialNumber: 'A1',
  teamIdentifier: 'TEAM',
  organizationName: 'Bakery',
  description: 'Points card',
  storeCard: { headerFields: [{ key: 'points', label: 'POINTS', value: 0, changeMessage: 'You now have %@ points' }] },
} as const;

/** The files of a pass that Wallet accepts; the signature is not a real one. */
export function passFiles(passJson: PassJson = PASS_JSON, images: PassFiles = {}): PassFiles {
  const files = { 'pass.json': bytes(passJson), 'icon.png': new Uint8Array([1]), ...images };
  const manifest = Object.entries(files).map(([name, content]) => [
    name,
    createHash('sha1').update(content).digest('hex'),
  ]);
  return { ...files, 'manifest.json': bytes(Object.fromEntries(manifest)), signature: new Uint8Array([1]) };
}

export function pkpass(passJson?: PassJson, images?: PassFiles): Uint8Array {
  return zipSync(passFiles(passJson, images));
}

export function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
