// Each example does what its README says. They are read from examples/ as the first start reads them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot, TEMPLATE_FOLDER } from '../../src/examples.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { type ExampleApp, type ExamplePass, fieldsOf, openExamples } from '../fixtures/scenarios/example-pass.ts';

const POINTS = 'Points on scan';
const LOYALTY = 'Loyalty card with automatic redemption';
const TICKET = 'One-time event ticket';

let app: ExampleApp;
beforeAll(async () => {
  app = await openExamples();
});
afterAll(() => app.t.close());

const makePass = (name: string, fields?: Record<string, string>): Promise<ExamplePass> => app.makePass(name, fields);

describe('all of them', () => {
  test('saving them warns of nothing', async () => {
    const { t, examples } = app;
    expect(examples).toHaveLength(12);
    expect(t.app.first?.templates.map((template) => template.name)).toEqual(examples.map((it) => it.templateName));
    for (const example of examples) {
      const saved = await t.call('insertUpdateTemplate', { clientHash: t.clientHash, ...example });
      expect(saved, example.templateName).toMatchObject({ success: true, warnings: [] });
    }
    expect(t.logged.filter(([, message]) => message.includes('example'))).toEqual([]);
  });

  test('each has a README, and every picture in its folder is in the pass', async () => {
    const root = join(packageRoot(), 'examples');
    const folders = (await readdir(root)).filter((name) => TEMPLATE_FOLDER.test(name)).sort();
    expect(folders).toHaveLength(app.examples.length);
    const index = await readFile(join(root, 'README.md'), 'utf8');
    expect([...index.matchAll(/\]\((\d.*)\/README\.md\)/g)].map((match) => match[1])).toEqual(folders);
    for (const [position, folder] of folders.entries()) {
      const { templateName } = app.examples[position]!;
      const readme = await readFile(join(root, folder, 'README.md'), 'utf8');
      expect(readme, folder).toMatch(/^# .+\n\n.+/);
      const drawn = (await readdir(join(root, folder))).flatMap((file) => /^(.+)\.svg$/.exec(file)?.[1] ?? []);
      expect(drawn, folder).toEqual(expect.arrayContaining(['icon', 'logo']));
      const { files } = openPackage(await app.t.file((await makePass(templateName)).hashedSerialNumber));
      const images = Object.keys(files).filter((name) => name.endsWith('.png'));
      const expected = drawn.flatMap((name) => ['', '@2x', '@3x'].map((density) => `${name}${density}.png`));
      expect(images.sort(), folder).toEqual(expected.sort());
    }
  });

  test('they show every style, every barcode format and three more languages', () => {
    const constructors = app.examples.map((example) => example.passConstructor as any);
    const all = (values: readonly string[]) => [...new Set(values)].sort();
    expect(all(constructors.map((it) => it.type))).toEqual([
      'boardingPass',
      'coupon',
      'eventTicket',
      'generic',
      'storeCard',
    ]);
    expect(all(constructors.map((it) => it.barcode.format))).toEqual([
      'PKBarcodeFormatAztec',
      'PKBarcodeFormatCode128',
      'PKBarcodeFormatPDF417',
      'PKBarcodeFormatQR',
      'PassScan',
    ]);
    expect(all(constructors.flatMap((it) => Object.keys(it.localizations ?? {})))).toEqual(['de', 'fr', 'pt']);
  });
});

describe('points on scan', () => {
  const GREEN = 'rgb(31, 111, 84)';
  const NAVY = 'rgb(0, 0, 128)';
  const GOLD = 'rgb(122, 90, 0)';

  test('a new card is green and empty, in the name that the link carries', async () => {
    const card = await makePass(POINTS, { structure_secondaryFields_name_value: 'Ada' });
    const passJson = await card.passJson();
    expect(passJson.backgroundColor).toBe(GREEN);
    expect(passJson.barcode).toMatchObject({ message: card.hashedSerialNumber, altText: 'Ada' });
    const { points, reward, name, thanks } = fieldsOf(passJson);
    expect(points).toMatchObject({ value: 0, changeMessage: 'You now have %@ points' });
    expect(name.value).toBe('Ada');
    expect([reward, thanks]).toEqual([undefined, undefined]);
  });

  test('what is not editable a link cannot set', async () => {
    const card = await makePass(POINTS, { structure_headerFields_points_value: '9', backgroundColor: 'gold' });
    const passJson = await card.passJson();
    expect(fieldsOf(passJson).points.value).toBe(0);
    expect(passJson.backgroundColor).toBe(GREEN);
  });

  test('each scan is a point: navy from the first, gold and a reward with the tenth', async () => {
    const card = await makePass(POINTS, { structure_secondaryFields_name_value: 'Ada' });
    for (let scans = 1; scans <= 11; scans++) {
      expect(await card.scan()).toMatchObject({
        updated: true,
        scanText: `Ada: ${scans} points`,
        scanColor: 'seagreen',
        description: `Ada has ${scans} points`,
      });
      if (![1, 9, 10, 11].includes(scans)) continue;
      const passJson = await card.passJson();
      const { points, reward, thanks } = fieldsOf(passJson);
      expect(points.value).toBe(scans);
      expect(passJson.backgroundColor).toBe(scans < 10 ? NAVY : GOLD);
      expect(reward?.value).toBe(scans < 10 ? undefined : 'One free loaf');
      expect(Date.parse(thanks.value)).toBe(app.t.now());
    }
    expect(await card.accessTypes()).toEqual([1, ...Array.from({ length: 11 }, () => 7)]);
  });
});

