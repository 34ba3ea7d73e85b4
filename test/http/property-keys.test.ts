// Additional properties may have any key: `additional_<key>` names one on every door, the bare key where nothing else is
// called so.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

/** `bare`: whether `{key}` and a condition's `{key}` mean the property; `asParameter`: whether a creation link's `key=` does. */
const KEYS: readonly { readonly key: string; readonly bare: boolean; readonly asParameter: boolean }[] = [
  { key: 'memberId', bare: true, asParameter: true },
  { key: 'Mitglieds Nr.', bare: true, asParameter: true },
  { key: 'größe', bare: true, asParameter: true },
  { key: '会員', bare: true, asParameter: true },
  { key: 'a/b:c,d', bare: true, asParameter: true },
  { key: 'points > 20', bare: true, asParameter: true },
  { key: '"quoted"', bare: true, asParameter: true },
  { key: '__proto__', bare: true, asParameter: false },
  { key: 'constructor', bare: true, asParameter: true },
  { key: 'coupon_code', bare: true, asParameter: true },
  { key: 'barcode_note', bare: true, asParameter: true },
  { key: 'additional_x', bare: true, asParameter: true },
  { key: 'event', bare: true, asParameter: true },
  { key: 'accessType', bare: true, asParameter: true },
  { key: 'download', bare: true, asParameter: false },
  { key: 'generate', bare: true, asParameter: false },
  { key: 'JSON', bare: true, asParameter: false },
  { key: 'requestId', bare: true, asParameter: true },
  { key: 'logoText', bare: false, asParameter: false },
  { key: 'barcode', bare: false, asParameter: false },
  { key: 'locations_0_note', bare: false, asParameter: false },
  { key: 'type', bare: false, asParameter: false },
  { key: 'timestamp', bare: false, asParameter: false },
  { key: 'templateHash', bare: false, asParameter: false },
  { key: 'serialNumber', bare: false, asParameter: false },
];

function template(key: string) {
  const additional = JSON.parse(`{${JSON.stringify(key)}:{"PSValue":"start","PSEditable":true}}`);
  return pointsTemplate({
    additional,
    structure: {
      backFields: [
        { key: 'long', value: `{additional_${key}}` },
        { key: 'bare', value: `{${key}}` },
        { key: 'longTest', value: 'yes', PSConditions: `{additional_${key}} = "new"` },
        { key: 'bareTest', value: 'yes', PSConditions: `{${key}} = "new"` },
      ],
    },
    triggers: {
      onScan: { action: 'PSActionSetValue', targetPath: `additional_${key}`, value: `{additional_${key}} scanned` },
    },
  });
}

async function shown(pass: string): Promise<Record<string, string>> {
  const { backFields } = (await passJsonOf(t, pass)).storeCard;
  return Object.fromEntries(backFields.map((field: { key: string; value: string }) => [field.key, field.value]));
}

const link = (parameters: Record<string, string>) =>
  t
    .fetch(`/pass/create.php?${new URLSearchParams({ generate: 'true', ...parameters })}`)
    .then((answer) => answer.text());

describe.each(KEYS)('the key $key', ({ key, bare, asParameter }) => {
  const path = `additional_${key}`;

  test('link, magic strings, conditions, API and triggers by the long path', async () => {
    const templateHash = await t.template(template(key));
    const pass = await link({ templateHash, [path]: 'new' });
    const after = await shown(pass);
    expect(after).toMatchObject({ long: 'new', longTest: 'yes' });
    if (bare) expect(after).toMatchObject({ bare: 'new', bareTest: 'yes' });
    else expect([after.bare, after.bareTest]).not.toContain('new');

    const set = { clientHash: t.clientHash, hashedSerialNumber: pass, [path]: 'other' };
    expect(await t.call('updatePassFields', set)).toMatchObject({ success: true, updated: true });
    const scan = { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 };
    expect(await t.call('trackPassAccess', scan)).toMatchObject({ success: true, updated: true });
    expect(await shown(pass)).toMatchObject({ long: 'other scanned' });

    // What passInfo answers can be sent back.
    const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: pass });
    expect(Object.values(userFields)).toEqual(['other scanned']);
    const again = { ...set, [path]: undefined, ...userFields };
    expect(await t.call('updatePassFields', again)).toMatchObject({ success: true, updated: false });
  });

  test('the bare key in a link sets it where it is no parameter', async () => {
    const templateHash = await t.template(template(key));
    const answer = await link({ templateHash, [key]: 'new' });
    const made = await t.app.context.store.passByHash(answer);
    if (asParameter) expect(await shown(answer)).toMatchObject({ long: 'new' });
    else if (made !== null) expect(await shown(answer)).toMatchObject({ long: 'start' });
  });
});

test('the functions of the API take the bare names of other functions as paths', async () => {
  const templateHash = await t.template(template('event'));
  const pass = await t.pass(templateHash, { event: 'Gala' });
  expect(await shown(pass)).toMatchObject({ bare: 'Gala' });
  const simulate = { clientHash: t.clientHash, hashedSerialNumber: pass, event: 'onScan', additional_event: 'Ball' };
  expect(await t.call('simulate', simulate)).toMatchObject({ userFields: { additional_event: 'Ball scanned' } });
});

test('a parameter of another function that is no property is left out, as programs send it to all', async () => {
  const pass = await t.pass(await t.template(pointsTemplate()), { download: 'true', accessType: '7' });
  const info = await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: pass });
  expect(info.userFields).toEqual({});
});

test('text in curly brackets that names nothing stays, and JSON and style sheets are no warning', async () => {
  const text = '{"a":1,"b":{"c":2}} {color: red} {Member No} {structure_headerFields_points_value}';
  const passConstructor = pointsTemplate({ structure: { ...HEADER, backFields: [{ key: 'info', value: text }] } });
  const saved = await t.call('insertUpdateTemplate', { clientHash: t.clientHash, templateName: 'x', passConstructor });
  expect(saved.warnings.map(({ message }: { message: string }) => message).join(' ')).toMatch(
    /^[^{]*\{Member No\} names nothing[^{]*$/,
  );
  const pass = await t.pass(saved.templateHash);
  expect(await shown(pass)).toEqual({ info: '{"a":1,"b":{"c":2}} {color: red} {Member No} 0' });
});

const HEADER = { headerFields: [{ key: 'points', label: 'POINTS', value: 0 }] };
