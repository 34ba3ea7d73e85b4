// Puts a pass together: pass.json, images, localisations, manifest and signature into one .pkpass.
import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { mapWellFormed } from '../rules/values/json-text.ts';
import { withoutMarks } from '../rules/values/key-order.ts';
import type { PackedFile } from './archive.ts';
import { archive, packFile } from './archive.ts';
import { createManifest } from './manifest.ts';
import type { Signer } from './sign.ts';

export interface PackInput {
  /** The rendered pass.json. */
  readonly passJson: Readonly<Record<string, unknown>>;
  /** Images and pass.strings, packed once for all passes that share them. */
  readonly files: readonly PackedFile[];
  readonly signer: Signer;
  /** Milliseconds since 1970. */
  readonly signingTime: number;
}

/**
 * The size of pass.json, in bytes, from which it is deflated. Deflating a short one costs about a
 * sixth of signing (0.05 ms, measured in turns) and saves one or two kilobytes of about fifty.
 */
const DEFLATE_FROM = 16 * 1024;

const RESERVED = new Set(['pass.json', 'manifest.json', 'signature']);

/**
 * A signed pass before it is zipped: its own files, and `files`, which passes of a template share.
 */
export interface SignedPass {
  readonly passJson: PackedFile;
  readonly files: readonly PackedFile[];
  readonly manifest: PackedFile;
  readonly signature: PackedFile;
}

/** Hashes the files and signs the manifest. Fails with `image_not_found` without an icon.png. */
export async function signPass(input: PackInput): Promise<SignedPass> {
  const { files } = input;
  requireFiles(files);
  const passBytes = Buffer.from(jsonText(input.passJson));
  const sha1 = createHash('sha1').update(passBytes).digest('hex');
  const manifestBytes = createManifest([{ name: 'pass.json', sha1 }, ...files]);
  const signing = input.signer(manifestBytes, input.signingTime);
  const compression = passBytes.length < DEFLATE_FROM ? 'store' : 'deflate';
  // Pack these while the thread pool signs. Store digests and signature, which hardly shrink.
  const passJson = packFile('pass.json', passBytes, compression);
  const manifest = packFile('manifest.json', manifestBytes, 'store');
  return { passJson, files, manifest, signature: packFile('signature', await signing, 'store') };
}

/** Halves of surrogate pairs, which old rows may hold, are dropped: Apple's reader refuses their escapes. */
function jsonText(value: PackInput['passJson']): string {
  const text = JSON.stringify(value);
  return withoutMarks(/\\ud[89a-f]/.test(text) ? JSON.stringify(mapWellFormed(JSON.parse(text))) : text);
}

/** The bytes of the .pkpass (application/vnd.apple.pkpass). */
export function zipPass({ passJson, files, manifest, signature }: SignedPass): Uint8Array {
  return archive([passJson, ...files, manifest, signature]);
}

function requireFiles(files: readonly PackedFile[]): void {
  for (const { name } of files) {
    if (RESERVED.has(name)) throw new Error(`${name} is made here and cannot be given.`);
  }
  if (files.some(({ name }) => name === 'icon.png')) return;
  const message = 'A pass needs an icon; Wallet refuses it without.';
  throw new AppError('image_not_found', { field: 'images_icon', message });
}
