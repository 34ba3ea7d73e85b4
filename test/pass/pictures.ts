// Makes pictures for tests, so that none is stored.
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A PNG of one colour with a dark grain, always the same for the same parameters. */
export async function noise(width: number, height: number, background = '#c0a040'): Promise<Buffer> {
  const grain = Buffer.alloc(width * height * 4);
  for (let index = 3, state = 1; index < grain.length; index += 4) {
    state = (state * 48271) % 0x7fffffff;
    grain[index] = state & 0x3f;
  }
  return sharp({ create: { width, height, channels: 3, background } })
    .composite([{ input: grain, raw: { width, height, channels: 4 } }])
    .png()
    .toBuffer();
}

/** A PNG of a few hundred bytes that claims these dimensions. */
export function claim(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(10_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
}
