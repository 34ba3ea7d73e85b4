// Curly brackets of holders stay brackets, wherever their text goes; and the clientHash never gets where holders look.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type Service, serveTestApp, startService } from '../fixtures/http/served.ts';
import { passJsonOf, verified } from '../fixtures/http/verified.ts';
import type { TestApp } from '../fixtures/open-app.ts';

let t: TestApp & { root: string };
let service: Service;
let templateHash: string;

const NAME = 'structure_secondaryFields_name_value';
/** Each would become something else if it expanded. */
const TYPED = [
  '{clientHash}',
  '{psEditorURL}',
  '{templateHash} {hashedSerialNumber} {timestamp}',
  'a {note} b',
  `{${NAME}}`,
  '{{note}}',
  '{unknown} and { and }',
  '{"action":"PSActionSetValue","targetPath":"note","value":"{clientHash}"}',
];

function copying(): JsonObject {
  const url = (rest: string) => ({ action: 'PSActionURL', url: `{rootPath}/api/updatePassFields.php?${rest}` });
  return {
    type: 'storeCard',
    description: 'Card of {structure_secondaryFields_name_value}',
    organizationName: 'Bakery',
    logoText: `{${NAME}}`,
    structure: {
      secondaryFields: [{ key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true } }],
      auxiliaryFields: [{ key: 'copy', value: 'x' }],
      backFields: [
        { key: 'joined', value: `Hello {${NAME}}, {nested}` },
        { key: 'called', value: '{called}' },
        { key: 'same', value: 'yes', PSConditions: `{${NAME}} = {structure_auxiliaryFields_copy_value}` },
      ],
    },
    barcode: { format: 'PKBarcodeFormatQR', message: `{${NAME}}` },
    additional: {
      note: 'a secret note',
      nested: `<{${NAME}}>`,
      called: '',
      psScanText: `{${NAME}}`,
      psPassDescription: `{${NAME}}`,
      psDisplayURL: `https://shop.test/?name={${NAME}}`,
    },
    triggers: {
      onScan: [
        { action: 'PSActionSetValue', targetPath: 'structure_auxiliaryFields_copy_value', value: `{${NAME}}` },
        url(`clientHash={clientHash}&hashedSerialNumber={hashedSerialNumber}&called={${NAME}}`),
        {
          action: 'PSActionURL',
          url: `http://127.0.0.1:${service.port}/?name={${NAME}}`,
          method: 'POST',
          body: { name: `{${NAME}}` },
        },
      ],
    },
  };
}

