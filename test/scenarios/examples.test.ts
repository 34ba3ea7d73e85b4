// Each example does what its README says. They are read from examples/ as the first start reads them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import type { Example } from '../../src/operations/first-start.ts';
import { openTestApp, type TestApp } from '../open-app.ts';
import { verifyPackage } from '../pass/open-package.ts';

let t: TestApp;
let examples: readonly Example[];
let rootPem: string;

beforeAll(async () => {
  examples = await readExamples();
  t = await openTestApp({ examples });
  rootPem = await t.rootPem();
});
afterAll(() => t.close());

/** A pass of the example whose name begins so, and what the tests do with it. */
async function makePass(name: string, fields: Record<string, unknown> = {}) {
  const { hash: templateHash } = t.app.first!.templates.find((template) => template.name.startsWith(name))!;
  const query = new URLSearchParams({ templateHash, generate: 'true', ...fields } as Record<string, string>);
  // By a creation link, as a holder does: without a clientHash.
  const hashedSerialNumber = await (await t.fetch(`/pass/create.php?${query}`)).text();
  const track = async (accessType: number) => {
    t.advance(60_000);
    const answer = await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType });
    expect(answer.success).toBe(true);
    return answer;
  };
  return {
    hashedSerialNumber,
    scan: () => track(7),
    check: () => track(0),
    /** pass.json out of the pass file, once OpenSSL and the manifest agree with the file. */
    passJson: async () => verifyPackage(await t.file(hashedSerialNumber), rootPem, t.now()).passJson as any,
  };
}

/** The shown fields of a style by key. */
function fieldsOf(style: any): Record<string, any> {
  const groups = ['headerFields', 'primaryFields', 'secondaryFields', 'auxiliaryFields', 'backFields'];
  return Object.fromEntries(groups.flatMap((group) => style[group] ?? []).map((field: any) => [field.key, field]));
}

test('there are three, each with a README and images, and saving them warns of nothing', async () => {
  expect(examples.map((example) => example.templateName)).toEqual([
    'Points on scan',
    'Loyalty card with automatic redemption',
    'One-time event ticket',
  ]);
  expect(t.app.first?.templates).toHaveLength(3);
  for (const example of examples) {
    const saved = await t.call('insertUpdateTemplate', { clientHash: t.clientHash, ...example });
    expect(saved, example.templateName).toMatchObject({ success: true, warnings: [] });
  }
  expect(t.logged.filter(([, message]) => message.includes('example'))).toEqual([]);
});

describe('points on scan', () => {
  const GREEN = 'rgb(31, 111, 84)';
  const NAVY = 'rgb(0, 0, 128)';
  const GOLD = 'rgb(184, 134, 11)';

  test('a new card is green and empty, in the name that the link carries', async () => {
    const card = await makePass('Points', { structure_secondaryFields_name_value: 'Ada' });
    const passJson = await card.passJson();
    expect(passJson.backgroundColor).toBe(GREEN);
    expect(passJson.barcode).toMatchObject({ message: card.hashedSerialNumber, altText: 'Ada' });
    const { points, reward, name, thanks } = fieldsOf(passJson.storeCard);
    expect(points).toMatchObject({ value: 0, changeMessage: 'You now have %@ points' });
    expect(name.value).toBe('Ada');
    expect([reward, thanks]).toEqual([undefined, undefined]);
  });

  test('what is not editable a link cannot set', async () => {
    const card = await makePass('Points', { structure_headerFields_points_value: '9', backgroundColor: 'gold' });
    const passJson = await card.passJson();
    expect(fieldsOf(passJson.storeCard).points.value).toBe(0);
    expect(passJson.backgroundColor).toBe(GREEN);
  });

  test('each scan is a point: navy from the first, gold and a reward with the tenth', async () => {
    const card = await makePass('Points', { structure_secondaryFields_name_value: 'Ada' });
    for (let scans = 1; scans <= 11; scans++) {
      expect(await card.scan()).toMatchObject({
        updated: true,
        scanText: `Ada: ${scans} points`,
        scanColor: 'seagreen',
        description: `Ada has ${scans} points`,
      });
      if (![1, 9, 10, 11].includes(scans)) continue;
      const passJson = await card.passJson();
      const { points, reward, thanks } = fieldsOf(passJson.storeCard);
      expect(points.value).toBe(scans);
      expect(passJson.backgroundColor).toBe(scans < 10 ? NAVY : GOLD);
      expect(reward?.value).toBe(scans < 10 ? undefined : 'A free loaf is waiting');
      expect(Date.parse(thanks.value)).toBe(t.now());
    }
    const events = (await t.events(card.hashedSerialNumber)).map((event) => event.accessType);
    expect(events).toEqual([1, ...Array.from({ length: 11 }, () => 7)]);
  });
});

