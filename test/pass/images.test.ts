import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ICON } from '../../src/pass/default-icon.ts';
import { parseImageName, scaleImages, shownImages } from '../../src/pass/images.ts';
import { IMAGE_SLOTS, type ImageSlot, LOOK_IMAGES, type Style } from '../../src/rules/vocabulary.ts';
import { noise } from '../fixtures/pass/pictures.ts';

async function sizes(files: readonly { name: string; bytes: Uint8Array }[]) {
  const entries = await Promise.all(
    files.map(async ({ name, bytes }) => {
      const { format, width, height } = await sharp(bytes).metadata();
      expect(format).toBe('png');
      return [name, `${width}x${height}`];
    }),
  );
  return Object.fromEntries(entries);
}

/** One upload as the files of its slot. */
const scaleImage = (name: string, bytes: Uint8Array, style: Style) => scaleImages({ [name]: bytes }, style);

describe('an upload that is large enough', () => {
  const square: [ImageSlot, Style, string, string, string][] = [
    ['icon', 'generic', '38x38', '76x76', '114x114'],
    ['logo', 'generic', '50x50', '100x100', '150x150'],
    ['thumbnail', 'generic', '90x90', '180x180', '270x270'],
    ['background', 'eventTicket', '180x220', '360x440', '540x660'],
    ['footer', 'boardingPass', '15x15', '30x30', '45x45'],
    ['strip', 'eventTicket', '375x98', '750x196', '1125x294'],
    ['strip', 'coupon', '375x144', '750x288', '1125x432'],
    ['strip', 'storeCard', '375x144', '750x288', '1125x432'],
  ];

  it.each(square)('fills the %s of a %s in every density', async (name, style, one, two, three) => {
    const files = await scaleImage(name, await noise(1200, 1200), style);
    expect(await sizes(files)).toEqual({
      [`${name}.png`]: one,
      [`${name}@2x.png`]: two,
      [`${name}@3x.png`]: three,
    });
  });

  it('keeps its shape inside of its box', async () => {
    const wide = await noise(2000, 250);
    expect(await sizes(await scaleImage('logo', wide, 'coupon'))).toMatchObject({ 'logo@3x.png': '480x60' });
    expect(await sizes(await scaleImage('footer', wide, 'boardingPass'))).toMatchObject({ 'footer.png': '120x15' });
    expect(await sizes(await scaleImage('thumbnail', wide, 'generic'))).toMatchObject({ 'thumbnail.png': '90x11' });
  });
});

describe('an upload that is small', () => {
  it('is never enlarged, and no density repeats the one below', async () => {
    expect(await sizes(await scaleImage('logo', await noise(20, 10), 'coupon'))).toEqual({ 'logo.png': '20x10' });
    expect(await sizes(await scaleImage('logo', await noise(200, 50), 'coupon'))).toEqual({
      'logo.png': '160x40',
      'logo@2x.png': '200x50',
    });
    expect(await sizes(await scaleImage('icon', await noise(1, 1), 'coupon'))).toEqual({ 'icon.png': '1x1' });
    expect(await sizes(await scaleImage('strip', await noise(200, 144), 'coupon'))).toEqual({ 'strip.png': '200x77' });
    expect(await sizes(await scaleImage('strip', await noise(9, 2000), 'coupon'))).toEqual({ 'strip.png': '9x3' });
  });

  it('as an icon of another shape gets a transparent border', async () => {
    const [icon] = await scaleImage('icon', await noise(100, 20), 'coupon');
    const { data, info } = await sharp(icon!.bytes).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([38, 38, 4]);
    const alphaAt = (x: number, y: number) => data[(y * 38 + x) * 4 + 3];
    expect([alphaAt(19, 0), alphaAt(19, 19), alphaAt(19, 37)]).toEqual([0, 255, 0]);
  });
});

describe('a vector image', () => {
  it('is drawn sharp in every density, however small it says it is', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="5"><rect width="8" height="5"/></svg>',
    );
    const files = await scaleImage('logo', svg, 'coupon');
    expect(await sizes(files)).toEqual({ 'logo.png': '160x50', 'logo@2x.png': '320x100', 'logo@3x.png': '480x150' });
    const { data, info } = await sharp(files[2]!.bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    // The edge lies in the middle: opaque on its left pixel, clear on its right one.
    const alphaAt = (x: number) => data[(75 * info.width + x) * 4 + 3];
    expect([alphaAt(238), alphaAt(241)]).toEqual([255, 0]);
  });

  it('of an extreme shape is drawn all the same', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10000"><path d="M0 0h9v9"/></svg>',
    );
    const files = await scaleImage('strip', svg, 'coupon');
    expect(await sizes(files)).toEqual({ 'strip.png': '16x6' });
    expect(await sizes(await scaleImage('logo', svg, 'coupon'))).toMatchObject({ 'logo@3x.png': '1x150' });
  });
});

