// A film for Chromium's fake camera: one barcode after another, drawn as Wallet draws them, over and over.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { barcodeImage } from '../../src/ui/barcode.ts';

const WIDTH = 640;
const HEIGHT = 480;
/** Of each barcode, and of nothing between two. */
const FRAMES = 8;

export interface FakeCamera {
  /** Chromium's switches. */
  readonly args: string[];
  remove(): Promise<void>;
}

export async function fakeCamera(barcodes: readonly { format: string; message: string }[]): Promise<FakeCamera> {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-film-'));
  const film = join(folder, 'film.y4m');
  const parts = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)];
  for (const { format, message } of barcodes) {
    const frame = Buffer.concat([Buffer.from('FRAME\n'), await picture(format, message), colourless()]);
    for (let count = 0; count < FRAMES; count++) parts.push(frame);
  }
  await writeFile(film, Buffer.concat(parts));
  const args = [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ];
  return { args, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The brightness of each point. */
async function picture(format: string, message: string): Promise<Buffer> {
  const uri = barcodeImage(format, message, 'iso-8859-1');
  if (uri === null) throw new Error(`${format} cannot hold ${message}`);
  const svg = Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64');
  const fitted = { width: WIDTH - 80, height: HEIGHT - 160, fit: 'contain', background: '#fff' } as const;
  const drawn = await sharp(svg, { density: 300 }).flatten({ background: '#fff' }).resize(fitted).png().toBuffer();
  return sharp(drawn)
    .extend({ top: 80, bottom: 80, left: 40, right: 40, background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer();
}

function colourless(): Buffer {
  return Buffer.alloc(WIDTH * HEIGHT * 0.5, 128);
}
