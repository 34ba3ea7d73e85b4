// Keys that stand at the top of a passConstructor by mistake work where they belong, and pass.json carries Apple's keys alone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { expectLinear } from '../fixtures/growth.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const APPLES = ['formatVersion', 'passTypeIdentifier', 'teamIdentifier', 'serialNumber', 'authenticationToken'];

test('triggers run, properties stay hidden, and the warnings name each', async () => {
  const { triggers: _, ...base } = pointsTemplate();
  const passConstructor = {
    ...base,
    onScan: { action: 'PSActionSetValue', targetPath: 'memberId', value: '{memberId}-{secret}' },
    psScanText: 'Member {memberId}',
    memberId: { PSValue: '4711', PSEditable: true },
    secret: 'hidden value',
    nested: { secret: 'hidden value' },
  };
  const saved = await t.call('insertUpdateTemplate', { clientHash: t.clientHash, templateName: 'x', passConstructor });
  expect(saved.success).toBe(true);
  const named = saved.warnings.map(({ path }: { path: string }) => path);
  expect(named).toEqual(expect.arrayContaining(['onScan', 'psScanText', 'memberId', 'secret', 'nested']));

  const pass = await t.pass(saved.templateHash);
  const scan = { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 };
  expect(await t.call('trackPassAccess', scan)).toMatchObject({ scanText: 'Member 4711-hidden value' });
  const { userFields, passConstructor: kept } = await t.call('passInfo', scan);
  expect(userFields).toEqual({ memberId: '4711-hidden value' });
  expect(kept).toMatchObject({ triggers: { onScan: {} }, additional: { memberId: {}, secret: 'hidden value' } });
  expect(kept).not.toHaveProperty('memberId');

  const passJson = await passJsonOf(t, pass);
  expect(Object.keys(passJson)).toEqual(expect.arrayContaining(APPLES));
  expect(JSON.stringify(passJson)).not.toMatch(/hidden value|memberId|onScan|psScanText|nested/);

  // What templateInfo answers is saved again without these warnings.
  const again = { clientHash: t.clientHash, templateHash: saved.templateHash, passConstructor: kept };
  const { warnings } = await t.call('insertUpdateTemplate', again);
  expect(warnings.filter(({ path }: { path: string }) => named.includes(path) && /read as/.test(path))).toEqual([]);
});

test.each([
  ['a field', { structure: { headerFields: [{ key: 'points', value: 1, note: 'hidden value' }] } }],
  ['a barcode', { barcode: { format: 'PKBarcodeFormatQR', message: 'x', note: 'hidden value' } }],
  ['a fallback barcode', { barcodes: [{ message: 'x' }, { message: 'x', note: 'hidden value' }] }],
  ['a location', { locations: [{ latitude: 1, longitude: 1, note: 'hidden value' }] }],
  ['a beacon', { beacons: [{ proximityUUID: '5A4BCFCE-174E-4BAC-A814-092E77F6B7E5', note: 'hidden value' }] }],
  ['nfc', { nfc: { message: 'x', note: 'hidden value' } }],
])('a key that Apple does not have in %s is on no pass', async (_, parts) => {
  const pass = await t.pass(await t.template(pointsTemplate({ ...parts, triggers: {} })));
  expect(JSON.stringify(await passJsonOf(t, pass))).not.toContain('hidden value');
});

test('a template in use whose stored keys stood at the top is read the same way', async () => {
  const templateHash = await t.template(pointsTemplate());
  const { passConstructor } = await t.call('templateInfo', { clientHash: t.clientHash, templateHash });
  await t.app.context.store.changeTemplate(templateHash, t.now(), () => ({
    passConstructor: { ...passConstructor, memberId: 'hidden value' },
    result: null,
  }));
  expect(JSON.stringify(await passJsonOf(t, await t.pass(templateHash)))).not.toContain('hidden value');
});

test('ten thousand such keys cost in proportion, and the first warnings suggest a key of Apple', async () => {
  const many = (count: number) =>
    pointsTemplate(Object.fromEntries(Array.from({ length: count }, (_, at) => [`foregroundColour${at}`, 1])));
  await expectLinear(async (count) => compileTemplate(many(count)), 2500);
  const { diagnostics } = compileTemplate(many(100));
  const warnings = diagnostics.filter(({ code }) => code === 'key_misplaced').map(({ message }) => message);
  expect(warnings).toHaveLength(100);
  expect(warnings.filter((message) => message.includes('Did you mean "foregroundColor"?'))).toHaveLength(20);
});