describe('loyalty card', () => {
  const BROWN = 'rgb(122, 74, 33)';
  const GOLD = 'rgb(184, 134, 11)';

  test('five stamps make a coupon, the next scan redeems it and begins a new card', async () => {
    const card = await makePass('Loyalty');
    for (let stamps = 1; stamps <= 4; stamps++) {
      expect(await card.scan()).toMatchObject({ scanText: `Stamp ${stamps} of 5`, scanColor: 'seagreen' });
      const passJson = await card.passJson();
      const { progress, coupon, redeemed, stamps: shown } = fieldsOf(passJson.storeCard);
      expect([shown.value, progress.value, coupon, redeemed]).toEqual([stamps, `${stamps} of 5`, undefined, undefined]);
      expect(passJson.backgroundColor).toBe(BROWN);
    }

    expect(await card.scan()).toMatchObject({ updated: true, scanText: 'Stamp 5 of 5', scanColor: 'seagreen' });
    const full = await card.passJson();
    expect(full.storeCard).toBeUndefined();
    expect(full.backgroundColor).toBe(GOLD);
    expect(fieldsOf(full.coupon).coupon).toMatchObject({ value: 'One free coffee', changeMessage: '%@' });
    expect(fieldsOf(full.coupon).progress).toBeUndefined();

    expect(await card.scan()).toMatchObject({
      updated: true,
      scanText: 'Coupon redeemed: one free coffee',
      scanColor: 'darkgoldenrod',
      description: '0 stamps, 1 coffees redeemed',
    });
    const fresh = await card.passJson();
    expect(fresh.coupon).toBeUndefined();
    expect(fresh.backgroundColor).toBe(BROWN);
    const { stamps, progress, redeemed, coupon } = fieldsOf(fresh.storeCard);
    // Redeeming is not a stamp as well.
    expect([stamps.value, progress.value, redeemed.value, coupon]).toEqual([0, '0 of 5', 1, undefined]);
  });

  test('the second card is like the first, and the coffees are counted', async () => {
    const card = await makePass('Loyalty');
    const texts: string[] = [];
    for (let scans = 1; scans <= 12; scans++) texts.push((await card.scan()).scanText);
    const round = [1, 2, 3, 4, 5].map((stamp) => `Stamp ${stamp} of 5`);
    expect(texts).toEqual([...round, 'Coupon redeemed: one free coffee', ...round, 'Coupon redeemed: one free coffee']);
    expect(fieldsOf((await card.passJson()).storeCard).redeemed.value).toBe(2);
  });

  test('the barcode is the PassScan one, which every reader takes for a QR code', async () => {
    const card = await makePass('Loyalty');
    const { barcode, barcodes } = await card.passJson();
    expect(barcode).toMatchObject({ format: 'PKBarcodeFormatQR', altText: 'Show this when you pay' });
    expect(barcode.message).toContain(card.hashedSerialNumber);
    expect(barcodes).toEqual([barcode]);
  });
});

describe('event ticket', () => {
  test('the first scan admits and takes the barcode away, every later one is refused', async () => {
    const ticket = await makePass('One-time', { structure_secondaryFields_holder_value: 'Grace' });
    const fresh = await ticket.passJson();
    expect(fresh.barcode.message).toContain(ticket.hashedSerialNumber);
    expect(fresh.barcode.altText).toBe('Admits one');
    expect(fieldsOf(fresh.eventTicket).used).toBeUndefined();

    expect(await ticket.scan()).toMatchObject({
      updated: true,
      scanText: 'Welcome, Grace',
      scanColor: 'seagreen',
      description: 'Winter Concert: Grace',
    });
    const admittedAt = t.now();
    const used = await ticket.passJson();
    expect([used.barcode, used.barcodes]).toEqual([undefined, undefined]);
    expect(fieldsOf(used.eventTicket).used).toMatchObject({ label: 'ADMITTED', changeMessage: 'Enjoy the concert!' });
    const shown = fieldsOf(used.eventTicket).used.value;
    expect(Date.parse(shown)).toBe(admittedAt);

    for (const _ of [2, 3]) {
      expect(await ticket.scan()).toMatchObject({ scanText: `ALREADY USED at ${shown}`, scanColor: 'crimson' });
    }
    expect(fieldsOf((await ticket.passJson()).eventTicket).used.value).toBe(shown);
  });

  test('a check looks without admitting', async () => {
    const ticket = await makePass('One-time', { structure_secondaryFields_holder_value: 'Grace' });
    const { hashedSerialNumber } = ticket;
    for (const _ of [1, 2]) expect(await ticket.check()).toMatchObject({ scanText: 'Valid ticket', scanColor: 'gray' });
    expect((await ticket.passJson()).barcode).toBeDefined();
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
