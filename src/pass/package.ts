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

/** What pass.json and its digest make of a pass's own files. */
interface OwnFiles {
  readonly passJson: PackedFile;
  readonly manifest: PackedFile;
}

/**
 * What a cache has of a signed pass: enough to write its file again. Texts instead of buffers,
 * because a full cache of buffers costs the garbage collector a tenth of signing.
 */
export interface SignedPass {
  /** The text of pass.json; the files where making them again costs as much as signing. */
  readonly own: string | OwnFiles;
  readonly shared: SharedFiles;
  /** Milliseconds since 1970. */
  readonly signingTime: number;
  /** The RSA signature, a character a byte. */
  readonly signature: string;
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

/** Signs a pass; answers the bytes of its file too. */
export async function signPass(input: PackInput): Promise<{
  readonly signed: SignedPass;
  readonly bytes: Uint8Array<ArrayBuffer>;
}> {
  const { passJson, shared, signer, signingTime } = input;
  const own = ownFiles(passJson, shared);
  const attributes = signer.attributes(own.manifest.data, signingTime);
  const signature = await signer.sign(attributes);
  const bytes = zip(own, shared, signer.file(attributes, signature));
  const isLong = own.passJson.size >= DEFLATE_FROM;
  const kept = { own: isLong ? own : passJson, shared, signingTime, signature: signature.toString('latin1') };
  return { signed: kept, bytes };
}

/** The bytes of the .pkpass (application/vnd.apple.pkpass) once more. `signer`: who signed it. */
export function zipPass({ own, shared, signingTime, signature }: SignedPass, signer: Signer): Uint8Array<ArrayBuffer> {
  const files = typeof own === 'string' ? ownFiles(own, shared) : own;
  const attributes = signer.attributes(files.manifest.data, signingTime);
  return zip(files, shared, signer.file(attributes, Buffer.from(signature, 'latin1')));
}

/** The bytes of memory that a signed pass takes beside its shared files, at most. */
export function sizeOf({ own, signature }: SignedPass): number {
  // An engine's text has one or two bytes a character.
  const size = typeof own === 'string' ? 2 * own.length : own.passJson.data.length + own.manifest.data.length;
  return size + signature.length;
}

function ownFiles(passJson: string, shared: SharedFiles): OwnFiles {
  const bytes = Buffer.from(passJson);
  const compression = bytes.length < DEFLATE_FROM ? 'store' : 'deflate';
  // Store digests, which hardly shrink.
  const manifest = packFile(MANIFEST, fillManifest(shared.manifest, sha1Of(bytes)), 'store');
  return { passJson: packFile(PASS_JSON, bytes, compression), manifest };
}

function zip(
  { passJson, manifest }: OwnFiles,
  { sections }: SharedFiles,
  signature: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return joinParts([passJson, ...sections, manifest, packFile(SIGNATURE, signature, 'store')]);
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

function requireFiles(files: readonly HashedFile[]): void {
  for (const { name } of files) {
    if (RESERVED.has(name)) throw new Error(`${name} is made here and cannot be given.`);
  }
  if (files.some(({ name }) => name === 'icon.png')) return;
  const message = 'A pass needs an icon; Wallet refuses it without.';
  throw new AppError('image_not_found', { field: 'images_icon', message });
}
