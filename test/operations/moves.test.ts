// A pass that moves to another template of its campaign: what the new template makes of expiry and barcode follows in the same
// commit, and what the old one scheduled or claimed ends.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCampaignTemplate } from '../../src/operations/campaigns/campaign-template.ts';
import { createCampaign } from '../../src/operations/campaigns/create-campaign.ts';
import { drawnNumber } from '../../src/operations/change/own-barcode.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { changePasses } from '../../src/operations/passes/change-passes.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';

const HOUR = 60 * 60 * 1000;
const TERMS = { status: 'ACTIVE', startsAt: 0, endsAt: null, maxIssue: 0 } as const;
let t: TestApp;
beforeEach(async () => {
  t = await openTestApp();
  const base = { passTypeIdentifier: null, displayName: '', description: '', posted: {} };
  await createCampaign(t.app.context, t.owner, { ...TERMS, ...base, name: 'summer' });
});
afterEach(() => t.close());

let made = 0;
const template = async (parts: JsonObject = {}) =>
  (
    await createCampaignTemplate(t.app.context, t.owner, {
      ...TERMS,
      campaignName: 'summer',
      name: `card${++made}`,
      posted: {},
      passConstructor: pointsTemplate({ additional: { until: '', note: '' }, ...parts }),
    })
  ).hash;
const move = (hashedSerialNumber: string, moveTo: string, fields = {}) =>
  changePasses(t.app.context, t.owner, [{ hashedSerialNumber, moveTo, fields }], UNCALLED);
const later = (hours: number) => new Date(t.now() + hours * HOUR).toISOString();
const ends = async () =>
  (await t.jobs()).filter(({ kind }) => kind === 'expire_pass').map(({ runAt }) => (runAt - t.now()) / HOUR);
const barcodeOf = async (hash: string) => (openPackage(await t.file(hash)).passJson as any).barcode.message as string;

test('to a template whose expirationDate is a magic string: the pass ends by its own value there', async () => {
  const [plain, magic] = [await template(), await template({ expirationDate: '{until}' })];
  const hash = await t.pass(plain, { until: later(2) });
  expect(await ends()).toEqual([]);
  await move(hash, magic);
  expect(await ends()).toEqual([2]);
  expect(openPackage(await t.file(hash)).passJson).not.toHaveProperty('voided');
});

test('with the value that is set as it moves', async () => {
  const [plain, magic] = [await template(), await template({ expirationDate: '{until}' })];
  const hash = await t.pass(plain, { until: later(2) });
  await move(hash, magic, { until: later(3) });
  expect(await ends()).toEqual([3]);
});

test('away from such a template: its end there is none any more; a date of its own goes along', async () => {
  const [plain, magic] = [await template(), await template({ expirationDate: '{until}' })];
  const hash = await t.pass(magic, { until: later(2) });
  expect(await ends()).toEqual([2]);
  await move(hash, plain);
  expect(await ends()).toEqual([]);
  await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: hash, expirationDate: later(5) });
  await move(hash, magic);
  expect(await ends()).toEqual([5]);
});

const random = { format: 'PKBarcodeFormatQR', message: 'model', PSBarcodeKind: 'random' };

test('to a template that draws numbers: a pass without a message of its own gets one', async () => {
  const [plain, drawing] = [await template(), await template({ barcode: random })];
  const hash = await t.pass(plain);
  await move(hash, drawing);
  const number = await barcodeOf(hash);
  expect(number).toMatch(/^\d{8}$/);
  const other = await t.pass(drawing);
  const claim = { clientHash: t.clientHash, hashedSerialNumber: other, barcode_message: number };
  expect(await t.call('updatePassFields', claim)).toMatchObject({ code: 'barcode_taken' });
});

test('a number that another pass has is drawn again', async () => {
  const [plain, drawing] = [await template(), await template({ barcode: random })];
  const hash = await t.pass(plain);
  const other = await t.pass(drawing);
  const claim = { clientHash: t.clientHash, hashedSerialNumber: other, barcode_message: drawnNumber(hash, 0) };
  expect(await t.call('updatePassFields', claim)).toMatchObject({ success: true });
  await move(hash, drawing);
  expect(await barcodeOf(hash)).toBe(drawnNumber(hash, 1));
});

test('a message of its own stays, also one that is set as it moves; one that is taken away is drawn', async () => {
  const [plain, drawing] = [await template(), await template({ barcode: random })];
  const [own, given, taken] = [
    await t.pass(plain, { barcode_message: 'own' }),
    await t.pass(plain),
    await t.pass(plain),
  ];
  await move(own, drawing);
  await move(given, drawing, { barcode_message: 'given' });
  await move(taken, drawing, { barcode_message: null });
  expect([await barcodeOf(own), await barcodeOf(given)]).toEqual(['own', 'given']);
  expect(await barcodeOf(taken)).toMatch(/^\d{8}$/);
});

test('a field with a key that another field has there: the move is refused, and nothing is written', async () => {
  const structure = { backFields: [{ key: 'points', value: 1 }] };
  const [plain, other] = [await template({ structure, triggers: {} }), await template()];
  const hash = await t.pass(plain, { structure_backFields_points_value: 3 });
  await expect(move(hash, other)).rejects.toThrow(/"points" is used twice/);
  expect((await t.app.context.store.passByHash(hash))?.template.hash).toBe(plain);
});