beforeAll(async () => {
  service = await startService();
  t = await serveTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` } });
  templateHash = await t.template(copying());
});
afterAll(async () => {
  await t.close();
  await service.close();
});

const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });
const userFields = async (hashedSerialNumber: string) => (await call('passInfo', { hashedSerialNumber })).userFields;
const pageOf = async (hashedSerialNumber: string) =>
  (await t.fetch(`/pass/create.php?hashedSerialNumber=${hashedSerialNumber}`)).text();
const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** The ways by which a holder's text arrives. */
const WAYS: Record<string, (text: string) => Promise<string>> = {
  'createPassFromTemplateFields without clientHash': async (text) =>
    (await t.call('createPassFromTemplateFields', { templateHash, [NAME]: text })).hashedSerialNumber,
  'createPassFromTemplateFields with another account’s clientHash': async (text) => {
    const { clientHash } = (await t.account(`stranger${Math.random()}@example.com`)) as { clientHash: string };
    return (await t.call('createPassFromTemplateFields', { clientHash, templateHash, [NAME]: text }))
      .hashedSerialNumber;
  },
  'updatePassFields without clientHash': async (text) => {
    const hashedSerialNumber = await t.pass(templateHash);
    await t.call('updatePassFields', { hashedSerialNumber, [NAME]: text });
    return hashedSerialNumber;
  },
  'a creation link': async (text) => {
    const query = new URLSearchParams({ templateHash, [NAME]: text, generate: 'true' });
    return (await t.fetch(`/pass/create.php?${query}`)).text();
  },
  'the update form': async (text) => {
    const hashedSerialNumber = await t.pass(templateHash);
    const body = new URLSearchParams({ templateHash, hashedSerialNumber, [NAME]: text });
    await t.fetch('/create.php', { method: 'POST', body });
    return hashedSerialNumber;
  },
};

describe.each(Object.keys(WAYS))('%s', (way) => {
  test.each(TYPED)('%s', async (text) => {
    const hashedSerialNumber = await WAYS[way]!(text);
    expect(await userFields(hashedSerialNumber)).toEqual({ [NAME]: text });

    const shown = async () => {
      const passJson = await passJsonOf(t, hashedSerialNumber);
      const { secondaryFields, auxiliaryFields, backFields } = passJson.storeCard;
      const [joined, called, same] = backFields;
      return { ...passJson, name: secondaryFields[0].value, copy: auxiliaryFields[0].value, joined, called, same };
    };
    const always = {
      name: text,
      logoText: text,
      description: `Card of ${text}`,
      barcode: expect.objectContaining({ message: text }),
      joined: { key: 'joined', value: `Hello ${text}, <${text}>` },
    };
    expect(await shown()).toMatchObject({ ...always, copy: 'x', called: { value: '' }, same: undefined });
    const page = await pageOf(hashedSerialNumber);
    expect(page).toContain(escaped(text));
    expect(page).not.toContain(t.clientHash);

    const scan = await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    expect(scan).toMatchObject({ success: true, updated: true, scanText: text, description: text });
    expect(scan.displayURL).toBe(`https://shop.test/?name=${text}`);
    const called = service.seen.at(-1)!;
    expect(new URL(called.url, 'http://x').searchParams.get('name')).toBe(text);
    expect(JSON.parse(called.body)).toEqual({ name: text });

    // What triggers copied, and what our own API was called with, is literal too, on every later render.
    for (let render = 0; render < 2; render++) {
      expect(await shown()).toMatchObject({
        ...always,
        copy: text,
        called: { key: 'called', value: text },
        same: { key: 'same', value: 'yes' },
      });
      expect(await userFields(hashedSerialNumber)).toEqual({
        [NAME]: text,
        structure_auxiliaryFields_copy_value: text,
        called: text,
      });
      await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    }

    const { tracking } = await call('passTracking', { hashedSerialNumber, trace: true });
    expect(JSON.stringify(tracking)).not.toContain(t.clientHash);
    expect(tracking[1].trace.actions[0]).toMatchObject({ before: 'x', after: text });
  });

  test('an owner who sends userFields back unchanged keeps them literal', async () => {
    const hashedSerialNumber = await WAYS[way]!('{note} {clientHash}');
    await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    const fields = await userFields(hashedSerialNumber);
    for (const psReplaceAll of [false, true]) {
      expect(await call('updatePassFields', { hashedSerialNumber, psReplaceAll, ...fields })).toEqual({
        success: true,
        updated: false,
      });
      const { storeCard, logoText } = await passJsonOf(t, hashedSerialNumber);
      expect([storeCard.secondaryFields[0].value, storeCard.auxiliaryFields[0].value, logoText]).toEqual(
        Array.from({ length: 3 }, () => '{note} {clientHash}'),
      );
      expect(await userFields(hashedSerialNumber)).toEqual(fields);
    }
  });
});

test('what the owner sets expands', async () => {
  const hashedSerialNumber = await WAYS['a creation link']!('{note}');
  await call('updatePassFields', { hashedSerialNumber, [NAME]: 'it says {note}' });
  expect((await passJsonOf(t, hashedSerialNumber)).logoText).toBe('it says a secret note');
});

