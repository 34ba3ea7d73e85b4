// Giving a card away: the link for everybody, with or without the form, its code as PNG and SVG, and
// the poster. The codes are read by a reader that did not draw them.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer } });
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
async function textIn(picture: Uint8Array): Promise<string[]> {
  const png = await sharp(picture).flatten({ background: 'white' }).png().toBuffer();
  return (await readBarcodes(new Blob([new Uint8Array(png)]))).map(({ text }) => text);
}

test('the link makes a card at once, or after the form; codes and poster follow the choice', async () => {
  const hash = await t.template(pointsTemplate(), { templateName: 'Café "Sol"' });
  const link = `http://passes.test/pass/create.php?templateHash=${hash}`;
  const formLink = `http://passes.test/pass/register.php?templateHash=${hash}`;
  const page = await owner.page(`/cards/${hash}/send`);
  expect(page).toContain(`data-copy="${link}"`);
  expect(page).toContain(`href="/cards/${hash}/send/spreadsheet"`);
  const withForm = await owner.page(`/cards/${hash}/send?form=yes`);
  expect(withForm).toContain(`data-copy="${formLink}"`);
  expect(withForm).toContain('poster.pdf?form=yes');
  expect((await t.fetch(new URL(formLink).pathname + new URL(formLink).search)).status).toBe(200);

  const png = await owner.get(`/cards/${hash}/send/qr.png`);
  expect(png.headers.get('content-type')).toBe('image/png');
  expect(png.headers.get('content-disposition')).toBe('attachment; filename="Caf-Sol-code.png"');
  const picture = await bytesOf(png);
  const { width, height } = await sharp(picture).metadata();
  expect([width, width! > 900]).toEqual([height, true]);
  expect(await textIn(picture)).toEqual([link]);
  const svg = await owner.get(`/cards/${hash}/send/qr.svg?form=yes`);
  expect(svg.headers.get('content-type')).toBe('image/svg+xml');
  expect(
    await textIn(
      await sharp(await bytesOf(svg), { density: 300 })
        .png()
        .toBuffer(),
    ),
  ).toEqual([formLink]);
});

test('a card without a form has no choice', async () => {
  const hash = await t.template({ type: 'generic', description: 'x' });
  const page = textOf(await owner.page(`/cards/${hash}/send?form=yes`));
  expect(page).toContain('no field that holders fill in');
  expect(page).toContain('/pass/create.php?templateHash=');
  expect(page).not.toContain('/pass/register.php');
});

test('the poster is one A4 page in the card’s colours, with its name and the sentence', async () => {
  const hash = await t.template(pointsTemplate({ backgroundColor: 'rgb(138, 47, 60)' }), {
    templateName: 'Bonuskarte Größe',
  });
  const response = await owner.get(`/cards/${hash}/send/poster.pdf`, 'de');
  expect(response.headers.get('content-type')).toBe('application/pdf');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="Bonuskarte-Gr-e-poster.pdf"');
  const file = Buffer.from(await bytesOf(response));
  expect(file.subarray(0, 8).toString('latin1')).toMatch(/^%PDF-1\.\d/);
  expect(file.length).toBeLessThan(60_000);
  const text = file.toString('latin1');
  expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(text).toContain('/MediaBox [0 0 595.28 841.89]');
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, data]) => {
    return inflateSync(Buffer.from(data!, 'latin1')).toString('latin1');
  });
  const drawn = streams.join('\n');
  // pdfkit writes colours as parts of one, and letters as hex between kerning.
  expect(drawn).toMatch(/0\.54117\d* 0\.18431\d* 0\.23529\d* scn/);
  const words = [...drawn.matchAll(/<([0-9a-f]+)>/g)]
    .map(([, hex]) => Buffer.from(hex!, 'hex').toString('latin1'))
    .join('');
  expect(words).toContain('Bonuskarte Gr\xf6\xdfe');
  expect(words).toContain('Scannen Sie den Code');
});

test('a name in letters that PDF’s own font lacks is left out, and the page says so', async () => {
  const hash = await t.template(pointsTemplate(), { templateName: 'حفل الشتاء' });
  expect(textOf(await owner.page(`/cards/${hash}/send`))).toContain('The poster leaves out the card’s name');
  const response = await owner.get(`/cards/${hash}/send/poster.pdf`);
  expect([response.status, (await bytesOf(response)).length > 1000]).toEqual([200, true]);
});

test('very long names and unbroken words make a poster of one page', async () => {
  for (const templateName of ['W'.repeat(200), 'word '.repeat(40).trim()]) {
    const hash = await t.template(pointsTemplate(), { templateName });
    const text = Buffer.from(await bytesOf(await owner.get(`/cards/${hash}/send/poster.pdf`))).toString('latin1');
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
  }
});
