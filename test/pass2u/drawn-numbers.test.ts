// The number that was drawn for a pass (PSBarcodeKind random) is the pass's for good: no reset
// takes it away, because the template has none to show in its place.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { idOf, type ModelApp, membershipModel, openModelApp } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
beforeAll(async () => {
  t = await openModelApp();
});
afterAll(() => t.close());

const RANDOM = { format: 'PKBarcodeFormatQR', message: 'model', PSBarcodeKind: 'random' };

async function made(parts: JsonObject = {}) {
  const templateHash = await t.template(membershipModel({ barcode: RANDOM, ...parts }));
  const modelId = await idOf(t, templateHash);
  const hash = await t.made(modelId, { fields: [{ key: 'name', value: 'Ann' }] });
  const shown = async () => {
    const { barcode, generic } = (await t.pkpass(modelId, hash)).passJson;
    return { number: barcode.message, name: generic.primaryFields[0].value };
  };
  const { number } = await shown();
  expect(number).toMatch(/^\d{8}$/);
  const update = (fields: JsonObject) =>
    t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: hash, ...fields });
  return { hash, number, shown, update };
}

describe.each<[string, JsonObject]>([
  ['psReplaceAll', { psReplaceAll: true }],
  ['psReplaceAll with another field', { psReplaceAll: true, structure_secondaryFields_level_value: 'GOLD' }],
  ['null for the message', { barcode_message: null }],
  ['null for all of the barcode', { barcode: null }],
  ['a barcode without a message', { barcode: { format: 'PKBarcodeFormatAztec' } }],
])('%s', (_, fields) => {
  test('keeps it', async () => {
    const { number, shown, update } = await made();
    expect(await update(fields)).toMatchObject({ success: true });
    expect((await shown()).number).toBe(number);
  });
});

test('psReplaceAll gives back the rest, and another pass can not have the number', async () => {
  const first = await made();
  expect(await first.update({ psReplaceAll: true })).toMatchObject({ success: true, updated: true });
  expect(await first.shown()).toEqual({ number: first.number, name: 'Guest' });
  expect(await first.update({ psReplaceAll: true })).toMatchObject({ success: true, updated: false });
});

test.each([
  ['barcode_message', null],
  ['barcode', { format: 'PKBarcodeFormatAztec' }],
] as const)('a trigger that sets %s keeps it', async (targetPath, value) => {
  const { hash, number, shown } = await made({
    triggers: { onScan: { action: 'PSActionSetValue', targetPath, value } },
  });
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: hash, accessType: 7 });
  expect((await shown()).number).toBe(number);
});

test('opening the form of a pass whose barcode was set whole keeps its message', async () => {
  const barcode = { ...RANDOM, altText: { PSValue: '', PSEditable: true } };
  const { hash, number, shown, update } = await made({ barcode });
  expect(await update({ barcode: { format: 'PKBarcodeFormatQR', message: number, altText: 'm' } })).toMatchObject({
    success: true,
  });
  expect((await t.fetch(`/pass/register.php?hashedSerialNumber=${hash}`)).status).toBe(200);
  expect((await shown()).number).toBe(number);
});
