// Reads the chunks of a PNG (https://www.w3.org/TR/png-3/) without decoding its pixels.

/** What a PNG says before its pixels. */
export interface PngFacts {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /**
   * Whether it holds one picture of at most 8 bits a channel and nothing else: no metadata, which
   * may tell where a photograph was taken, no colour profile, no animation, no bytes behind its end.
   */
  readonly isPlain: boolean;
}

const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** Pixels, palette, transparency, and numbers of fixed size about colour and size. */
const PLAIN = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'pHYs', 'sRGB', 'gAMA', 'cHRM', 'sBIT', 'bKGD'];

/** Reads what a PNG says; null for other bytes. Takes time linear in the number of chunks. */
export function readPng(bytes: Uint8Array): PngFacts | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isPng = data.length >= 33 && data.toString('latin1', 0, 8) === SIGNATURE;
  if (!isPng || data.toString('latin1', 12, 16) !== 'IHDR') return null;
  const isShallow = data[24]! <= 8;
  return { width: data.readUInt32BE(16), height: data.readUInt32BE(20), isPlain: isShallow && hasPlainChunks(data) };
}

function hasPlainChunks(data: Buffer): boolean {
  let at = 8;
  // A chunk is its length, its name, its data and a checksum.
  while (at + 12 <= data.length) {
    const name = data.toString('latin1', at + 4, at + 8);
    if (!PLAIN.includes(name)) return false;
    at += 12 + data.readUInt32BE(at);
    if (name === 'IEND') return at === data.length;
  }
  return false;
}
