// What is written to a pass is checked as a template is, through every door: a value that Wallet refuses or ignores is refused
// with a sentence that names the place, and nothing is written.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { editable, overridesOf, passIn, sendForm } from '../fixtures/http/register-forms.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const PATHS =
  'expirationDate,relevantDate,backgroundColor,maxDistance,barcode_format,locations_0_latitude,voided,points,agree';
const card = (more: JsonObject = {}): JsonObject => ({
  type: 'generic',
  description: 'Card',
  organizationName: 'Bakery',
  timezone: 1,
  backgroundColor: 'rgb(1, 2, 3)',
  expirationDate: editable('', 'Until'),
  barcode: { format: 'PKBarcodeFormatQR', message: 'x' },
  structure: {
    headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
    primaryFields: [{ key: 'title', value: 'Bakery' }],
    backFields: [{ key: 'since', value: '2026-01-01', dateStyle: 'PKDateStyleShort' }],
  },
  additional: {
    agree: editable(false, 'I agree', { PSAttributeType: 'PSAttributeTypeCheckbox' }),
    points: editable(5, 'Points'),
    times: '',
    psEditorPaths: PATHS,
  },
  ...more,
});

/** A place, a value that it cannot hold, and what is said. */
const REFUSED: readonly [path: string, value: JsonValue, says: RegExp][] = [
  ['structure_backFields_points_value', '2', /key "points" is used twice, in headerFields and in backFields/],
  ['structure_backFields', '[{"key":"a","value":1},{"key":"a","value":2}]', /key "a" is used twice/],
  ['structure_secondaryFields_points', '{"value":1}', /key "points" is used twice/],
  ['structure', '{"headerFields":[{"key":"a"}],"backFields":[{"key":"a"}]}', /key "a" is used twice/],
  ['expirationDate', '2030-12-31 23:59:00', /date and time with its zone, such as 2025-12-31T20:00:00\+01:00/],
  ['expirationDate', '2030-12-31', /date and time with its zone/],
  ['expirationDate', '31.12.2030', /date and time with its zone/],
  ['expirationDate', '1924991940', /date and time with its zone/],
  ['relevantDate', 'tomorrow', /date and time with its zone/],
  ['backgroundColor', 'FFAA00', /backgroundColor is a colour/],
  ['psScanColor', 'blurple', /is a colour/],
  ['locations', '[{"latitude":"52,5","longitude":13}]', /latitude: a number from -90 to 90/],
  ['locations_0_latitude', '52,5', /latitude: a number from -90 to 90/],
  ['locations_0_longitude', '181', /longitude: a number from -180 to 180/],
  ['maxDistance', '100m', /maxDistance is a number of metres/],
  ['barcode_format', 'QR', /format is one of PKBarcodeFormatQR/],
  ['barcode', '{"format":"QR","message":"x"}', /format is one of PKBarcodeFormatQR/],
  ['barcode_messageEncoding', 'klingon', /character encoding/],
  ['beacons', '[{"proximityUUID":"x","major":70000}]', /UUID/],
  ['associatedStoreIdentifiers', 'abc', /numbers of apps/],
  ['voided', 'maybe', /voided is true or false/],
  ['agree', 'perhaps', /agree is true or false/],
  ['structure_primaryFields_title_textAlignment', 'center', /textAlignment is one of PKTextAlignmentLeft/],
  ['structure_headerFields_points_numberStyle', 'decimal', /numberStyle is one of PKNumberStyleDecimal/],
  ['structure_headerFields_points_value', 'abc', /structure_headerFields_points_value is a number/],
  ['structure_backFields_since_value', 'last year', /is a date, such as 2025-12-31/],
  ['points', 'abc', /points is a number/],
  ['times', 'abc', /times is a number/],
];
const COUNTS = { triggers: { onScan: { action: 'PSActionIncrementValue', targetPath: 'times', amount: 1 } } };

