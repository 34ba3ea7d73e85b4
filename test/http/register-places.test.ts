// What registration does with pictures, and with containers that were set whole.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cardWith,
  editable,
  faultsIn,
  overridesOf,
  passIn,
  sendForm,
  valueIn,
} from '../fixtures/http/register-forms.ts';
import { stored } from '../fixtures/http/stored.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let png: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  t = await openTestApp();
  png = new Uint8Array(await noise(300, 300));
});
afterAll(() => t.close());

const NAME = 'structure_secondaryFields_name_value';
const get = (query: Record<string, string>, headers: Record<string, string> = {}) =>
  t.fetch(`/pass/register.php?${new URLSearchParams(query)}`, { headers });
const pageOf = async (query: Record<string, string>) => {
  const response = await get(query);
  expect(response.status).toBe(200);
  return response.text();
};

describe('a container that was set whole', () => {
  const card = () =>
    cardWith(
      {},
      {
        barcode: { format: 'PKBarcodeFormatQR', message: editable('1', 'Number'), altText: 'Card' },
        structure: {
          headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
          secondaryFields: [{ key: 'name', label: 'NAME', value: editable('Guest', 'Name') }],
        },
      },
    );
  const set = {
    barcode: { format: 'PKBarcodeFormatAztec', message: '{serialNumber}', altText: 'Whole' },
    structure_secondaryFields: [{ key: 'name', label: 'WHO', value: 'Ada' }],
    structure_headerFields: [{ key: 'points', label: 'P', value: 7 }],
  };

  test('opening the form gives its editable values overrides of their own, and removes it', async () => {
    const hashedSerialNumber = await t.pass(await t.template(card()), set);
    const bot = await get({ hashedSerialNumber }, { 'user-agent': 'Twitterbot/1.0' });
    expect(valueIn(await bot.text(), NAME)).toBe('Ada');
    expect(await overridesOf(t, hashedSerialNumber)).toEqual(set);
    expect(valueIn(await pageOf({ hashedSerialNumber }), NAME)).toBe('Ada');
    expect(await overridesOf(t, hashedSerialNumber)).toEqual({
      barcode_message: '{serialNumber}',
      [NAME]: 'Ada',
      structure_headerFields: set.structure_headerFields,
    });
    const { barcode, generic } = await passJsonOf(t, hashedSerialNumber);
    expect([barcode.format, barcode.altText, generic.secondaryFields[0].label]).toEqual([
      ...['PKBarcodeFormatQR', 'Card', 'NAME'],
    ]);
    const before = stored(t);
    await pageOf({ hashedSerialNumber });
    expect(stored(t)).toEqual(before);
  });

  test('so does sending it without opening it', async () => {
    const hashedSerialNumber = await t.pass(await t.template(card()), set);
    passIn(await sendForm(t, { hashedSerialNumber }, { [NAME]: 'Grace' }));
    expect(await overridesOf(t, hashedSerialNumber)).toMatchObject({
      barcode_message: '{serialNumber}',
      [NAME]: 'Grace',
    });
    expect((await passJsonOf(t, hashedSerialNumber)).generic.secondaryFields[0].value).toBe('Grace');
  });
});

describe('pictures', () => {
  const withPicture = (more = {}) =>
    t.template(cardWith({ note: editable('', 'Note') }, { images: { thumbnail: editable('', 'Portrait', more) } }));
  const imageOf = async (hash: string) => (await overridesOf(t, hash)).images_thumbnail;

  test.each(['psForm_0_images_thumbnail', 'images_thumbnail', 'thumbnail'])('a file named %s', async (name) => {
    const body = new FormData();
    for (const [key, value] of Object.entries({ psForm: '0', psForm_0_note: 'x', templateHash: await withPicture() }))
      body.set(key, value);
    body.set('psForm_0_images_thumbnail', new Blob([]), '');
    body.set(name, new Blob([png]), 'me.png');
    const hash = passIn(await t.fetch('/pass/register.php', { method: 'POST', body }));
    expect(await imageOf(hash)).toMatch(/^[0-9a-f]{64}$/);
    expect(await pageOf({ hashedSerialNumber: hash })).toContain(
      `<img class="present" src="/images/${await imageOf(hash)}"`,
    );
    // A file that was not chosen leaves the picture as it is.
    passIn(await sendForm(t, { hashedSerialNumber: hash }, { images_thumbnail: new Blob([]) }));
    expect(await imageOf(hash)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('what a file is decides, not its name; what is no picture is refused', async () => {
    const templateHash = await withPicture();
    for (const content of [
      '<script>alert(1)</script>',
      '%PDF-1.4',
      'GIF89a',
      '<svg xmlns="http://www.w3.org/2000/svg">',
    ]) {
      const response = await sendForm(
        t,
        { templateHash },
        { images_thumbnail: new Blob([content], { type: 'image/png' }) },
      );
      expect([content, response.status]).toEqual([content, 400]);
      expect(faultsIn(await response.text())).toEqual([expect.stringMatching(/not a picture/)]);
    }
    const asText = await sendForm(t, { templateHash }, { images_thumbnail: 'not a URL' });
    expect(asText.status).toBe(400);
    const inText = await sendForm(t, { templateHash }, { note: new Blob([png]) });
    expect(faultsIn(await inText.text())).toEqual(['This cannot be used here. Please type a text.']);
  });

  test('a required picture, and one that is kept while another field is put right', async () => {
    const images = { thumbnail: editable('', 'Portrait', { PSValidation: 'VRequired' }) };
    const templateHash = await t.template(cardWith({ zip: editable('', 'ZIP', { PSValidation: 'VZip' }) }, { images }));
    expect(faultsIn(await (await sendForm(t, { templateHash }, { zip: '' })).text())).toEqual([
      'Please choose a picture.',
    ]);
    const page = await (await sendForm(t, { templateHash }, { zip: 'x', images_thumbnail: new Blob([png]) })).text();
    expect(page).toContain('Your picture has arrived.');
    const kept = /name="psKept_images_thumbnail" value="([0-9a-f]{64})"/.exec(page)![1]!;
    const body = new FormData();
    const sent = { psForm: '0', templateHash, psForm_0_zip: '90210', psKept_images_thumbnail: kept };
    for (const [key, value] of Object.entries(sent)) body.set(key, value);
    body.set('psForm_0_images_thumbnail', new Blob([]), '');
    expect(await imageOf(passIn(await t.fetch('/pass/register.php', { method: 'POST', body })))).toBe(kept);
  });
});
