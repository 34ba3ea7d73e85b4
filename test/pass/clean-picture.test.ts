// What is kept of an upload.
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { cleanPicture, MAX_KEPT_PIXELS } from '../../src/pass/clean-picture.ts';
import { MAX_IMAGE_BYTES } from '../../src/pass/image-type.ts';
import { scaleImages } from '../../src/pass/images.ts';
import { isPlainPng, pngSize } from '../../src/pass/png.ts';
import type { ImageSlot, Style } from '../../src/rules/vocabulary.ts';
import { claim, noise } from '../fixtures/pass/pictures.ts';

const svg = (size: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect width="99%" height="99%" fill="#345"/></svg>`);
const sizeOf = async (bytes: Uint8Array, slot: ImageSlot | null) => {
  const picture = await cleanPicture(bytes, slot);
  expect(pngSize(picture.bytes)).toEqual({ width: picture.width, height: picture.height });
  expect(isPlainPng(picture.bytes)).toBe(true);
  return [picture.width, picture.height];
};

describe('a plain PNG', () => {
  test('is kept byte for byte, so a template that is exported and imported has the same images', async () => {
    const png = await noise(300, 200);
    expect((await cleanPicture(png, 'icon')).bytes).toBe(png);
    const { bytes } = await cleanPicture(svg('viewBox="0 0 20 20"'), 'icon');
    expect((await cleanPicture(bytes, null)).bytes).toBe(bytes);
  });

  test('is decoded to its end', async () => {
    const png = await noise(300, 200);
    await expect(cleanPicture(png.subarray(0, png.length / 2), null)).rejects.toMatchObject({ code: 'image_invalid' });
    await expect(cleanPicture(claim(200, 300), null)).rejects.toMatchObject({ code: 'image_invalid' });
  });

  test.each<[string, (png: Buffer) => Buffer | Promise<Buffer>]>([
    [
      'metadata',
      (png) =>
        sharp(png)
          .withExif({ IFD0: { Copyright: 'A photographer' } })
          .png()
          .toBuffer(),
    ],
    ['a colour profile', (png) => sharp(png).withIccProfile('p3').png().toBuffer()],
    ['16 bits a channel', (png) => sharp(png).toColourspace('rgb16').png().toBuffer()],
    ['bytes behind its end', (png) => Buffer.concat([png, Buffer.from('<script>alert(1)</script>')])],
  ])('with %s is drawn anew without', async (_, change) => {
    const given = await change(await noise(40, 30));
    expect(isPlainPng(given)).toBe(false);
    expect(await sizeOf(given, null)).toEqual([40, 30]);
  });

  test('of many pixels gets fewer', async () => {
    const given = await sharp({ create: { width: 4900, height: 5000, channels: 3, background: '#345' } })
      .png()
      .toBuffer();
    const [width = 0, height = 0] = await sizeOf(given, null);
    expect(width * height).toBeLessThan(MAX_KEPT_PIXELS);
    expect([width, height]).toEqual([1125, 1148]);
  });
});

describe('a photograph', () => {
  test('becomes a PNG, upright, without saying where it was taken', async () => {
    const jpeg = await sharp(await noise(400, 200))
      .withExif({ IFD0: { Copyright: 'A photographer' }, IFD3: { GPSLatitude: '51/1 30/1 3230/100' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await sizeOf(jpeg, null)).toEqual([200, 400]);
    expect(await sizeOf(jpeg, 'thumbnail')).toEqual([135, 270]);
  });

  test('of noise in full size still fits among uploads', async () => {
    const { data, info } = await sharp(
      Buffer.alloc(3 * 2600 * 2600).map((_, index) => (index * 2654435761) >>> 13),
      {
        raw: { width: 2600, height: 2600, channels: 3 },
      },
    )
      .webp({ quality: 40 })
      .toBuffer({ resolveWithObject: true });
    expect(info.size).toBeLessThan(MAX_IMAGE_BYTES);
    expect((await cleanPicture(data, null)).bytes.length).toBeLessThan(MAX_IMAGE_BYTES);
  });

  test('of an animation is its first frame', async () => {
    const frames = await Promise.all(['#f00', '#00f'].map((color) => noise(30, 20, color)));
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const { bytes } = await cleanPicture(gif, null);
    const { channels } = await sharp(bytes).stats();
    expect(channels[0]!.mean).toBeGreaterThan(channels[2]!.mean);
  });
});

describe('a drawing', () => {
  const places: readonly (readonly [ImageSlot, Style, string, string])[] = [
    ['icon', 'generic', '16x16', '114x114'],
    ['logo', 'generic', '16x5', '480x150'],
    ['thumbnail', 'generic', '9x9', '270x270'],
    ['footer', 'boardingPass', '286x15', '858x45'],
    ['background', 'eventTicket', '18x22', '540x660'],
    ['strip', 'storeCard', '375x144', '1125x432'],
    ['strip', 'eventTicket', '375x98', '1125x294'],
  ];

  test.each(places)('for the %s of a %s has the pixels of its largest density', async (slot, style, own, largest) => {
    const [width = '', height = ''] = own.split('x');
    const drawing = svg(`width="${width}" height="${height}"`);
    for (const place of [slot, null]) {
      const { bytes } = await cleanPicture(drawing, place);
      const files = await scaleImages({ [slot]: bytes }, style);
      const last = pngSize(files[2]!.bytes)!;
      expect([files.length, `${last.width}x${last.height}`]).toEqual([3, largest]);
    }
  });

  test('of an extreme shape is small all the same', async () => {
    const [width = 0, height = 0] = await sizeOf(svg('viewBox="0 0 10 100000"'), 'strip');
    expect(width * height).toBeLessThanOrEqual(MAX_KEPT_PIXELS);
    expect(await sizeOf(svg('width="5000" height="4000"'), 'logo')).toEqual([188, 150]);
  });
});