describe.each(REFUSED)('%s = %j', (path, value, says) => {
  test('is refused by the API, by a link of the owner and in a trigger', async () => {
    const templateHash = await t.template(card(COUNTS));
    const { clientHash } = t;
    const hashedSerialNumber = await t.pass(templateHash);
    const refused = { success: false, code: 'value_invalid', message: expect.stringMatching(says) };
    expect(await t.call('updatePassFields', { clientHash, hashedSerialNumber, [path]: value })).toMatchObject(refused);
    expect(await t.call('createPassFromTemplateFields', { clientHash, templateHash, [path]: value })).toMatchObject(
      refused,
    );
    const link = new URLSearchParams({ clientHash, templateHash, generate: 'true', [path]: String(value) });
    expect((await t.fetch(`/pass/create.php?${link}`)).status).toBe(400);
    expect(await overridesOf(t, hashedSerialNumber)).toEqual({});

    const set = { action: 'PSActionSetValue', targetPath: path, value };
    const count = { action: 'PSActionIncrementValue', targetPath: 'times', amount: 1 };
    const scanned = await t.pass(await t.template(card({ triggers: { onScan: [set, count] } })));
    await t.call('trackPassAccess', { clientHash, hashedSerialNumber: scanned, accessType: 7 });
    expect(await overridesOf(t, scanned)).toEqual({ times: 1 });
    const trace = JSON.stringify((await t.events(scanned)).at(-1)?.trace).replaceAll('\\"', '"');
    expect(trace).toMatch(says);
  });
});

test('a field moves to another group in one call, in any order, and a clash of both designs is none', async () => {
  const hashedSerialNumber = await t.pass(await t.template(card()));
  const groups = { structure_backFields: '[{"key":"points","value":1}]', structure_headerFields: '[]' };
  expect(await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber, ...groups })).toMatchObject({
    success: true,
  });
  const back = { clientHash: t.clientHash, hashedSerialNumber, structure_headerFields_points_value: 3 };
  expect(await t.call('updatePassFields', back)).toMatchObject({
    success: false,
    message: expect.stringMatching(/used twice/),
  });
  const gone = { clientHash: t.clientHash, hashedSerialNumber, structure_headerFields: null };
  expect(await t.call('updatePassFields', gone)).toMatchObject({
    success: false,
    message: expect.stringMatching(/used twice/),
  });
});

test.each<[string, string, JsonValue]>([
  ['agree', 'false', false],
  ['agree', 'off', false],
  ['agree', 'no', false],
  ['agree', 'False', false],
  ['agree', '0', false],
  ['agree', 'on', true],
  ['agree', 'TRUE', true],
  ['points', '25', 25],
  ['points', '2.5', 2.5],
  // Digits that a number would lose stay.
  ['points', '007', '007'],
  ['points', '9007199254740993', '9007199254740993'],
])('a link stores what the place holds: %s=%s is %j', async (path, text, value) => {
  const templateHash = await t.template(card());
  const guest = new URLSearchParams({ templateHash, generate: 'true', [path]: text });
  const owner = new URLSearchParams({ templateHash, clientHash: t.clientHash, [path]: text });
  for (const query of [guest, owner]) {
    const answer = await t.call('createPassFromTemplateFields', Object.fromEntries(query));
    expect((await overridesOf(t, answer.hashedSerialNumber))[path]).toEqual(value);
  }
});

describe('forms', () => {
  test('a day that a date input sends is the end of that day in the zone of the template', async () => {
    const templateHash = await t.template(card());
    const hash = passIn(await sendForm(t, { templateHash }, { expirationDate: '2030-12-31' }));
    expect((await overridesOf(t, hash)).expirationDate).toBe('2030-12-31T23:59:59+01:00');
    const edited = await t.pass(templateHash);
    const body = new URLSearchParams({
      clientHash: t.clientHash,
      hashedSerialNumber: edited,
      expirationDate: '2030-12-31',
    });
    expect((await t.fetch('/pass/editor.php', { method: 'POST', body })).status).toBe(200);
    expect((await overridesOf(t, edited)).expirationDate).toBe('2030-12-31T23:59:59+01:00');
  });

  test.each([
    ['expirationDate', '31.12.2030'],
    ['points', 'abc'],
  ])('%s: %s is refused beside its field', async (path, value) => {
    const templateHash = await t.template(card());
    const hash = await t.pass(templateHash);
    const refused = await sendForm(t, { hashedSerialNumber: hash }, { [path]: value });
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringMatching(/Please give a (?:date|number)/),
    ]);
    const body = new URLSearchParams({ clientHash: t.clientHash, hashedSerialNumber: hash, [path]: value });
    expect((await t.fetch('/pass/editor.php', { method: 'POST', body })).status).toBe(400);
    expect(await overridesOf(t, hash)).toEqual({});
  });
});
