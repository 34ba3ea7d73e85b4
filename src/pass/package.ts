// Puts a pass together: pass.json, images, localisations, manifest and signature into one .pkpass.
import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { PackedFile } from './archive.ts';
import { archive, packFile } from './archive.ts';
import { createManifest } from './manifest.ts';
import type { Signer } from './sign.ts';

export interface PackInput {
  /** The rendered pass.json. */
  readonly passJson: Readonly<Record<string, unknown>>;
  /** The template's images and pass.strings, packed once for each version of it. */
  readonly templateFiles: readonly PackedFile[];
  /** The pass's own files. One density of an image takes the place of all the template's densities of it. */
  readonly passFiles?: readonly PackedFile[];
  readonly signer: Signer;
  /** Milliseconds since 1970. */
  readonly signingTime: number;
}

/**
 * Bytes of pass.json from which deflating pays: for a short one it costs about a sixth of signing (0.05 ms, measured in
 * turns) and saves a kilobyte or two of a package that has fifty.
 */
const DEFLATE_FROM = 16 * 1024;

const RESERVED = new Set(['pass.json', 'manifest.json', 'signature']);

/** The bytes of a signed .pkpass (application/vnd.apple.pkpass). Fails with `image_not_found` without an icon.png. */
export async function packPass(input: PackInput): Promise<Uint8Array> {
  const files = chooseFiles(input.templateFiles, input.passFiles ?? []);
  const passBytes = Buffer.from(JSON.stringify(input.passJson));
  const sha1 = createHash('sha1').update(passBytes).digest('hex');
  const manifest = createManifest([{ name: 'pass.json', sha1 }, ...files]);
  const signing = input.signer(manifest, input.signingTime);
  const compression = passBytes.length < DEFLATE_FROM ? 'store' : 'deflate';
  // While the thread pool signs. Digests and certificates hardly shrink.
  const packed = [
    packFile('pass.json', passBytes, compression),
    ...files,
    packFile('manifest.json', manifest, 'store'),
  ];
  return archive([...packed, packFile('signature', await signing, 'store')]);
}

function chooseFiles(templateFiles: readonly PackedFile[], passFiles: readonly PackedFile[]): readonly PackedFile[] {
  const replaced = new Set(passFiles.map((file) => slotOf(file.name)));
  // A template's logo@3x.png would hide the pass's own logo.png on every phone of today.
  const files = [...templateFiles.filter((file) => !replaced.has(slotOf(file.name))), ...passFiles];
  for (const file of files) {
    if (RESERVED.has(file.name)) throw new Error(`${file.name} is made here and cannot be given.`);
  }
  if (!files.some((file) => file.name === 'icon.png')) {
    throw new AppError('image_not_found', {
      field: 'images_icon',
      message: 'A pass needs an icon; Wallet refuses it without.',
    });
  }
  return files;
}

function slotOf(name: string): string {
  return name.replace(/(?:@[23]x)?\.png$/, '.png');
}

/** How many passes Wallet takes from one bundle. */
export const MAX_BUNDLE = 10;

/** The bytes of a .pkpasses bundle (application/vnd.apple.pkpasses). Fails with `parameter_invalid` for none or more than 10. */
export function packBundle(passes: readonly Uint8Array[]): Uint8Array {
  if (passes.length === 0 || passes.length > MAX_BUNDLE) {
    throw new AppError('parameter_invalid', {
      message: `A bundle holds 1 to ${MAX_BUNDLE} passes, not ${passes.length}.`,
    });
  }
  return archive(passes.map((pass, index) => packFile(`pass-${index + 1}.pkpass`, pass, 'store')));
}
