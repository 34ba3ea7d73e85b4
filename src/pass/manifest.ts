// manifest.json: the SHA-1 of every other file of the package. Each file comes with its digest, so
// that a template's images are hashed once for each version and not for each pass; only the digest
// of pass.json differs from pass to pass.
import { hash } from 'node:crypto';

export interface HashedFile {
  readonly name: string;
  /** Hex. */
  readonly sha1: string;
}

/** The text of a manifest before and after the digest of pass.json. */
export interface ManifestFrame {
  readonly before: string;
  readonly after: string;
}

/** A file's digest in the manifest, in hex. */
export function sha1Of(bytes: Uint8Array): string {
  return hash('sha1', bytes, 'hex');
}

/**
 * The manifest of pass.json and these files, names in a fixed order. Throws when two files share a
 * name: one would never be checked.
 */
export function frameManifest(files: readonly HashedFile[]): ManifestFrame {
  const digests = new Map([...files, { name: 'pass.json', sha1: '' }].map((file) => [file.name, file.sha1]));
  if (digests.size !== files.length + 1) throw new Error('Two files of a pass have the same name.');
  const names = [...digests.keys()].sort();
  const place = names.indexOf('pass.json');
  const lines = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(digests.get(name))}`);
  const before = [...lines.slice(0, place), '"pass.json":"'].join(',');
  return { before: `{${before}`, after: `${['"', ...lines.slice(place + 1)].join(',')}}` };
}

/** The bytes of manifest.json. `sha1`: of pass.json, in hex. */
export function fillManifest({ before, after }: ManifestFrame, sha1: string): Uint8Array {
  return Buffer.from(before + sha1 + after);
}
