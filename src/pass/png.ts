// Reads the chunks of a PNG (https://www.w3.org/TR/png-3/) without decoding its pixels.

const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** Pixels, palette, transparency, and numbers of fixed size about colour and size. */
const PLAIN = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'pHYs', 'sRGB', 'gAMA', 'cHRM', 'sBIT', 'bKGD'];

/** The size in pixels that a PNG claims; null for other bytes. */
export function pngSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | null {
  const data = bufferOf(bytes);
  const isPng = data.length >= 33 && data.toString('latin1', 0, 8) === SIGNATURE;
  if (!isPng || data.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
}

/**
 * Whether the bytes are a PNG with one picture of at most 8 bits a channel and nothing else: no
 * metadata, which may tell where a photograph was taken, no colour profile, no animation, and no
 * bytes behind its end. Takes time linear in the number of chunks, which a hostile PNG has many of.
 */
export function isPlainPng(bytes: Uint8Array): boolean {
  const data = bufferOf(bytes);
  if (pngSize(bytes) === null || data[24]! > 8) return false;
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

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
