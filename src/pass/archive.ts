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

/** The headers of any file; `writeFacts` writes what differs. */
const LOCAL_START = Buffer.alloc(LOCAL_HEADER);
LOCAL_START.writeUInt32LE(0x04034b50, 0);
LOCAL_START.writeUInt16LE(VERSION, 4);
LOCAL_START.writeUInt16LE(FLAGS, 6);
LOCAL_START.writeUInt16LE(DOS_DATE, 12);
const CENTRAL_START = Buffer.alloc(CENTRAL_HEADER);
CENTRAL_START.writeUInt32LE(0x02014b50, 0);
CENTRAL_START.writeUInt16LE(VERSION, 4);
LOCAL_START.copy(CENTRAL_START, 6, 4);

/**
 * Deflates a file when that makes it smaller. `store` skips the attempt, for files that do not
 * shrink. Throws when unpacking `name` would leave the target folder.
 */
export function packFile(name: string, bytes: Uint8Array, compression: 'deflate' | 'store' = 'deflate'): PackedFile {
  checkName(name);
  const size = bytes.length;
  const crc = crc32(bytes);
  if (compression === 'deflate') {
    // node:zlib, not fflate: 22 against 70 microseconds for a pass.json of 3 kB, and a few bytes
    // less.
    const deflated = deflateRawSync(bytes);
    if (deflated.length < size) return { name, size, crc, method: 8, data: deflated };
  }
  return { name, size, crc, method: 0, data: bytes };
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
export function archive(files: readonly PackedFile[]): Uint8Array<ArrayBuffer> {
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
  // Do not clear the bytes, because images fill most of them: each header is copied whole.
  const bytes = Buffer.allocUnsafe(entriesSize + directorySize);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let local = 0;
  let central = entriesSize;
  for (const file of files) {
    bytes.set(CENTRAL_START, central);
    const nameLength = bytes.write(file.name, central + CENTRAL_HEADER);
    writeFacts(view, central + 10, file, nameLength);
    view.setUint32(central + FILE_OFFSET, local, true);
    central += CENTRAL_HEADER + nameLength;

    bytes.set(LOCAL_START, local);
    writeFacts(view, local + 8, file, nameLength);
    bytes.write(file.name, local + LOCAL_HEADER);
    bytes.set(file.data, local + LOCAL_HEADER + nameLength);
    local += LOCAL_HEADER + nameLength + file.data.length;
  }
  return { count: files.length, entries: bytes.subarray(0, entriesSize), directory: bytes.subarray(entriesSize) };
}

/** The fields that both headers have in this order: method, time, CRC, sizes, name length. */
function writeFacts(view: DataView, at: number, file: PackedFile, nameLength: number): void {
  view.setUint16(at, file.method, true);
  view.setUint32(at + 6, file.crc, true);
  view.setUint32(at + 10, file.data.length, true);
  view.setUint32(at + 14, file.size, true);
  view.setUint16(at + 18, nameLength, true);
}

/**
 * A zip archive of the files of these sections, in this order. Their names have to differ. Throws
 * when the archive passes 4 GiB.
 */
export function joinSections(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
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
  const view = new DataView(zip.buffer, zip.byteOffset, total);
  let local = 0;
  let central = directoryStart;
  for (const { entries, directory } of sections) {
    zip.set(entries, local);
    zip.set(directory, central);
    for (const end = central + directory.length; central < end; ) {
      view.setUint32(central + FILE_OFFSET, view.getUint32(central + FILE_OFFSET, true) + local, true);
      central += CENTRAL_HEADER + view.getUint16(central + NAME_LENGTH, true);
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