describe('the default icon', () => {
  it('fills all densities and is no empty picture', async () => {
    const files = await scaleImage('icon', DEFAULT_ICON, 'generic');
    expect(await sizes(files)).toEqual({ 'icon.png': '38x38', 'icon@2x.png': '76x76', 'icon@3x.png': '114x114' });
    const { channels, isOpaque } = await sharp(files[2]!.bytes).stats();
    expect(isOpaque).toBe(false);
    expect(channels[0]!.stdev).toBeGreaterThan(20);
  });
});

describe('uploads with a density', () => {
  it('take the place of that density only', async () => {
    const files = await scaleImages(
      { logo: await noise(800, 400, '#ff0000'), 'logo@2x': await noise(150, 100, '#0000ff') },
      'coupon',
    );
    expect(await sizes(files)).toEqual({ 'logo.png': '100x50', 'logo@2x.png': '150x100', 'logo@3x.png': '300x150' });
    const blue = await Promise.all(files.map(async (file) => (await sharp(file.bytes).stats()).channels[2]!.mean));
    expect(blue.map((mean) => mean > 128)).toEqual([false, true, false]);
  });

  it('give the lower densities when there is no plain one', async () => {
    const files = await scaleImages({ 'icon@3x': await noise(114, 114) }, 'coupon');
    expect(await sizes(files)).toEqual({ 'icon.png': '38x38', 'icon@2x.png': '76x76', 'icon@3x.png': '114x114' });
    const two = await scaleImages({ 'icon@2x': await noise(76, 76) }, 'coupon');
    expect(await sizes(two)).toEqual({ 'icon.png': '38x38', 'icon@2x.png': '76x76' });
  });

  it('hide behind larger ones below: a plain logo is not used for @3x when @2x shows more', async () => {
    const files = await scaleImages({ logo: await noise(160, 50), 'logo@2x': await noise(320, 100) }, 'coupon');
    expect(await sizes(files)).toEqual({ 'logo.png': '160x50', 'logo@2x.png': '320x100' });
  });
});

describe('styles', () => {
  it('show the images of Apple’s table', () => {
    expect(LOOK_IMAGES.boardingPass).not.toContain('strip');
    expect(shownImages('generic', IMAGE_SLOTS)).toEqual(['icon', 'logo', 'thumbnail', 'personalizationLogo']);
    expect(shownImages('posterEventTicket', ['strip', 'background', 'artwork'])).toEqual([
      'strip',
      'background',
      'artwork',
    ]);
    expect(shownImages('boardingPass', IMAGE_SLOTS)).toEqual(['icon', 'logo', 'footer']);
    expect(shownImages('eventTicket', IMAGE_SLOTS)).toEqual(['icon', 'logo', 'strip']);
    expect(shownImages('eventTicket', ['background', 'thumbnail', 'icon'])).toEqual([
      'icon',
      'background',
      'thumbnail',
    ]);
  });

  it('have boxes of their own on posters', async () => {
    const picture = await noise(400, 600);
    const uploads = { background: picture, artwork: picture, primaryLogo: picture, secondaryLogo: picture };
    const one = { 'primaryLogo.png': '20x30', 'secondaryLogo.png': '8x12', 'artwork.png': '358x448' };
    for (const look of ['posterGeneric', 'posterEventTicket', 'genericWithPoster'] as const) {
      expect(await sizes(await scaleImages(uploads, look))).toMatchObject({ ...one, 'background.png': '345x505' });
    }
    expect(await sizes(await scaleImages({ background: picture }, 'eventTicket'))).toMatchObject({
      'background.png': '180x220',
    });
  });

  it('leave out uploads that they do not show', async () => {
    const picture = await noise(40, 40);
    const files = await scaleImages({ icon: picture, footer: picture, thumbnail: picture }, 'storeCard');
    expect(files.map((file) => file.name)).toEqual(['icon.png', 'icon@2x.png']);
  });
});

describe('names', () => {
  it('are read with and without density', () => {
    expect(parseImageName('logo')).toEqual({ name: 'logo', density: null });
    expect(parseImageName('strip@3x')).toEqual({ name: 'strip', density: 3 });
    for (const name of ['', 'logo@4x', 'logo@1x', 'logo.png', 'hero', 'toString', '../icon']) {
      expect(parseImageName(name)).toBeNull();
    }
  });

  it('that are none are refused, and a bad upload is named', async () => {
    const picture = await noise(4, 4);
    await expect(scaleImage('hero', picture, 'coupon')).rejects.toMatchObject({ field: 'images_hero' });
    await expect(scaleImages({ 'logo@2x': Buffer.from('no') }, 'coupon')).rejects.toMatchObject({
      code: 'image_invalid',
      field: 'images_logo@2x',
    });
  });
});

describe('scaling', () => {
  it('gives the same bytes for the same upload, without its metadata', async () => {
    const jpeg = await sharp(await noise(300, 200))
      .withExif({ IFD0: { Copyright: 'A photographer' } })
      .jpeg()
      .toBuffer();
    const [first, second] = [await scaleImage('logo', jpeg, 'coupon'), await scaleImage('logo', jpeg, 'coupon')];
    expect(first).toEqual(second);
    expect(Buffer.from(first[0]!.bytes).includes('photographer')).toBe(false);
  });
});
