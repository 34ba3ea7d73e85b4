// The stories of the examples that are used more than once: boarding, visits, payments, and a pass that comes and goes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { type ExampleApp, openExamples } from '../fixtures/scenarios/example-pass.ts';

let app: ExampleApp;
beforeAll(async () => {
  app = await openExamples();
});
afterAll(() => app.t.close());

describe('boarding pass', () => {
  const NAME = 'Boarding pass in three languages';
  const BLUE = 'rgb(20, 80, 127)';
  const GREEN = 'rgb(26, 100, 74)';

  test('checked at security, boarded at the gate, refused a second time', async () => {
    const pass = await app.makePass(NAME, { structure_secondaryFields_passenger_value: 'Amelia' });
    const passJson = await pass.passJson();
    expect(passJson.boardingPass.transitType).toBe('PKTransitTypeAir');
    expect(passJson.barcode).toMatchObject({ format: 'PKBarcodeFormatAztec', altText: 'K7QX2M 14A' });

    expect(await pass.check()).toMatchObject({ scanText: 'Security: PT 417, gate B12', scanColor: 'steelblue' });
    expect((await pass.fields()).boarded).toBeUndefined();

    expect(await pass.scan()).toMatchObject({
      updated: true,
      scanText: 'Boarded: seat 14A',
      scanColor: 'seagreen',
      description: 'PT 417 14A, Amelia',
    });
    expect((await pass.passJson()).backgroundColor).toBe(GREEN);
    expect((await pass.fields()).boarded.value).toBe('On board');

    expect(await pass.refusedScan()).toBe('Seat 14A is taken: this pass boarded before.');
  });

  test('a new gate for one pass, another one for the whole flight', async () => {
    const [first, second] = [await app.makePass(NAME), await app.makePass(NAME)];
    expect(await first.set({ structure_headerFields_gate_value: 'B27' })).toMatchObject({ updated: true });
    expect((await first.fields()).gate).toMatchObject({ value: 'B27', changeMessage: 'Your gate is now %@' });
    await app.editTemplate(NAME, (passConstructor) => {
      const gate = passConstructor.structure.headerFields.find((field: any) => field.key === 'gate');
      gate.value = 'C3';
    });
    // The first has a gate of its own.
    expect([(await first.fields()).gate.value, (await second.fields()).gate.value]).toEqual(['B27', 'C3']);
    expect((await second.passJson()).backgroundColor).toBe(BLUE);
  });

  test('every shown text but names has a German and a Portuguese one in the file', async () => {
    const pass = await app.makePass(NAME);
    await pass.scan();
    const { files } = openPackage(await app.t.file(pass.hashedSerialNumber));
    const texts = (language: string) => Buffer.from(files[`${language}.lproj/pass.strings`]!).toString('utf8');
    expect(texts('de')).toContain('"Your gate is now %@" = "Ihr Flugsteig ist jetzt %@";');
    for (const { label, changeMessage } of Object.values(await pass.fields())) {
      for (const text of [label, changeMessage].filter((it) => it !== undefined)) {
        if (!['PORTO', 'HAMBURG', 'STATUS'].includes(text)) expect(texts('de')).toContain(`"${text}" = `);
        if (text !== 'PORTO') expect(texts('pt')).toContain(`"${text}" = `);
      }
    }
  });
});

describe('ticket for ten visits', () => {
  const NAME = 'Ticket for ten visits';

  test('counts down to zero, loses its barcode, and refuses the eleventh visit', async () => {
    const boughtAt = app.t.now();
    const ticket = await app.makePass(NAME);
    const fresh = await ticket.passJson();
    expect(fresh.barcode).toMatchObject({ format: 'PKBarcodeFormatQR', altText: '10 left' });
    expect(Date.parse((await ticket.fields()).bought.value)).toBe(boughtAt);
    expect((await ticket.fields()).last).toBeUndefined();
    for (let left = 9; left >= 0; left--) {
      expect(await ticket.scan()).toMatchObject({ updated: true, scanText: `Welcome! ${left} left` });
      if (left > 1) continue;
      const { visits, last, used, bought } = await ticket.fields();
      expect([visits.value, used?.value]).toEqual([left, left === 0 ? 'See you again!' : undefined]);
      expect([Date.parse(last.value), Date.parse(bought.value)]).toEqual([app.t.now(), boughtAt]);
      expect((await ticket.passJson()).barcode?.altText).toBe(left === 0 ? undefined : '1 left');
    }
    expect(await ticket.refusedScan()).toBe('No visits left.');
    expect((await ticket.fields()).visits.value).toBe(0);
  });
});

