// Pictures at the doors: what is kept of them, who may send which, and what a hostile one does to
// everybody else: nothing.
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pictures } from '../../src/ports/pictures.ts';
import { cardWith, editable, faultsIn, overridesOf, passIn, sendForm } from '../fixtures/http/register-forms.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { DASHES, DRAWING } from '../fixtures/pictures/hostile.ts';
import { openTestPictures, sharedPictures } from '../fixtures/pictures/shared-pictures.ts';

const dataUri = (bytes: Uint8Array, type: string) => `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
const drawing = dataUri(DRAWING, 'image/svg+xml');

let t: TestApp;
/** How often a picture was decoded. */
let decoded = 0;
beforeAll(async () => {
  const counted: Pictures = {
    clean: (bytes, wish) => {
      decoded++;
      return sharedPictures().clean(bytes, wish);
    },
    forCaller: () => counted,
    close: async () => {},
  };
  t = await openTestApp({ injected: { pictures: counted } });
});
afterAll(() => t.close());

const imagesIn = async (pass: string) => {
  const { files } = openPackage(await t.file(pass));
  return Object.fromEntries(Object.entries(files).filter(([name]) => name.endsWith('.png')));
};
const sizeOf = async (bytes: Uint8Array) => {
  const { width, height } = await sharp(bytes).metadata();
  return `${width}x${height}`;
};
/** Keeps bytes as older versions did, and answers their hash. */
async function putOld(hash: string, mediaType: string, bytes: Uint8Array): Promise<string> {
  await t.app.context.store.putImage({ hash: hash.repeat(64 / hash.length), mediaType, bytes });
  return hash.repeat(64 / hash.length);
}

describe('an owner’s drawing', () => {
  test('is decoded once, and kept and served as a PNG of the size that its place needs', async () => {
    const before = decoded;
    const templateHash = await t.template(pointsTemplate({ images: { thumbnail: drawing, icon: drawing } }));
    for (const hash of [await t.pass(templateHash), await t.pass(templateHash)]) await t.file(hash);
    expect(decoded - before).toBe(2);
    const { url } = await t.call('imageForName', { image: 'icon', templateHash });
    const kept = await t.fetch(new URL(url).pathname);
    expect(kept.headers.get('content-type')).toBe('image/png');
    expect(await sizeOf(new Uint8Array(await kept.arrayBuffer()))).toBe('114x114');
  });
});

describe('a holder’s', () => {
  const portrait = () => cardWith({}, { images: { thumbnail: editable('', 'Portrait') } });
  const FORMATS = 'PNG, JPEG, WebP or GIF';

  test('drawing is refused by the form, which names the formats; a photograph is kept as a PNG', async () => {
    const templateHash = await t.template(portrait());
    const page = await (await t.fetch(`/pass/register.php?templateHash=${templateHash}`)).text();
    expect(page).toContain('accept="image/png,image/jpeg,image/webp,image/gif"');
    const refused = await sendForm(t, { templateHash }, { images_thumbnail: new Blob([Uint8Array.from(DRAWING)]) });
    expect(refused.status).toBe(400);
    expect(faultsIn(await refused.text())).toEqual([expect.stringContaining(FORMATS)]);
    const jpeg = await sharp(await noise(600, 900))
      .jpeg()
      .toBuffer();
    const pass = passIn(await sendForm(t, { templateHash }, { images_thumbnail: new Blob([Uint8Array.from(jpeg)]) }));
    const { images_thumbnail: hash } = await overridesOf(t, pass);
    const kept = (await t.app.context.store.image(String(hash)))!;
    expect([kept.mediaType, await sizeOf(kept.bytes)]).toEqual(['image/png', '180x270']);
  });

  test('drawing is refused where somebody without the owner’s clientHash makes or changes a pass', async () => {
    const templateHash = await t.template(portrait(), { templatePublic: true });
    const refusal = {
      success: false,
      code: 'image_invalid',
      field: 'images_thumbnail',
      message: expect.stringContaining(FORMATS),
    };
    const made = await t.call('createPassFromTemplateFields', { templateHash, images_thumbnail: drawing });
    expect(made).toMatchObject(refusal);
    const hashedSerialNumber = await t.pass(templateHash);
    const change = { hashedSerialNumber, images_thumbnail: drawing };
    expect(await t.call('updatePassFields', change)).toMatchObject(refusal);
    const asOwner = await t.call('updatePassFields', { ...change, clientHash: t.clientHash });
    expect(asOwner).toMatchObject({ success: true, updated: true });
  });
});

describe('an image that an older version kept', () => {
  test('is decoded once for all phones that ask at the same time, and a PNG takes its place', async () => {
    const hash = await putOld('a1', 'image/svg+xml', DRAWING);
    const templateHash = await t.template(pointsTemplate({ images: { thumbnail: hash, logo: hash } }));
    const passes = [await t.pass(templateHash), await t.pass(templateHash), await t.pass(templateHash)];
    const before = decoded;
    const images = await Promise.all(passes.map(imagesIn));
    expect(decoded - before).toBe(1);
    expect(await sizeOf(images[0]!['logo@3x.png']!)).toBe('150x150');
    const kept = (await t.app.context.store.image(hash))!;
    expect([kept.mediaType, await sizeOf(kept.bytes)]).toEqual(['image/png', '1125x1125']);
  });

  test('as an SVG is served so that a browser runs nothing in it', async () => {
    const hash = await putOld('b2', 'image/svg+xml', DRAWING);
    const { headers } = await t.fetch(`/images/${hash}`);
    expect(headers.get('content-type')).toBe('image/svg+xml');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    ['c3', 'a PNG', async () => (await noise(200, 200)).subarray(0, 3000)],
    ['d4', 'a drawing', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><rect')],
    ['e5', 'something else', async () => Buffer.from('no image')],
  ])('and is broken (%s, %s) logs an error; the pass has its other images', async (name, _, content) => {
    const hash = await putOld(name, 'image/png', await content());
    const images = { logo: hash, icon: dataUri(await noise(87, 87), 'image/png') };
    const pass = await t.pass(await t.template(pointsTemplate({ images })));
    t.logged.splice(0);
    expect(Object.keys(await imagesIn(pass)).sort()).toEqual(['icon.png', 'icon@2x.png', 'icon@3x.png']);
    const logged = t.logged.filter(([fields]) => fields.image === hash);
    expect(logged.map(([, message]) => message)).toEqual([expect.stringContaining('broken')]);
  });
});

describe('while hostile pictures hold every process', () => {
  test('logins, new passes and their files go on; who uploads is told when to try again', async () => {
    const started: (() => void)[] = [];
    const watchers: (() => void)[] = [];
    const pictures = openTestPictures({
      limits: { mostProcesses: 2, mostWaiting: 2 },
      after: (ms, work) => {
        if (ms === 10_000) {
          started.push(work);
          watchers.shift()?.();
        }
        return () => {};
      },
    });
    const own = await openTestApp({ injected: { pictures } });
    try {
      const templateHash = await own.template(
        pointsTemplate({ images: { icon: dataUri(await noise(87, 87), 'image/png') } }),
      );
      started.splice(0);
      const held = [1, 2].map(() => new Promise<void>((resolve) => watchers.push(resolve)));
      const upload = (bytes: Uint8Array) =>
        own.fetch('/api/uploadTemplateImages.php', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ clientHash: own.clientHash, templateHash, logo: dataUri(bytes, 'image/svg+xml') }),
        });
      const hostile = [1, 2, 3, 4].map(() => upload(DASHES));
      await Promise.all(held);
      const { email, password } = OWNER;
      expect(await own.call('login', { email, password })).toMatchObject({ success: true });
      expect(Object.keys(openPackage(await own.file(await own.pass(templateHash))).files)).toContain('icon@2x.png');
      const late = await upload(DRAWING);
      expect([late.status, late.headers.get('retry-after')]).toEqual([429, '5']);
      expect(await late.json()).toMatchObject({ success: false, code: 'rate_limited', field: 'logo' });
      expect(started.length).toBe(2);
      await pictures.close();
      expect((await Promise.all(hostile)).map(({ status }) => status)).toEqual([500, 500, 500, 500]);
    } finally {
      await pictures.close();
      await own.close();
    }
  });

  test('a network that fills the queue loses a place to another network, and its oldest pictures stay', async () => {
    const started: (() => void)[] = [];
    const watchers: (() => void)[] = [];
    const pictures = openTestPictures({
      limits: { mostProcesses: 1, mostWaiting: 2 },
      after: (ms, work) => {
        if (ms !== 10_000) return () => {};
        started.push(work);
        watchers.shift()?.();
        return () => {};
      },
    });
    const own = await openTestApp({ injected: { pictures } });
    try {
      const templateHash = await own.template(pointsTemplate());
      const isHeld = new Promise<void>((resolve) => watchers.push(resolve));
      const upload = (remoteAddress: string, bytes: Uint8Array) =>
        own.app.server.request(
          new Request(`${own.config.rootUrl}/api/uploadTemplateImages.php`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ clientHash: own.clientHash, templateHash, logo: dataUri(bytes, 'image/svg+xml') }),
          }),
          undefined,
          { incoming: { socket: { remoteAddress } } },
        );
      const first = upload('192.0.2.1', DASHES);
      await isHeld;
      const second = upload('192.0.2.1', DRAWING);
      const third = upload('192.0.2.1', DRAWING);
      const fourth = await upload('192.0.2.1', DRAWING);
      expect(fourth.status).toBe(429);
      const honest = upload('198.51.100.7', DRAWING);
      const lost = await third;
      expect([lost.status, lost.headers.get('retry-after')]).toEqual([429, '5']);
      started[0]!();
      const successOf = async (response: Response) => ((await response.json()) as { success: boolean }).success;
      expect(await successOf(await first)).toBe(false);
      expect(await successOf(await honest)).toBe(true);
      expect(await successOf(await second)).toBe(true);
    } finally {
      await pictures.close();
      await own.close();
    }
  });
});
