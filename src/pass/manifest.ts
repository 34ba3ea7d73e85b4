// manifest.json: the SHA-1 of every other file of the package. Each file comes with its digest, so
// that a template's images are hashed once for each version and not for each pass.

export interface HashedFile {
  readonly name: string;
  /** Hex. */
  readonly sha1: string;
}

/**
 * The bytes of manifest.json, names in a fixed order. Throws when two files share a name: one would
 * never be checked.
 */
export function createManifest(files: readonly HashedFile[]): Uint8Array {
  const digests = new Map(files.map((file) => [file.name, file.sha1]));
  if (digests.size !== files.length) throw new Error('Two files of a pass have the same name.');
  const names = [...digests.keys()].sort();
  return Buffer.from(JSON.stringify(Object.fromEntries(names.map((name) => [name, digests.get(name)]))));
}