describe('gift card', () => {
  const NAME = 'Gift card with a balance';

  test('each scan takes what the till charges, to the cent, and never more than there is', async () => {
    const card = await app.makePass(NAME, {
      structure_secondaryFields_to_value: 'Ada',
      structure_secondaryFields_from_value: 'Charles',
      charge: '-100',
    });
    const balance = async () => (await card.fields()).balance;
    expect(await balance()).toMatchObject({ value: 50, currencyCode: 'EUR' });
    expect((await card.fields()).from.value).toBe('Charles');
    for (const left of [37.7, 25.4, 13.1]) {
      await card.set({ charge: 12.3 });
      expect(await card.scan()).toMatchObject({ updated: true, scanText: `Paid 12.3, left ${left} EUR` });
      expect((await balance()).value).toBe(left);
    }
    await card.set({ charge: 20 });
    expect(await card.refusedScan()).toBe('20 is more than the balance of 13.1.');
    expect((await balance()).value).toBe(13.1);
    // A till sends texts as well as numbers.
    await card.set({ charge: '13.10' });
    expect(await card.scan()).toMatchObject({ scanText: 'Paid 13.10, left 0 EUR' });
    expect((await card.passJson()).barcode).toBeUndefined();
  });

  test('a scan without a charge takes nothing; the editor pays too', async () => {
    const card = await app.makePass(NAME);
    expect(await card.scan()).toMatchObject({ updated: true });
    expect((await card.fields()).balance.value).toBe(50);
    await card.set({ charge: 5 });
    expect(await card.edit()).toMatchObject({ success: true });
    expect((await card.fields()).balance.value).toBe(45);
    await card.edit();
    expect((await card.fields()).balance.value).toBe(45);
  });
});

describe('thanks for installing', () => {
  const NAME = 'Thanks for installing';

  test('the scoop comes with the installation, is eaten once, and who returns is greeted', async () => {
    const coupon = await app.makePass(NAME);
    const before = await coupon.fields();
    expect([before.wait.value, before.scoop, before.since]).toEqual(['One scoop', undefined, undefined]);
    expect((await coupon.passJson()).barcodes).toBeUndefined();
    expect(await coupon.refusedScan()).toBe('Ask the guest to add the pass first.');

    await coupon.install();
    const installedAt = app.t.now();
    const after = await coupon.fields();
    expect(after.scoop).toMatchObject({ value: 'One scoop', changeMessage: '%@ is on us. Come by for it!' });
    expect([after.wait, after.back, Date.parse(after.since.value)]).toEqual([undefined, undefined, installedAt]);
    const passJson = await coupon.passJson();
    expect(passJson.barcodes).toMatchObject([{ format: 'PKBarcodeFormatCode128', message: passJson.serialNumber }]);

    expect(await coupon.scan()).toMatchObject({ scanText: 'One scoop, please!' });
    const eaten = await coupon.fields();
    expect([eaten.done.value, eaten.scoop]).toEqual(['Grazie!', undefined]);
    expect((await coupon.passJson()).barcodes).toBeUndefined();
    expect(await coupon.refusedScan()).toBe('This scoop is eaten.');

    await coupon.remove();
    await coupon.install();
    const back = await coupon.fields();
    expect([back.back.value, Date.parse(back.since.value)]).toEqual(['Good to see you again.', installedAt]);
  });
});