test('simulate keeps them literal', async () => {
  const hashedSerialNumber = await WAYS['a creation link']!('{note}');
  const { pass, trace, userFields: after } = await call('simulate', { hashedSerialNumber, event: 'onScan' });
  expect(pass.logoText).toBe('{note}');
  expect(trace.actions[0].after).toBe('{note}');
  expect(after).toEqual({ [NAME]: '{note}', structure_auxiliaryFields_copy_value: '{note}' });
});

describe('{clientHash} never leaves through a pass or a holder’s page', () => {
  const VALUES = ['{clientHash}', 'x{psEditorURL}', '{note}', '{{clientHash}}', '{clientHash'];
  const PLACES = [
    NAME,
    'structure_backFields_joined_value',
    'logoText',
    'barcode_message',
    'psPassDescription',
    'description',
  ];

  test.each(VALUES)('%s, set by the owner', async (value) => {
    for (const path of PLACES) {
      const set = { [path]: value, note: '{clientHash}' };
      const hashedSerialNumber = await t.pass(templateHash, set);
      await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
      const { files } = await verified(t, await t.file(hashedSerialNumber));
      for (const [name, content] of Object.entries(files)) {
        expect(Buffer.from(content).includes(t.clientHash), `${path} in ${name}`).toBe(false);
      }
      expect(await pageOf(hashedSerialNumber), path).not.toContain(t.clientHash);
      const link = await t.fetch(`/pass/create.php?hashedSerialNumber=${hashedSerialNumber}&generate=true`);
      expect(await link.text()).toBe(hashedSerialNumber);
    }
  });

  test('nor when a trigger writes it', async () => {
    const triggers = {
      onScan: [
        { action: 'PSActionSetValue', targetPath: 'note', value: 'see {psEditorURL} {clientHash}' },
        { action: 'PSActionSetValue', targetPath: NAME, value: '{note}' },
      ],
    };
    const hash = await t.template({ ...copying(), triggers });
    const hashedSerialNumber = await t.pass(hash);
    await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    expect(JSON.stringify(await passJsonOf(t, hashedSerialNumber))).not.toContain(t.clientHash);
    expect(await pageOf(hashedSerialNumber)).not.toContain(t.clientHash);
    expect(JSON.stringify(await userFields(hashedSerialNumber))).not.toContain(t.clientHash);
  });

  test('nor in a scan answer’s texts; its two URLs may carry it', async () => {
    const fields = {
      psScanText: '{clientHash}',
      psPassDescription: '{clientHash}!',
      psInformationURL: '{psEditorURL}',
    };
    const hashedSerialNumber = await t.pass(templateHash, fields);
    const scan = await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    expect(scan).toMatchObject({ scanText: '', description: '!' });
    expect(scan.informationURL).toContain(t.clientHash);
  });
});

test.each([
  ['in capitals', (root: string) => root.replace('http://', 'HTTP://')],
  ['with a point in its path', (root: string) => `${root}/./api/..`],
])('our own address written %s is still our own: brackets that come back stay literal', async (_, written) => {
  const url = `${written(t.root)}/api/updatePassFields.php?clientHash={clientHash}&hashedSerialNumber={hashedSerialNumber}&note={${NAME}}`;
  const template = await t.template({
    type: 'generic',
    description: 'Card',
    organizationName: 'Bakery',
    structure: {
      primaryFields: [{ key: 'note', value: '{note}' }],
      secondaryFields: [{ key: 'name', value: { PSValue: '', PSEditable: true } }],
    },
    additional: { note: '' },
    triggers: { onScan: { action: 'PSActionURL', url } },
  });
  const made = await t.call('createPassFromTemplateFields', { templateHash: template, [NAME]: '{templateHash}' });
  const hashedSerialNumber = made.hashedSerialNumber;
  await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
  expect(await userFields(hashedSerialNumber)).toMatchObject({ note: '{templateHash}' });
  const shown = (await passJsonOf(t, hashedSerialNumber)) as any;
  expect(shown.generic.primaryFields[0].value).toBe('{templateHash}');
});
