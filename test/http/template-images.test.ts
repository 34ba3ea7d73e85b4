// Images of templates and passes: uploaded as bytes, fetched from a URL, deleted, and asked for by name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Service, startService } from '../fixtures/http/served.ts';
import { stored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let service: Service;
let png: Buffer;
let other: Buffer;

beforeAll(async () => {
  [png, other] = [await noise(87, 87), await noise(320, 100, '#204080')];
  service = await startService(({ url }, response) => {
    if (url === '/logo.png') return response.end(other);
    if (url === '/moved.png') return response.writeHead(302, { location: '/logo.png' }).end();
    if (url === '/text.png') return response.end('not an image');
    if (url === '/large.png') return response.end(Buffer.alloc(5 * 1024 * 1024));
    return response.writeHead(404).end();
  });
  t = await openTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` } });
});
afterAll(async () => {
  await t.close();
  await service.close();
});

const at = (path: string) => `http://127.0.0.1:${service.port}${path}`;
const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });
const upload = (templateHash: string, files: Record<string, Buffer | string>) => {
  const form = new FormData();
  form.append('clientHash', t.clientHash);
  form.append('templateHash', templateHash);
  for (const [name, file] of Object.entries(files)) {
    if (typeof file === 'string') form.append(name, file);
    else form.append(name, new Blob([new Uint8Array(file)], { type: 'image/png' }), `${name}.png`);
  }
  return t.fetch('/api/uploadTemplateImages.php', { method: 'POST', body: form }).then((response) => response.json());
};
const bytesOf = async (url: string) => Buffer.from(await (await t.fetch(new URL(url).pathname)).arrayBuffer());

describe('uploadTemplateImages', () => {
  test('by bytes and by URL; DELETE takes one away; passes show it', async () => {
    const templateHash = await t.template(pointsTemplate());
    const pass = await t.pass(templateHash);
    const files = async () => {
      const opened = verifyPackage(await t.file(pass), await t.rootPem(), t.now());
      return Object.keys(opened.files).filter((name) => name.endsWith('.png'));
    };
    const icons = await files();
    expect(icons).toEqual(['icon.png', 'icon@2x.png', 'icon@3x.png']);
    expect(await upload(templateHash, { icon: png, logo: at('/moved.png'), images_strip: other })).toEqual({
      success: true,
    });
    const { passConstructor } = await call('templateInfo', { templateHash });
    expect(Object.keys(passConstructor.images).sort()).toEqual(['icon', 'logo', 'strip']);
    expect((await bytesOf(passConstructor.images.icon)).equals(png)).toBe(true);
    expect((await bytesOf(passConstructor.images.logo)).equals(other)).toBe(true);
    expect(await files()).toEqual(expect.arrayContaining(['logo.png', 'logo@2x.png', 'strip.png', ...icons]));

    expect(await upload(templateHash, { logo: 'DELETE', strip: 'DELETE' })).toEqual({ success: true });
    expect(await call('imageForName', { templateHash, image: 'logo' })).toMatchObject({ code: 'image_not_found' });
    expect(await files()).toEqual(icons);
  });

  test.each<[string, Record<string, Buffer | string>, string, string]>([
    ['what cannot be a name', { 'a b': 'DELETE' }, 'parameter_invalid', 'a b'],
    ['no image at all', {}, 'parameter_invalid', ''],
    ['no image format', { icon: Buffer.from('hello') }, 'image_invalid', 'icon'],
    ['a text that is no URL', { icon: 'icon.png' }, 'image_invalid', 'icon'],
    ['one good and one broken', { icon: '/logo.png', logo: '/text.png' }, 'image_invalid', 'logo'],
    ['a URL that is not there', { logo: '/nothing.png' }, 'image_unreachable', 'logo'],
    ['a URL of something large', { logo: '/large.png' }, 'image_too_large', 'logo'],
    ['5 MB', { strip: Buffer.alloc(5 * 1000 * 1000, '\x89PNG\r\n\x1a\n', 'latin1') }, 'image_too_large', 'strip'],
  ])('%s is refused, and the template stays', async (_, given, code, field) => {
    const templateHash = await t.template(pointsTemplate());
    const files = Object.entries(given).map(([name, file]) => [
      name,
      typeof file === 'string' && file.startsWith('/') ? at(file) : file,
    ]);
    const { images: _images, ...before } = stored(t);
    const answer = await upload(templateHash, Object.fromEntries(files));
    expect(answer).toMatchObject({ success: false, code, ...(field === '' ? {} : { field }) });
    expect(answer.message).toContain(field);
    const { images: _kept, ...after } = stored(t);
    expect(after).toEqual(before);
  });
});

describe('images of a pass', () => {
  test('by bytes, by URL, back to the template’s with DELETE, and none with ""', async () => {
    const images = { icon: `data:image/png;base64,${png.toString('base64')}`, logo: at('/logo.png') };
    const templateHash = await t.template({ ...pointsTemplate(), images });
    const pass = await t.pass(templateHash, { images_logo: `data:image/png;base64,${png.toString('base64')}` });
    const logo = async () => call('imageForName', { hashedSerialNumber: pass, image: 'logo' });
    expect((await bytesOf((await logo()).url)).equals(png)).toBe(true);
    const update = (value: unknown) => call('updatePassFields', { hashedSerialNumber: pass, images_logo: value });
    expect(await update(at('/logo.png'))).toEqual({ success: true, updated: true });
    expect(await update(at('/logo.png'))).toEqual({ success: true, updated: false });
    expect((await bytesOf((await logo()).url)).equals(other)).toBe(true);
    await update('');
    expect(await logo()).toMatchObject({ code: 'image_not_found' });
    await update('DELETE');
    expect((await bytesOf((await logo()).url)).equals(other)).toBe(true);
    const { userFields } = await call('passInfo', { hashedSerialNumber: pass });
    expect(userFields).toEqual({});
  });
});

describe('imageForName', () => {
  test.each([
    ['icon', 'icon'],
    ['icon.png', 'icon'],
    ['icon@2x', 'icon'],
    ['logo@2x', 'logo@2x'],
    ['logo@2x.png', 'logo@2x'],
  ])('%s', async (image, uploaded) => {
    const images = { icon: at('/logo.png'), 'logo@2x': `data:image/png;base64,${png.toString('base64')}` };
    const templateHash = await t.template({ ...pointsTemplate(), images });
    const pass = await t.pass(templateHash);
    const { passConstructor } = await call('templateInfo', { templateHash });
    const expected = { success: true, url: passConstructor.images[uploaded] };
    expect(await t.call('imageForName', { image, templateHash })).toEqual(expected);
    expect(await t.call('imageForName', { image, hashedSerialNumber: pass })).toEqual(expected);
  });

  test.each<[Record<string, string>, string, string]>([
    [{ image: 'strip' }, 'image_not_found', 'image'],
    [{ image: 'favicon' }, 'image_not_found', 'image'],
    [{ image: 'a b' }, 'parameter_invalid', 'image'],
    [{}, 'parameter_missing', 'image'],
  ])('%o', async (given, code, field) => {
    const templateHash = await t.template(pointsTemplate());
    expect(await t.call('imageForName', { ...given, templateHash })).toMatchObject({ success: false, code, field });
  });

  test('needs a template or a pass', async () => {
    expect(await t.call('imageForName', { image: 'icon' })).toMatchObject({ code: 'parameter_missing' });
  });
});
