// Writes zip archives of files that are already deflated. fflate would compute the CRC of every
// image again for each pass, so the container is written here, in sections that archives share. It
// has no data descriptors, no times and no extra fields.
import { crc32, deflateRawSync } from 'node:zlib';

/** The name of a file, and its headers with the name at their end. */
export interface FileName {
  /** With `/` between folders: `icon@2x.png`, `fr.lproj/pass.strings`. */
  readonly text: string;
  readonly local: Uint8Array;
  readonly central: Uint8Array;
}

/** A file, ready for an archive. */
export interface PackedFile {
  readonly name: FileName;
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

/** The headers of any file; `fileName` and `writeFacts` write what differs. */
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
 * Prepares a name, once for all files that have it. Throws when unpacking it would leave the target
 * folder.
 */
export function fileName(text: string): FileName {
  const parts = text.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..') || /[\\\0:]/.test(text)) {
    throw new Error(`A file of a package cannot be called ${JSON.stringify(text)}.`);
  }
  const bytes = Buffer.from(text);
  const local = Buffer.concat([LOCAL_START, bytes]);
  local.writeUInt16LE(bytes.length, LOCAL_HEADER - 4);
  const central = Buffer.concat([CENTRAL_START, bytes]);
  central.writeUInt16LE(bytes.length, NAME_LENGTH);
  return { text, local, central };
}

/**
 * Deflates a file when that makes it smaller. `store` skips the attempt, for files that do not
 * shrink. Throws as `fileName` does.
 */
export function packFile(
  named: string | FileName,
  bytes: Uint8Array,
  compression: 'deflate' | 'store' = 'deflate',
): PackedFile {
  const name = typeof named === 'string' ? fileName(named) : named;
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

/**
 * A zip archive of these files, in this order. Throws when two share a name or the archive passes 4
 * GiB.
 */
export function archive(files: readonly PackedFile[]): Uint8Array<ArrayBuffer> {
  if (new Set(files.map((file) => file.name.text)).size !== files.length) {
    throw new Error('Two files of an archive have the same name.');
  }
  return joinParts(files);
}

/** Writes the entries and the directory lines of these files. */
export function sectionOf(files: readonly PackedFile[]): Section {
  let directoryAt = 0;
  let total = 0;
  for (const file of files) {
    directoryAt += entrySize(file);
    total += entrySize(file) + file.name.central.length;
  }
  const bytes = Buffer.allocUnsafe(total);
  const view = viewOf(bytes);
  let local = 0;
  let central = directoryAt;
  for (const file of files) {
    central = writeLine(bytes, view, central, file, local);
    local = writeEntry(bytes, view, local, file);
  }
  return { count: files.length, entries: bytes.subarray(0, directoryAt), directory: bytes.subarray(directoryAt) };
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

function entrySize({ name, data }: PackedFile): number {
  return name.local.length + data.length;
}

/** Writes the file with its local header; answers where it ends. */
function writeEntry(bytes: Uint8Array, view: DataView, at: number, file: PackedFile): number {
  const { local } = file.name;
  bytes.set(local, at);
  writeFacts(view, at + 8, file);
  bytes.set(file.data, at + local.length);
  return at + local.length + file.data.length;
}

/** Writes the directory's line of a file whose entry is at `offset`; answers where the line ends. */
function writeLine(bytes: Uint8Array, view: DataView, at: number, file: PackedFile, offset: number): number {
  const { central } = file.name;
  bytes.set(central, at);
  writeFacts(view, at + 10, file);
  view.setUint32(at + FILE_OFFSET, offset, true);
  return at + central.length;
}

/** The fields that both headers have in this order: method, time, CRC, sizes. */
function writeFacts(view: DataView, at: number, file: PackedFile): void {
  view.setUint16(at, file.method, true);
  view.setUint32(at + 6, file.crc, true);
  view.setUint32(at + 10, file.data.length, true);
  view.setUint32(at + 14, file.size, true);
}

/**
 * A zip archive of these files and sections, in this order. Their names have to differ. Throws when
 * the archive passes 4 GiB.
 */
export function joinParts(parts: readonly (PackedFile | Section)[]): Uint8Array<ArrayBuffer> {
  let count = 0;
  let directoryStart = 0;
  let directorySize = 0;
  for (const part of parts) {
    const isFile = 'name' in part;
    count += isFile ? 1 : part.count;
    directoryStart += isFile ? entrySize(part) : part.entries.length;
    directorySize += isFile ? part.name.central.length : part.directory.length;
  }
  const total = directoryStart + directorySize + END_RECORD;
  if (total > MAX_SIZE || count > 0xffff) throw new Error('The archive is too large for a zip file.');

  // Do not clear the bytes, because everything but the end record is copied whole.
  const zip = Buffer.allocUnsafe(total);
  const view = viewOf(zip);
  let local = 0;
  let central = directoryStart;
  for (const part of parts) {
    if ('name' in part) {
      central = writeLine(zip, view, central, part, local);
      local = writeEntry(zip, view, local, part);
      continue;
    }
    zip.set(part.entries, local);
    zip.set(part.directory, central);
    for (const end = central + part.directory.length; central < end; ) {
      view.setUint32(central + FILE_OFFSET, view.getUint32(central + FILE_OFFSET, true) + local, true);
      central += CENTRAL_HEADER + view.getUint16(central + NAME_LENGTH, true);
    }
    local += part.entries.length;
  }
  zip.fill(0, central);
  view.setUint32(central, 0x06054b50, true);
  view.setUint16(central + 8, count, true);
  view.setUint16(central + 10, count, true);
  view.setUint32(central + 12, directorySize, true);
  view.setUint32(central + 16, directoryStart, true);
  return zip;
}
