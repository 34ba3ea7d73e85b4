// Packs short texts in the block format of LZ4, with a dictionary: what a text shares with the
// dictionary, or with its own beginning, becomes a reference of three bytes. zlib packs as well, but
// takes several times as long for a text of 1 kB, because it sets itself up for each text.
//
// https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md, without its rules about the last 12
// bytes of a block, which let a decoder copy in larger pieces.

/** Bits of a hash, by which the packer finds where the same four bytes stood last. */
const HASH_BITS = 11;
const LEAST_MATCH = 4;
/** The farthest that a reference goes back, in bytes: two bytes hold the distance. */
const FARTHEST = 65_535;
/** A length of 15 or more goes on in further bytes. */
const LONG = 15;
/** Buffers of this size, in bytes, stay for the next text. */
const BUFFER_SIZE = 65_536;

/** What texts are packed with, ready for the packer. */
export interface Dictionary {
  readonly bytes: Uint8Array;
  /** Hash of four bytes -> where they stand, plus 1; 0: nowhere. */
  readonly places: Int32Array;
}

const source = Buffer.alloc(BUFFER_SIZE);
const block = Buffer.alloc(BUFFER_SIZE);
const known = new Int32Array(1 << HASH_BITS);

/** Of more than 65,535 bytes only the end is of use. */
export function dictionaryOf(bytes: Uint8Array): Dictionary {
  const places = new Int32Array(1 << HASH_BITS);
  for (let at = 0; at + LEAST_MATCH <= bytes.length; at++) places[hashAt(bytes, at)] = at + 1;
  return { bytes, places };
}

/** Returns the block, behind the bytes of `head`. */
export function pack(text: string, dictionary: Dictionary, head: readonly number[] = []): Buffer {
  const start = dictionary.bytes.length;
  // UTF-8 needs three bytes at the most for a code unit.
  const most = start + text.length * 3;
  const from = most <= BUFFER_SIZE ? source : Buffer.allocUnsafe(most);
  from.set(dictionary.bytes);
  const end = start + from.write(text, start);
  const room = head.length + (end - start) + Math.ceil((end - start) / 255) + LEAST_MATCH;
  const to = room <= BUFFER_SIZE ? block : Buffer.allocUnsafe(room);
  known.set(dictionary.places);
  to.set(head);
  const length = packInto(to, head.length, from, start, end);
  const packed = Buffer.allocUnsafe(length);
  to.copy(packed, 0, 0, length);
  return packed;
}

/** Packs `from[start..end)` into `to`, from `first` on. Returns where the block ends. */
function packInto(to: Uint8Array, first: number, from: Uint8Array, start: number, end: number): number {
  let written = first;
  let literals = start;
  let at = start;
  while (at + LEAST_MATCH <= end) {
    const hash = hashAt(from, at);
    const match = known[hash]! - 1;
    known[hash] = at + 1;
    if (match < 0 || at - match > FARTHEST || !isSame(from, match, at)) {
      at++;
      continue;
    }
    let length = LEAST_MATCH;
    while (at + length < end && from[match + length] === from[at + length]) length++;
    written = putLiterals(to, written, from, literals, at, Math.min(length - LEAST_MATCH, LONG));
    to[written++] = (at - match) & 255;
    to[written++] = (at - match) >> 8;
    written = putLength(to, written, length - LEAST_MATCH);
    at += length;
    literals = at;
  }
  return literals < end ? putLiterals(to, written, from, literals, end, 0) : written;
}

/** Writes a token and the bytes that stay as they are. Returns where they end. */
function putLiterals(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number, matched: number) {
  const count = end - start;
  to[at] = (Math.min(count, LONG) << 4) | matched;
  let written = putLength(to, at + 1, count);
  for (let next = start; next < end; next++) to[written++] = from[next]!;
  return written;
}

/** Writes what the token has no room for. */
function putLength(to: Uint8Array, at: number, length: number): number {
  if (length < LONG) return at;
  let written = at;
  let left = length - LONG;
  for (; left >= 255; left -= 255) to[written++] = 255;
  to[written++] = left;
  return written;
}

/** `dictionary`: its bytes. Throws when `block` is no block that was packed with it. */
export function unpack(block: Uint8Array, dictionary: Uint8Array): string {
  const start = dictionary.length;
  let to = Buffer.alloc(start + block.length * 4);
  to.set(dictionary);
  let written = start;
  let at = 0;
  const grow = (length: number) => {
    if (written + length <= to.length) return;
    const larger = Buffer.alloc((written + length) * 2);
    larger.set(to.subarray(0, written));
    to = larger;
  };
  const lengthFrom = (given: number) => {
    let length = given;
    if (given === LONG) {
      let more = 255;
      while (more === 255) {
        more = block[at++] ?? broken();
        length += more;
      }
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const count = lengthFrom(token >> 4);
    if (at + count > block.length) broken();
    grow(count);
    to.set(block.subarray(at, at + count), written);
    written += count;
    at += count;
    if (at === block.length) break;
    const distance = block[at]! | ((block[at + 1] ?? broken()) << 8);
    at += 2;
    const length = LEAST_MATCH + lengthFrom(token & LONG);
    if (distance === 0 || distance > written) broken();
    grow(length);
    // Byte by byte, because a reference may reach into what it writes.
    for (const end = written + length; written < end; written++) to[written] = to[written - distance]!;
  }
  return to.toString('utf8', start, written);
}

function broken(): never {
  throw new Error('The block was packed with another dictionary, or is cut off.');
}

function hashAt(bytes: Uint8Array, at: number): number {
  const four = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return Math.imul(four, 2_654_435_761) >>> (32 - HASH_BITS);
}

function isSame(bytes: Uint8Array, one: number, other: number): boolean {
  return (
    bytes[one] === bytes[other] &&
    bytes[one + 1] === bytes[other + 1] &&
    bytes[one + 2] === bytes[other + 2] &&
    bytes[one + 3] === bytes[other + 3]
  );
}
