// The caches of pass files: an unchanged pass is not signed again, and the limits of memory count
// what entries hold.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let template: string;
let strip: string;
beforeAll(async () => {
  t = await openTestApp();
  template = await t.template(pointsTemplate());
  strip = await dataUrl(300, 100);
  const images = { icon: await dataUrl(76, 76), strip };
  const saved = await t.call('uploadTemplateImages', { clientHash: t.clientHash, templateHash: template, ...images });
  expect(saved).toMatchObject({ success: true });
});
afterAll(() => t.close());

async function dataUrl(width: number, height: number): Promise<string> {
  return `data:image/png;base64,${(await noise(width, height)).toString('base64')}`;
}

/** Downloads a pass; what the caches did meanwhile, and the size of its new entry in bytes. */
async function download(hash: string) {
  const { files } = t.app.context;
  const before = { ...files.served, images: files.images.size, size: files.signed.calculatedSize };
  const bytes = await t.file(hash);
  return {
    bytes,
    signed: files.served.signed - before.signed,
    kept: files.served.kept - before.kept,
    images: files.images.size - before.images,
    size: files.signed.calculatedSize - before.size,
  };
}

test('an unchanged pass is neither rendered nor signed again, a changed one is', async () => {
  const hash = await t.pass(template);
  const first = await download(hash);
  expect(first).toMatchObject({ signed: 1, kept: 0 });
  const again = await download(hash);
  expect(again).toMatchObject({ signed: 0, kept: 1, images: 0, size: 0 });
  expect(Buffer.compare(first.bytes, again.bytes)).toBe(0);
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: hash, accessType: 7 });
  expect(await download(hash)).toMatchObject({ signed: 1, kept: 0, images: 0 });
});

test('the entry of a pass counts what is its own, and not the images that its template has', async () => {
  const { bytes, images, size } = await download(await t.pass(template));
  expect(bytes.length).toBeGreaterThan(40_000);
  expect(images).toBe(0);
  expect(size).toBeGreaterThan(openPackage(bytes).files['pass.json']!.length);
  expect(size).toBeLessThan(5000);
});

test('images of its own are counted, because no other pass keeps them in memory', async () => {
  const hash = await t.pass(template, { images_strip: await dataUrl(290, 110) });
  const { bytes, images, size } = await download(hash);
  const { files } = openPackage(bytes);
  expect(images).toBe(1);
  expect(size).toBeGreaterThan(files['strip.png']!.length);
  const shared = openPackage(await t.file(await t.pass(template))).files;
  expect(Buffer.compare(files['strip.png']!, shared['strip.png']!)).not.toBe(0);
  expect(Buffer.compare(files['icon.png']!, shared['icon.png']!)).toBe(0);
});

test('a design whose images have left the cache gets them again', async () => {
  const before = openPackage(await t.file(await t.pass(template))).files;
  t.app.context.files.images.clear();
  const { bytes, images } = await download(await t.pass(template));
  expect(images).toBe(2);
  const { files } = openPackage(bytes);
  expect(Object.keys(files)).toEqual(Object.keys(before));
  expect(Buffer.compare(files['strip.png']!, before['strip.png']!)).toBe(0);
});

test('translations that name values are the pass own, and counted', async () => {
  const templates = ['Points', 'Points of {description}'].map((text) =>
    t.template(pointsTemplate({ localizations: { fr: { [text]: `${text}, translated. `.repeat(40) } } })),
  );
  const [alike, own] = await Promise.all(templates);
  for (const first of [alike!, own!]) await t.file(await t.pass(first));
  const shared = await download(await t.pass(alike!));
  const varied = await download(await t.pass(own!));
  const entry = (bytes: Uint8Array) => openPackage(bytes).files['fr.lproj/pass.strings']!;
  expect(Buffer.from(entry(shared.bytes)).toString()).toContain('"Points" = "Points, translated. ');
  expect(Buffer.from(entry(varied.bytes)).toString()).toContain('"Points of Points card" = "Points of Points card, ');
  expect(varied.size - shared.size).toBeGreaterThan(100);
  expect(shared.images + varied.images).toBe(0);
});
