// Reads many passes: a folder or an archive of .pkpass files, or of pass.json files. Each pass is
// read when it is asked for, so that a hundred thousand need little memory.
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { unzipSync } from 'fflate';
import { AppError } from '../errors.ts';
import type { PassFiles, PassInFile } from '../rules/imports/pass-files.ts';
import { isObject, type JsonValue } from '../rules/values/values.ts';
import { isImageName } from '../rules/vocabulary.ts';
import { parseJsonObject } from './json.ts';
import { type PackageFiles, readPackage, templateOfPackage } from './package.ts';

/** Bytes of one archive: it is in memory as a whole while its passes are read. */
const LARGEST_ARCHIVE = 512 * 1024 * 1024;
/** Bytes of one pass. */
const LARGEST_PASS_FILE = 16 * 1024 * 1024;
/** Passes that are unpacked together, because each time the list of the archive is read anew. */
const UNPACKED_AT_ONCE = 200;
const PASS_FILE = /\.(?:pkpass|json)$/i;
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.)/;

const isPassFile = (name: string) => PASS_FILE.test(name) && !LITTER.test(name);

/** Fails with `parameter_invalid` where there is no pass. */
export async function openPassFiles(path: string): Promise<PassFiles> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) throw refuse(path, 'there is no such file or folder.');
  const files = facts.isDirectory() ? await inFolder(path) : await inFile(path, facts.size);
  if (files.names.length === 0) throw refuse(path, 'there is no .pkpass file in it, and no pass.json.');
  return files;
}

async function inFolder(folder: string): Promise<PassFiles> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(isPassFile)
    .sort();
  return {
    names,
    async read(name) {
      const file = join(folder, name);
      const { size } = await stat(file);
      if (size > LARGEST_PASS_FILE) throw tooLarge(name);
      return passIn(await readFile(file), name);
    },
  };
}

async function inFile(path: string, size: number): Promise<PassFiles> {
  if (size > LARGEST_ARCHIVE) {
    const most = LARGEST_ARCHIVE / 1024 / 1024;
    throw refuse(path, `an archive is at most ${most} MB large. Unpack it, and name the folder.`);
  }
  const bytes = await readWhole(path, size);
  const name = path.split(sep).at(-1)!;
  const names = isZip(bytes) ? namesIn(bytes, path) : [];
  // A single pass is an archive too, of its parts.
  if (!isZip(bytes) || names.includes('pass.json')) {
    return { names: isPassFile(name) ? [name] : [], read: async () => passIn(bytes, name) };
  }
  return inArchive(bytes, path, names.filter(isPassFile).sort());
}

async function readWhole(path: string, size: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(size);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await file.read(bytes, at, size - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  } finally {
    await file.close();
  }
}

function namesIn(zip: Uint8Array, path: string): readonly string[] {
  const names: string[] = [];
  unpacked(zip, path, ({ name }) => {
    names.push(name);
    return false;
  });
  return names;
}

function inArchive(zip: Uint8Array, path: string, names: readonly string[]): PassFiles {
  const places = new Map(names.map((name, place) => [name, place]));
  let at: PackageFiles = {};
  return {
    names,
    async read(name) {
      if (!Object.hasOwn(at, name)) {
        const place = places.get(name) ?? 0;
        const next = new Set(names.slice(place, place + UNPACKED_AT_ONCE));
        at = unpacked(zip, path, (file) => {
          if (!next.has(file.name)) return false;
          if (file.originalSize > LARGEST_PASS_FILE) throw tooLarge(file.name);
          return true;
        });
      }
      return passIn(at[name]!, name);
    },
  };
}

function unpacked(
  zip: Uint8Array,
  path: string,
  filter: (file: { readonly name: string; readonly originalSize: number }) => boolean,
): PackageFiles {
  try {
    return unzipSync(zip, { filter });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refuse(path, `the archive cannot be unpacked: ${(error as Error).message}.`);
  }
}

function passIn(bytes: Uint8Array, name: string): PassInFile {
  if (!isZip(bytes)) {
    const passJson = parseJsonObject(bytes, name);
    return {
      name,
      passJson,
      images: {},
      imageBytes: () => ({}),
      template: () => templateOfPackage({ 'pass.json': bytes }, name),
    };
  }
  const parts = readPackage(bytes, name, (part) => part === 'pass.json' || part === 'manifest.json');
  if (parts['pass.json'] === undefined) throw invalid(`${name}: there is no pass.json in it, so it is no pass.`);
  const manifest =
    parts['manifest.json'] === undefined ? {} : parseJsonObject(parts['manifest.json'], `${name}: manifest.json`);
  return {
    name,
    passJson: parseJsonObject(parts['pass.json'], `${name}: pass.json`),
    images: imagesIn(manifest),
    imageBytes(wanted) {
      const files = readPackage(bytes, name, (part) => wanted.includes(part.replace(/\.png$/, '')));
      return Object.fromEntries(Object.entries(files).map(([part, image]) => [part.replace(/\.png$/, ''), image]));
    },
    template: () => templateOfPackage(readPackage(bytes, name), name),
  };
}

function imagesIn(manifest: JsonValue): Record<string, string> {
  const images: Record<string, string> = {};
  for (const [file, digest] of Object.entries(isObject(manifest) ? manifest : {})) {
    const image = file.replace(/\.png$/, '');
    if (image !== file && isImageName(image) && typeof digest === 'string') images[image] = digest;
  }
  return images;
}

function isZip(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'PK\x03\x04';
}

function tooLarge(name: string): AppError {
  return invalid(`${name}: a pass is at most ${LARGEST_PASS_FILE / 1024 / 1024} MB large.`);
}

function invalid(message: string): AppError {
  return new AppError('template_invalid', { field: 'file', message });
}

function refuse(path: string, problem: string): AppError {
  return new AppError('parameter_invalid', { field: 'file', message: `${path}: ${problem}` });
}
