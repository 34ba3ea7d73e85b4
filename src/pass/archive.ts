// Writes zip archives of files that are already deflated. fflate would compute the CRC of every
// image again for each pass, so the container is written here, in sections that archives share. It
// has no data descriptors, no times and no extra fields.
import { crc32, deflateRawSync } from 'node:zlib';

/** A file, ready for an archive. */
export interface PackedFile {
  /** With `/` between folders: `icon@2x.png`, `fr.lproj/pass.strings`. */
  readonly name: string;
  /** Bytes before compression. */
  readonly size: number;
  readonly crc: number;
  /** 0: `data` is stored. 8: `data` is deflated. */
  readonly method: 0 | 8;
  readonly data: Uint8Array;
}

/** Files as archives hold them, written once for all archives that have them. */
export interface Section {
  readonly count: number;
  /** Each file with its local header, one after another. */
  readonly entries: Uint8Array;
  /** Their lines of the directory. Offsets count from the beginning of the section. */
  readonly directory: Uint8Array;
}

const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END_RECORD = 22;
/** Where a line of the directory has the length of its name, and the offset of its file. */
const NAME_LENGTH = 28;
const FILE_OFFSET = 42;
/** Zip 2.0: folders and deflate. */
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** The first DOS date, 1980-01-01: the same files always give the same archive. */
const DOS_DATE = (1 << 5) | 1;
const MAX_SIZE = 0xffffffff;

/**
 * Deflates a file when that makes it smaller. `store` skips the attempt, for files that do not
 * shrink. Throws when unpacking `name` would leave the target folder.
 */
export function packFile(name: string, bytes: Uint8Array, compression: 'deflate' | 'store' = 'deflate'): PackedFile {
  checkName(name);
  const facts = { name, size: bytes.length, crc: crc32(bytes) };
  if (compression === 'deflate') {
    // node:zlib, not fflate: 22 against 70 microseconds for a pass.json of 3 kB, and a few bytes
    // less.
    const deflated = deflateRawSync(bytes);
    if (deflated.length < bytes.length) return { ...facts, method: 8, data: deflated };
  }
  return { ...facts, method: 0, data: bytes };
}

function checkName(name: string): void {
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..') || /[\\\0:]/.test(name)) {
    throw new Error(`A file of a package cannot be called ${JSON.stringify(name)}.`);
  }
}

/**
 * A zip archive of these files, in this order. Throws when two share a name or the archive passes 4
 * GiB.
 */
export function archive(files: readonly PackedFile[]): Uint8Array {
  if (new Set(files.map((file) => file.name)).size !== files.length) {
    throw new Error('Two files of an archive have the same name.');
  }
  return joinSections(files.map((file) => sectionOf([file])));
}

/** Writes the entries and the directory lines of these files. */
export function sectionOf(files: readonly PackedFile[]): Section {
  let entriesSize = 0;
  let directorySize = 0;
  for (const { name, data } of files) {
    const nameLength = Buffer.byteLength(name);
    entriesSize += LOCAL_HEADER + nameLength + data.length;
    directorySize += CENTRAL_HEADER + nameLength;
  }
  // Do not clear the entries, because images fill most of them. The loop clears each header before
  // it writes the fields.
  const entries = Buffer.allocUnsafe(entriesSize);
  const directory = Buffer.allocUnsafe(directorySize).fill(0);
  let local = 0;
  let central = 0;
  for (const file of files) {
    const nameLength = directory.write(file.name, central + CENTRAL_HEADER);
    directory.writeUInt32LE(0x02014b50, central);
    directory.writeUInt16LE(VERSION, central + 4);
    writeShared(directory, central + 6, file, nameLength);
    directory.writeUInt32LE(local, central + FILE_OFFSET);
    central += CENTRAL_HEADER + nameLength;

    entries.fill(0, local, local + LOCAL_HEADER);
    entries.writeUInt32LE(0x04034b50, local);
    writeShared(entries, local + 4, file, nameLength);
    entries.write(file.name, local + LOCAL_HEADER);
    entries.set(file.data, local + LOCAL_HEADER + nameLength);
    local += LOCAL_HEADER + nameLength + file.data.length;
  }
  return { count: files.length, entries, directory };
}

/**
 * A zip archive of the files of these sections, in this order. Their names have to differ. Throws
 * when the archive passes 4 GiB.
 */
export function joinSections(sections: readonly Section[]): Uint8Array {
  let count = 0;
  let directoryStart = 0;
  let directorySize = 0;
  for (const section of sections) {
    count += section.count;
    directoryStart += section.entries.length;
    directorySize += section.directory.length;
  }
  const total = directoryStart + directorySize + END_RECORD;
  if (total > MAX_SIZE || count > 0xffff) throw new Error('The archive is too large for a zip file.');

  const zip = Buffer.allocUnsafe(total);
  let local = 0;
  let central = directoryStart;
  for (const { entries, directory } of sections) {
    zip.set(entries, local);
    zip.set(directory, central);
    for (const end = central + directory.length; central < end; ) {
      zip.writeUInt32LE(zip.readUInt32LE(central + FILE_OFFSET) + local, central + FILE_OFFSET);
      central += CENTRAL_HEADER + zip.readUInt16LE(central + NAME_LENGTH);
    }
    local += entries.length;
  }
  zip.fill(0, central);
  zip.writeUInt32LE(0x06054b50, central);
  zip.writeUInt16LE(count, central + 8);
  zip.writeUInt16LE(count, central + 10);
  zip.writeUInt32LE(directorySize, central + 12);
  zip.writeUInt32LE(directoryStart, central + 16);
  return zip;
}

/**
 * The fields that local and central header have in common: version needed, flags, method, time,
 * CRC, sizes, name length.
 */
function writeShared(target: Buffer, at: number, file: PackedFile, nameLength: number): void {
  target.writeUInt16LE(VERSION, at);
  target.writeUInt16LE(FLAGS, at + 2);
  target.writeUInt16LE(file.method, at + 4);
  target.writeUInt16LE(DOS_DATE, at + 8);
  target.writeUInt32LE(file.crc, at + 10);
  target.writeUInt32LE(file.data.length, at + 14);
  target.writeUInt32LE(file.size, at + 18);
  target.writeUInt16LE(nameLength, at + 22);
}
