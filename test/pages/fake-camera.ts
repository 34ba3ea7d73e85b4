// A film for Chromium's fake camera: one barcode after another, drawn as Wallet draws them, over
// and over.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { barcodeImage } from '../../src/ui/barcode.ts';

const WIDTH = 1280;
const HEIGHT = 720;
/** The margin around a barcode, in points. */
const MARGIN = 120;
/** Frames for each barcode. */
const FRAMES = 4;

export interface FakeCamera {
  /** Switches of Chromium that play the film. */
  readonly args: string[];
  /** Makes the film; Chromium opens it only when a page asks for the camera. */
  show(barcodes: readonly { readonly format: string; readonly message: string }[]): Promise<void>;
  remove(): Promise<void>;
}

export async function fakeCamera(): Promise<FakeCamera> {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-film-'));
  const film = join(folder, 'film.y4m');
  const args = [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ];
  return {
    args,
    show: async (barcodes) => {
      const parts = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F5:1 Ip A1:1 C420jpeg\n`)];
      for (const { format, message } of barcodes) {
        const frame = Buffer.concat([Buffer.from('FRAME\n'), await picture(format, message), colourless()]);
        for (let count = 0; count < FRAMES; count++) parts.push(frame);
      }
      await writeFile(film, Buffer.concat(parts));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The brightness of each point. */
async function picture(format: string, message: string): Promise<Buffer> {
  const uri = barcodeImage(format, message, 'iso-8859-1');
  if (uri === null) throw new Error(`${format} cannot hold ${message}`);
  const svg = Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64');
  const fitted = {
    width: WIDTH - 2 * MARGIN,
    height: HEIGHT - 2 * MARGIN,
    fit: 'contain',
    background: '#fff',
  } as const;
  const drawn = await sharp(svg, { density: 300 }).flatten({ background: '#fff' }).resize(fitted).png().toBuffer();
  return sharp(drawn)
    .extend({ top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN, background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer();
}

function colourless(): Buffer {
  return Buffer.alloc(WIDTH * HEIGHT * 0.5, 128);
}
