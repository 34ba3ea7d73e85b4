// Puts a pass together: pass.json, images, localisations, manifest and signature into one .pkpass.
import { AppError } from '../errors.ts';
import { mapWellFormed } from '../rules/values/json-text.ts';
import { withoutMarks } from '../rules/values/key-order.ts';
import type { JsonObject } from '../rules/values/values.ts';
import { fileName, joinParts, type PackedFile, packFile, type Section, sectionOf } from './archive.ts';
import type { NamedFile } from './localize.ts';
import { fillManifest, frameManifest, type HashedFile, type ManifestFrame, sha1Of } from './manifest.ts';
import type { Signer } from './sign.ts';

/** Images or pass.strings, packed and hashed once for all passes that have them. */
export interface SharedSection extends Section {
  readonly files: readonly HashedFile[];
}

/** All files of a pass but its own: pass.json, manifest.json and signature. */
export interface SharedFiles {
  readonly sections: readonly SharedSection[];
  readonly manifest: ManifestFrame;
}

export interface PackInput {
  /** The text of pass.json; see `passJsonText`. */
  readonly passJson: string;
  readonly shared: SharedFiles;
  readonly signer: Signer;
  /** Milliseconds since 1970. */
  readonly signingTime: number;
}

/**
 * The size of pass.json, in bytes, from which it is deflated. Deflating a short one costs about a
 * sixth of signing (0.05 ms, measured in turns) and saves one or two kilobytes of about fifty.
 */
const DEFLATE_FROM = 16 * 1024;

/** The names of a pass's own files. */
const PASS_JSON = fileName('pass.json');
const MANIFEST = fileName('manifest.json');
const SIGNATURE = fileName('signature');
const RESERVED = new Set([PASS_JSON, MANIFEST, SIGNATURE].map(({ text }) => text));

/** A signed pass before it is zipped. */
export interface SignedPass {
  readonly passJson: PackedFile;
  readonly shared: SharedFiles;
  readonly manifest: PackedFile;
  readonly signature: PackedFile;
}

/** Packs and hashes files. `compression`: see `packFile`. */
export function shareSection(files: readonly NamedFile[], compression: 'deflate' | 'store'): SharedSection {
  const section = sectionOf(files.map(({ name, bytes }) => packFile(name, bytes, compression)));
  return { ...section, files: files.map(({ name, bytes }) => ({ name, sha1: sha1Of(bytes) })) };
}

/** Joins sections. Fails with `image_not_found` without an icon.png. */
export function shareFiles(sections: readonly SharedSection[]): SharedFiles {
  const files = sections.flatMap((section) => section.files);
  requireFiles(files);
  return { sections, manifest: frameManifest(files) };
}

/** Hashes pass.json and signs the manifest. */
export async function signPass({ passJson, shared, signer, signingTime }: PackInput): Promise<SignedPass> {
  const passBytes = Buffer.from(passJson);
  const manifest = fillManifest(shared.manifest, sha1Of(passBytes));
  const signing = signer(manifest, signingTime);
  const compression = passBytes.length < DEFLATE_FROM ? 'store' : 'deflate';
  // Pack this while the thread pool signs. Store digests and signature, which hardly shrink.
  const packed = packFile(PASS_JSON, passBytes, compression);
  const packedManifest = packFile(MANIFEST, manifest, 'store');
  const signature = packFile(SIGNATURE, await signing, 'store');
  return { passJson: packed, shared, manifest: packedManifest, signature };
}

/** The bytes that only this pass has. */
export function ownBytes({ passJson, manifest, signature }: SignedPass): number {
  return passJson.data.length + manifest.data.length + signature.data.length;
}

/**
 * The text of a rendered pass.json. Halves of surrogate pairs, which old rows may hold, are
 * dropped: Apple's reader refuses their escapes.
 */
export function passJsonText(passJson: JsonObject): string {
  const text = JSON.stringify(passJson);
  const mayHaveHalves = text.includes('\\ud') && /\\ud[89a-f]/.test(text);
  return withoutMarks(mayHaveHalves ? JSON.stringify(mapWellFormed(JSON.parse(text))) : text);
}

/** The bytes of the .pkpass (application/vnd.apple.pkpass). */
export function zipPass({ passJson, shared, manifest, signature }: SignedPass): Uint8Array<ArrayBuffer> {
  return joinParts([passJson, ...shared.sections, manifest, signature]);
}

function requireFiles(files: readonly HashedFile[]): void {
  for (const { name } of files) {
    if (RESERVED.has(name)) throw new Error(`${name} is made here and cannot be given.`);
  }
  if (files.some(({ name }) => name === 'icon.png')) return;
  const message = 'A pass needs an icon; Wallet refuses it without.';
  throw new AppError('image_not_found', { field: 'images_icon', message });
}