describe('loyalty card', () => {
  const BROWN = 'rgb(122, 74, 33)';
  const GOLD = 'rgb(122, 90, 0)';

  test('five stamps make a coupon, the next scan redeems it and begins a new card', async () => {
    const card = await makePass(LOYALTY);
    for (let stamps = 1; stamps <= 4; stamps++) {
      expect(await card.scan()).toMatchObject({ scanText: `Stamp ${stamps} of 5`, scanColor: 'seagreen' });
      const passJson = await card.passJson();
      const { progress, coupon, redeemed, stamps: shown } = fieldsOf(passJson);
      expect([shown.value, progress.value, coupon, redeemed]).toEqual([stamps, `${stamps} of 5`, undefined, undefined]);
      expect(passJson.backgroundColor).toBe(BROWN);
    }

    expect(await card.scan()).toMatchObject({ updated: true, scanText: 'Stamp 5 of 5', scanColor: 'seagreen' });
    const full = await card.passJson();
    expect(full.storeCard).toBeUndefined();
    expect(full.backgroundColor).toBe(GOLD);
    expect(fieldsOf(full).coupon).toMatchObject({ value: 'One free coffee', changeMessage: '%@' });
    expect(fieldsOf(full).progress).toBeUndefined();

    expect(await card.scan()).toMatchObject({
      updated: true,
      scanText: 'Coupon redeemed: one free coffee',
      scanColor: 'darkgoldenrod',
      description: '0 stamps, 1 coffees redeemed',
    });
    const fresh = await card.passJson();
    expect(fresh.coupon).toBeUndefined();
    expect(fresh.backgroundColor).toBe(BROWN);
    const { stamps, progress, redeemed, coupon } = fieldsOf(fresh);
    // Redeeming is not a stamp as well.
    expect([stamps.value, progress.value, redeemed.value, coupon]).toEqual([0, '0 of 5', 1, undefined]);
  });

  test('the second card is like the first, and the coffees are counted', async () => {
    const card = await makePass(LOYALTY);
    const texts: string[] = [];
    for (let scans = 1; scans <= 12; scans++) texts.push((await card.scan()).scanText);
    const round = [1, 2, 3, 4, 5].map((stamp) => `Stamp ${stamp} of 5`);
    expect(texts).toEqual([...round, 'Coupon redeemed: one free coffee', ...round, 'Coupon redeemed: one free coffee']);
    expect((await card.fields()).redeemed.value).toBe(2);
  });

  test('the barcode is the PassScan one, which every reader takes for a QR code', async () => {
    const card = await makePass(LOYALTY);
    const { barcode, barcodes } = await card.passJson();
    expect(barcode).toMatchObject({ format: 'PKBarcodeFormatQR', altText: 'Show this when you pay' });
    expect(barcode.message).toContain(card.hashedSerialNumber);
    expect(barcodes).toEqual([barcode]);
  });
});

describe('event ticket', () => {
  test('the first scan admits and takes the barcode away, every later one is refused', async () => {
    const ticket = await makePass(TICKET, { structure_secondaryFields_holder_value: 'Grace' });
    const fresh = await ticket.passJson();
    expect(fresh.barcode.message).toContain(ticket.hashedSerialNumber);
    expect(fresh.barcode.altText).toBe('Admits one');
    expect(fieldsOf(fresh).used).toBeUndefined();

    expect(await ticket.scan()).toMatchObject({
      updated: true,
      scanText: 'Welcome, Grace',
      scanColor: 'seagreen',
      description: 'Winter Concert: Grace',
    });
    const admittedAt = app.t.now();
    const used = await ticket.passJson();
    expect([used.barcode, used.barcodes]).toEqual([undefined, undefined]);
    expect(fieldsOf(used).used).toMatchObject({ label: 'ADMITTED', changeMessage: 'Admitted: %@. Enjoy the concert!' });
    const shown = fieldsOf(used).used.value;
    expect(Date.parse(shown)).toBe(admittedAt);

    for (const _ of [2, 3]) {
      expect(await ticket.scan()).toMatchObject({ scanText: `ALREADY USED at ${shown}`, scanColor: 'crimson' });
    }
    expect((await ticket.fields()).used.value).toBe(shown);
  });

  test('a check looks without admitting', async () => {
    const ticket = await makePass(TICKET, { structure_secondaryFields_holder_value: 'Grace' });
    const { hashedSerialNumber } = ticket;
    for (const _ of [1, 2]) expect(await ticket.check()).toMatchObject({ scanText: 'Valid ticket', scanColor: 'gray' });
    expect((await ticket.passJson()).barcode).toBeDefined();
    const { t } = app;
    const scanned = { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 };
    expect(await t.call('checkPassAccess', scanned)).toMatchObject({ success: true, check: false });
    // The one who was only checked is still let in, once.
    expect(await ticket.scan()).toMatchObject({ scanText: 'Welcome, Grace' });
    expect((await ticket.check()).scanText).toBe('Welcome, Grace');
    expect((await ticket.scan()).scanText).toMatch(/^ALREADY USED at /);
    // Nor does a check of a used ticket say that it is valid.
    expect((await ticket.check()).scanText).toMatch(/^ALREADY USED at /);
  });
});
