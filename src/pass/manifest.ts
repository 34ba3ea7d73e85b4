// manifest.json: the SHA-1 of every other file of the package. Each file comes with its digest, so
// that a template's images are hashed once for each version and not for each pass; only the digest
// of pass.json differs from pass to pass.
import { hash } from 'node:crypto';

export interface HashedFile {
  readonly name: string;
  /** Hex. */
  readonly sha1: string;
}

/** The bytes of a manifest but for the digest of pass.json. */
export interface ManifestFrame {
  readonly bytes: Uint8Array;
  readonly digestAt: number;
}

/** Of a SHA-1 in hex. */
const SHA1_LENGTH = 40;

/** A file's digest in the manifest, in hex. */
export function sha1Of(bytes: Uint8Array): string {
  return hash('sha1', bytes, 'hex');
}

/**
 * The manifest of pass.json and these files, names in a fixed order. Throws when two files share a
 * name: one would never be checked.
 */
export function frameManifest(files: readonly HashedFile[]): ManifestFrame {
  const passJson = { name: 'pass.json', sha1: '0'.repeat(SHA1_LENGTH) };
  const digests = new Map([...files, passJson].map((file) => [file.name, file.sha1]));
  if (digests.size !== files.length + 1) throw new Error('Two files of a pass have the same name.');
  const names = [...digests.keys()].sort();
  const lines = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(digests.get(name))}`);
  const before = Buffer.from(`{${lines.slice(0, names.indexOf('pass.json') + 1).join(',')}`);
  // The digest is the last text of its line, in quotes.
  return { bytes: Buffer.from(`{${lines.join(',')}}`), digestAt: before.length - SHA1_LENGTH - 1 };
}

/** The bytes of manifest.json. `sha1`: of pass.json, in hex. */
export function fillManifest({ bytes, digestAt }: ManifestFrame, sha1: string): Uint8Array {
  const manifest = Buffer.from(bytes);
  manifest.write(sha1, digestAt, 'latin1');
  return manifest;
}
