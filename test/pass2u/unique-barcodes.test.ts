// A barcode message that may not repeat stays one pass's alone, whoever writes it after the pass was made: another surface's
// operation, the owner, or a trigger.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { idOf, type ModelApp, membershipModel, openModelApp } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
beforeEach(async () => {
  t = await openModelApp();
});
afterEach(() => t.close());

const barcodeOf = (PSBarcodeKind: string): JsonObject => ({
  format: 'PKBarcodeFormatQR',
  message: 'model',
  PSBarcodeKind,
});

/** Passes with the messages A and B; triggers of their model. */
async function twoPasses(triggers: JsonObject = {}, kind = 'nonReplicable') {
  const templateHash = await t.template(membershipModel({ barcode: barcodeOf(kind), triggers }));
  const modelId = await idOf(t, templateHash);
  const create = async (message: string) =>
    t.made(modelId, kind === 'random' ? {} : { barcode: { message }, fields: [{ key: 'name', value: message }] });
  const [a, b] = [await create('A'), await create('B')];
  const messageOf = async (passId: string) => (await t.pkpass(modelId, passId)).passJson.barcode.message;
  const update = (passId: string, fields: Record<string, string>) =>
    t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: passId, ...fields });
  return { templateHash, modelId, a, b, messageOf, update };
}

test('updatePassFields, with the message alone or all of the barcode', async () => {
  const { modelId, a, b, messageOf, update } = await twoPasses();
  expect(await update(b, { barcode_message: 'A' })).toMatchObject({ success: false, code: 'barcode_taken' });
  const whole = { barcode: JSON.stringify({ format: 'PKBarcodeFormatQR', message: 'A' }) };
  expect(await update(b, whole)).toMatchObject({ success: false, code: 'barcode_taken' });
  expect(await messageOf(b)).toBe('B');
  expect(await update(a, { barcode_message: 'C' })).toMatchObject({ success: true });
  expect(await update(b, whole)).toMatchObject({ success: true });
  expect(await messageOf(b)).toBe('A');
  const create = (message: string) => t.api('POST', `/models/${modelId}/passes`, { barcode: { message } });
  expect((await create('A')).status).toBe(409);
  expect((await create('B')).status).toBe(200);
});

test('a number that was drawn, too', async () => {
  const { a, b, messageOf, update } = await twoPasses({}, 'random');
  const [ofA, ofB] = [await messageOf(a), await messageOf(b)];
  expect(await update(b, { barcode_message: ofA })).toMatchObject({ code: 'barcode_taken' });
  expect(await messageOf(b)).toBe(ofB);
});

test('50 at the same time: one has it', async () => {
  const { templateHash, update } = await twoPasses();
  const passes = await Promise.all(
    Array.from({ length: 50 }, (_, number) => t.pass(templateHash, { barcode_message: `own ${number}` })),
  );
  const answers = await Promise.all(passes.map((pass) => update(pass, { barcode_message: 'wanted' })));
  expect(answers.filter(({ success }) => success)).toHaveLength(1);
  expect(answers.filter(({ code }) => code === 'barcode_taken')).toHaveLength(49);
});

const scanOf = (passId: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: passId, accessType: 7 });

test('a trigger’s write that would repeat one is an error of its action: the rest of the run stays', async () => {
  const setMessage = {
    action: 'PSActionSetValue',
    targetPath: 'barcode_message',
    value: '{structure_primaryFields_name_value}',
  };
  const addPoint = { action: 'PSActionIncrementValue', targetPath: 'structure_headerFields_points_value', amount: 1 };
  const { modelId, a, b, messageOf, update } = await twoPasses({ onScan: [setMessage, addPoint] });
  const name = 'structure_primaryFields_name_value';
  await update(b, { [name]: 'A' });
  expect(await scanOf(b)).toMatchObject({ success: true, updated: true });
  const { passJson } = await t.pkpass(modelId, b);
  expect([passJson.barcode.message, passJson.generic.headerFields[0].value]).toEqual(['B', 1]);
  const { tracking } = await t.call('passTracking', { clientHash: t.clientHash, hashedSerialNumber: b, trace: true });
  expect(JSON.stringify(tracking.at(-1))).toContain('barcode_message: Another pass has this barcode message.');
  await update(b, { [name]: 'free' });
  await scanOf(b);
  expect(await messageOf(b)).toBe('free');
  await update(a, { [name]: 'free' });
  await scanOf(a);
  expect(await messageOf(a)).toBe('A');
});

test('and what onCreate writes is the pass’s alone', async () => {
  const onCreate = { action: 'PSActionSetValue', targetPath: 'barcode_message', value: 'made' };
  const modelId = await t.model({ barcode: barcodeOf('random'), triggers: { onCreate } });
  const numbers = await Promise.all([1, 2].map(() => t.ok('POST', `/models/${modelId}/passes`, {})));
  const messages = numbers.map(({ barcodeMessage }) => barcodeMessage).sort();
  expect(messages).toEqual([expect.stringMatching(/^\d{8}$/), 'made']);
});

test('opening the form of a pass gives its message back, when the form drops the barcode that was set whole', async () => {
  const barcode = { ...barcodeOf('nonReplicable'), altText: { PSValue: '', PSEditable: true } };
  const templateHash = await t.template(membershipModel({ barcode }));
  const [a, b] = [await t.pass(templateHash), await t.pass(templateHash)];
  const update = (hashedSerialNumber: string, fields: Record<string, string>) =>
    t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber, ...fields });
  const whole = { barcode: JSON.stringify({ format: 'PKBarcodeFormatQR', message: 'M', altText: 'm' }) };
  expect(await update(a, whole)).toMatchObject({ success: true });
  expect(await update(b, { barcode_message: 'M' })).toMatchObject({ code: 'barcode_taken' });
  expect((await t.fetch(`/pass/register.php?hashedSerialNumber=${a}`)).status).toBe(200);
  const { pass } = (await t.app.context.store.passByHash(a))!;
  expect(pass.overrides).not.toHaveProperty('barcode');
  expect(await update(b, { barcode_message: 'M' })).toMatchObject({ success: true });
  expect(await update(a, { barcode_message: 'M' })).toMatchObject({ code: 'barcode_taken' });
});
