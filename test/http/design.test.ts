// The designer of a card: what its forms show and write into the draft, what its buttons do, and
// that nothing typed is lost or on a phone before somebody publishes it.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEMPLATE_FOLDER } from '../../src/examples.ts';
import { fieldsIn, keyOf } from '../../src/rules/design/fields.ts';
import { propertiesOf } from '../../src/rules/design/property-inputs.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { FIELD_GROUPS } from '../../src/rules/vocabulary.ts';
import { formIn, sentBy } from '../fixtures/http/page-forms.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const templateOf = async (hash: string) => (await t.app.context.store.templateByHash(hash))!.template;
const draftOf = async (hash: string) => {
  const draft = await t.app.context.store.draftOf((await templateOf(hash)).id);
  return (draft?.passConstructor ?? null) as any;
};
/** The page's form as it is, with other texts. */
async function formOf(path: string, texts: Record<string, string> = {}): Promise<Record<string, string>> {
  const form = sentBy(formIn(await owner.page(path), ({ attributes }) => attributes.id === 'design'));
  const ticked = [...new Set([...form.keys()].filter((name) => name.endsWith('[]')))];
  // A record cannot hold a name twice, so lists are sent as the server joins them.
  const entries = [...form.entries()].filter(([name]) => !name.endsWith('[]'));
  const lists = ticked.map((name) => [name.slice(0, -2), form.getAll(name).join(',')] as const);
  return { ...Object.fromEntries([...entries, ...lists]), do: 'save', ...texts };
}
async function save(path: string, texts: Record<string, string> = {}) {
  const response = await owner.post(path, await formOf(path, texts));
  return { status: response.status, to: response.headers.get('location'), html: await response.text() };
}

describe('a form that is sent untouched', () => {
  const folder = new URL('../../examples/', import.meta.url);
  const names = readdirSync(folder).filter((name) => TEMPLATE_FOLDER.test(name));
  test.each(names)('stores nothing: %s', async (name) => {
    const { passConstructor } = JSON.parse(readFileSync(new URL(`${name}/template.json`, folder), 'utf8')) as {
      passConstructor: JsonObject;
    };
    // The pictures are files beside the template.
    const { images: _, ...rest } = passConstructor;
    const hash = await t.template(rest, { templateName: name });
    const { version } = await templateOf(hash);
    const stored = (await t.app.context.store.templateVersion((await templateOf(hash)).id, version)) as JsonObject;
    const paths = [
      'design',
      ...FIELD_GROUPS.flatMap((group) =>
        fieldsIn(stored, group).map((field) => `design/field?group=${group}&key=${encodeURIComponent(keyOf(field))}`),
      ),
      ...propertiesOf(stored).map(({ key }) => `design/value?key=${encodeURIComponent(key)}`),
    ];
    for (const path of paths) {
      expect([path, (await save(`/cards/${hash}/${path}`)).status]).toEqual([path, 303]);
      expect([path, await draftOf(hash)]).toEqual([path, null]);
    }
  });
});

describe('saving', () => {
  test('what was typed is the draft, and phones keep what is published', async () => {
    const hash = await t.template(pointsTemplate());
    const { version } = await templateOf(hash);
    const { status, to } = await save(`/cards/${hash}/design`, {
      backgroundColor: '#8a2f3c',
      logoText: 'Bakery',
      'field.headerFields.0.value': '5',
      'field.secondaryFields.0.label': 'YOUR NAME',
    });
    expect([status, to]).toEqual([303, `/cards/${hash}/design?done=saved`]);
    const draft = await draftOf(hash);
    expect(draft.structure.headerFields[0]).toEqual({ key: 'points', label: 'POINTS', value: 5 });
    expect(draft.structure.secondaryFields[0]).toEqual({
      key: 'name',
      label: 'YOUR NAME',
      value: { PSValue: 'Guest', PSEditable: true, PSLabel: 'Your name' },
    });
    expect([draft.backgroundColor, draft.logoText]).toEqual(['#8a2f3c', 'Bakery']);
    expect((await templateOf(hash)).version).toBe(version);
    const page = textOf(await owner.page(`/cards/${hash}/design?done=saved`));
    expect(page).toContain('Saved as a draft.');
    // The card beside the form is drawn from the draft.
    expect(page).toContain('YOUR NAME Guest');
  });

  test('a fault is said at its field, with everything that was typed, and nothing is stored', async () => {
    const hash = await t.template(pointsTemplate());
    const { status, html } = await save(`/cards/${hash}/design`, {
      'field.headerFields.0.value': 'many',
      logoText: 'Kept <text>',
    });
    expect(status).toBe(400);
    expect(html).toMatch(/<input[^>]*name="field\.headerFields\.0\.value"[^>]*aria-invalid="true"[^>]*value="many"/);
    expect(html).toContain('value="Kept &lt;text&gt;"');
    expect(textOf(html)).toContain('One field needs another look');
    expect(html).toContain('href="#in-field.headerFields.0.value"');
    expect(await draftOf(hash)).toBe(null);
  });

  test('who was faster is named, with what was typed here', async () => {
    const hash = await t.template(pointsTemplate());
    const form = await formOf(`/cards/${hash}/design`, { logoText: 'Mine' });
    expect((await save(`/cards/${hash}/design`, { logoText: 'Theirs' })).status).toBe(303);
    const late = await owner.post(`/cards/${hash}/design`, form);
    expect(late.status).toBe(409);
    const page = textOf(await late.text());
    expect(page).toContain('changed this card while this page was open');
    expect(page).toContain('Text beside the logo Mine');
    expect((await draftOf(hash)).logoText).toBe('Theirs');
  });

  test('nobody is named for a draft that was thrown away', async () => {
    const hash = await t.template(pointsTemplate());
    await save(`/cards/${hash}/design`, { logoText: 'Theirs' });
    const form = await formOf(`/cards/${hash}/design`, { logoText: 'Mine' });
    expect((await owner.post(`/cards/${hash}/discard`, { revision: form.revision! })).status).toBe(303);
    const late = await owner.post(`/cards/${hash}/design`, form);
    expect(late.status).toBe(409);
    expect(textOf(await late.text())).toContain('Somebody changed this card while this page was open');
  });

  test('a value named by its label becomes its magic string', async () => {
    const hash = await t.template(pointsTemplate());
    await save(`/cards/${hash}/design`, { logoText: '{Points} points, {no such value}' });
    expect((await draftOf(hash)).logoText).toBe('{structure_headerFields_points_value} points, {no such value}');
  });

  test('a condition is rows or its text, whichever was changed, and untouched rows keep their text', async () => {
    const POINTS = '{structure_headerFields_points_value}';
    const field = { key: 'gift', label: 'GIFT', value: 'Cake', PSConditions: `${POINTS}>20  AND !registered` };
    const hash = await t.template(
      pointsTemplate({ structure: { ...(pointsTemplate().structure as JsonObject), auxiliaryFields: [field] } }),
    );
    const page = `/cards/${hash}/design/field?group=auxiliaryFields&key=gift`;
    const name = 'field.auxiliaryFields.0.PSConditions';
    const condition = async () => (await draftOf(hash))?.structure.auxiliaryFields[0].PSConditions;
    expect(textOf(await owner.page(page))).toContain(
      'Reads: only if POINTS is more than 20 and the form was not sent yet',
    );
    await save(page, { [`${name}.row2.subject`]: 'scanned', [`${name}.row2.test`]: 'yes' });
    expect(await condition()).toBe(`${POINTS}>20 AND !registered AND scanned`);
    await save(page, { [`${name}.row0.subject`]: '' });
    expect(await condition()).toBe('!registered AND scanned');
    await save(page, { [name]: 'scanned OR (registered AND installed)' });
    expect(await condition()).toBe('scanned OR (registered AND installed)');
    // Rows cannot say this one, so it is shown as text.
    expect(await owner.page(page)).not.toContain(`${name}.row0.subject`);
    await save(page, { [name]: '' });
    expect((await draftOf(hash)).structure.auxiliaryFields[0]).toEqual({ key: 'gift', label: 'GIFT', value: 'Cake' });
  });

  test('the compiler’s notes stand at the field that they are about', async () => {
    const hash = await t.template(pointsTemplate());
    await save(`/cards/${hash}/design/field?group=headerFields&key=points`, {
      'field.headerFields.0.changeMessage': 'You have new points',
      'field.headerFields.0.PSConditions': 'broken (',
    });
    const page = await owner.page(`/cards/${hash}/design/field?group=headerFields&key=points`);
    expect(page).toMatch(
      /id="in-field\.headerFields\.0\.changeMessage-notes"[^>]*><p class="note"><span lang="en">Wallet shows/,
    );
    expect(page).toMatch(/id="in-field\.headerFields\.0\.PSConditions-notes"[^>]*><p class="note wrong"/);
    expect(textOf(await owner.page(`/cards/${hash}/design`, 'de'))).toContain(
      'Diese Bedingung lässt sich nicht lesen.',
    );
  });
});

describe('buttons save and do something besides', () => {
  const page = (hash: string) => `/cards/${hash}/design`;

  test('a new field gets a key of its own from its label', async () => {
    const hash = await t.template(pointsTemplate());
    const added = { 'new.secondaryFields': 'Größe der Füße', do: 'addField.secondaryFields', logoText: 'Also' };
    const { to } = await save(page(hash), added);
    expect(to).toBe(`${page(hash)}?done=saved#field-secondaryFields-2`);
    await save(page(hash), { 'new.headerFields': 'POINTS', do: 'save' });
    const draft = await draftOf(hash);
    expect(draft.structure.secondaryFields[2]).toEqual({ key: 'grosseDerFusse', label: 'Größe der Füße', value: '' });
    expect(draft.structure.headerFields[1]).toEqual({ key: 'points2', label: 'POINTS', value: '' });
    expect(draft.logoText).toBe('Also');
    expect((await save(page(hash), { do: 'addField.backFields' })).html).toContain('Type the label of the new field');
  });

  test('fields move up and down', async () => {
    const hash = await t.template(pointsTemplate());
    const { to } = await save(page(hash), { do: 'moveField.secondaryFields.1.secondaryFields.0' });
    expect(to).toBe(`${page(hash)}?done=saved#field-secondaryFields-0`);
    const { secondaryFields } = (await draftOf(hash)).structure;
    expect(secondaryFields.map(({ key }: JsonObject) => key)).toEqual(['seen', 'name']);
    // Back where it was, the draft says what is published, and is gone.
    await save(page(hash), { do: 'moveField.secondaryFields.0.secondaryFields.1' });
    expect(await draftOf(hash)).toBe(null);
  });

  test('another place takes along what names the field, unless customers would lose its values', async () => {
    const hash = await t.template(pointsTemplate());
    const field = `${page(hash)}/field?group=headerFields&key=points`;
    const moved = { 'move.headerFields.0': 'secondaryFields', do: 'moveTo.headerFields.0' };
    const { to } = await save(field, moved);
    expect(to).toBe(`${page(hash)}/field?group=secondaryFields&key=points`);
    const draft = await draftOf(hash);
    expect(draft.structure.secondaryFields.map(({ key }: JsonObject) => key)).toEqual(['name', 'seen', 'points']);
    expect(draft.triggers.onScan.targetPath).toBe('structure_secondaryFields_points_value');
    const other = await t.template(pointsTemplate());
    await t.pass(other, { structure_headerFields_points_value: 7 });
    const refused = await save(`${page(other)}/field?group=headerFields&key=points`, moved);
    expect(refused.status).toBe(400);
    expect(textOf(refused.html)).toContain('values of their own in this field');
    expect(await draftOf(other)).toBe(null);
    const whole = await t.template(pointsTemplate());
    await t.pass(whole, { structure_headerFields: [{ key: 'points', label: 'POINTS', value: 7 }] });
    expect((await save(`${page(whole)}/field?group=headerFields&key=points`, moved)).status).toBe(400);
  });

  test('removing asks on a page of its own', async () => {
    const hash = await t.template(pointsTemplate());
    const { to } = await save(page(hash), { do: 'remove.secondaryFields.1', logoText: 'Typed' });
    expect(to).toBe(`${page(hash)}/remove?group=secondaryFields&key=seen`);
    expect((await draftOf(hash)).logoText).toBe('Typed');
    const ask = await owner.page(to!);
    expect(textOf(ask)).toContain('Remove SEEN?');
    const used = textOf(await owner.page(`${page(hash)}/remove?group=headerFields&key=points`));
    expect(used).toContain('These places name it and will find nothing: Scanned: rule 1');
    const [, revision = ''] = /name="revision" value="([^"]*)"/.exec(ask)!;
    const gone = await owner.post(`${page(hash)}/remove`, { revision, group: 'secondaryFields', key: 'seen' });
    expect(gone.status).toBe(303);
    expect((await draftOf(hash)).structure.secondaryFields).toHaveLength(1);
    const again = await owner.post(`${page(hash)}/remove`, { revision, group: 'secondaryFields', key: 'name' });
    expect(again.status).toBe(409);
  });

  test('faint texts become readable', async () => {
    const hash = await t.template(pointsTemplate({ backgroundColor: 'rgb(250, 250, 250)', labelColor: 'yellow' }));
    expect(textOf(await owner.page(page(hash)))).toContain('hard to read');
    await save(page(hash), { do: 'readable' });
    expect((await draftOf(hash)).labelColor).toBe('rgb(20, 20, 20)');
    expect(textOf(await owner.page(page(hash)))).not.toContain('hard to read');
  });

  test('the barcode and its fallbacks come and go', async () => {
    const { barcode: _, ...rest } = pointsTemplate();
    const hash = await t.template(rest as JsonObject);
    expect(textOf(await owner.page(page(hash)))).toContain('has no barcode');
    await save(page(hash), { do: 'addBarcode' });
    expect((await draftOf(hash)).barcode).toEqual({ format: 'PassScan' });
    await save(page(hash), { 'barcode.altText': '{Note}', do: 'addFallback' });
    await save(page(hash), { 'barcodes.1.format': 'PKBarcodeFormatCode128', 'barcode.message': 'A1' });
    const draft = await draftOf(hash);
    expect(draft.barcode).toEqual({ format: 'PassScan', altText: '{note}', message: 'A1' });
    expect(draft.barcodes).toEqual([
      draft.barcode,
      { format: 'PKBarcodeFormatCode128', message: '{hashedSerialNumber}' },
    ]);
    await save(page(hash), { do: 'removeFallback.1' });
    expect((await draftOf(hash)).barcodes).toBe(undefined);
    await save(page(hash), { do: 'removeBarcode' });
    expect(await draftOf(hash)).toBe(null);
  });

  test('hidden values are added, named apart and removed; lists name values by their labels', async () => {
    const hash = await t.template(pointsTemplate());
    await save(page(hash), { 'new.property': 'level', 'new.property.value': 'Gold', do: 'addProperty' });
    const twice = await save(page(hash), { 'new.property': 'level', do: 'addProperty' });
    expect([twice.status, textOf(twice.html).includes('There is a hidden value of this name already.')]).toEqual([
      400,
      true,
    ]);
    await save(page(hash), {
      'special.psScanText': 'Welcome',
      'special.psPortalUpdatePaths': 'structure_secondaryFields_name_value,level',
    });
    expect((await draftOf(hash)).additional).toEqual({
      note: '',
      counter: 0,
      level: 'Gold',
      psScanText: 'Welcome',
      psPortalUpdatePaths: 'structure_secondaryFields_name_value,level',
    });
    expect(textOf(await owner.page(page(hash)))).toContain('Values in News');
    const { to } = await save(page(hash), { do: 'dropProperty.2' });
    expect(to).toBe(`${page(hash)}/remove?key=level`);
    const [, revision = ''] = /name="revision" value="([^"]*)"/.exec(await owner.page(to!))!;
    await owner.post(`${page(hash)}/remove`, { revision, key: 'level' });
    expect((await draftOf(hash)).additional.level).toBe(undefined);
  });
});

describe('the drawing', () => {
  test('follows what is typed, and stores nothing', async () => {
    const hash = await t.template(pointsTemplate());
    const form = await formOf(`/cards/${hash}/design`, { 'field.headerFields.0.value': '41', logoText: 'Typing' });
    const response = await owner.post(`/cards/${hash}/design/preview?of=card`, form);
    const html = await response.text();
    expect([response.status, html.includes('<html')]).toEqual([200, false]);
    expect(textOf(html)).toContain('Typing');
    expect(html).toContain('data-part="room-headerFields"');
    expect(textOf(html)).toContain('1 of 3');
    expect(await draftOf(hash)).toBe(null);
    const stale = await owner.post(`/cards/${hash}/design/preview`, { ...form, revision: '9.9' });
    expect(stale.status).toBe(409);
  });

  test('leads from each field to its inputs, and shows the values of a customer', async () => {
    const hash = await t.template(pointsTemplate());
    const pass = await t.pass(hash, { structure_secondaryFields_name_value: 'Ada Byron' });
    const page = await owner.page(`/cards/${hash}/design?pass=${pass}`);
    expect(page).toContain('<a href="#field-headerFields-0" class="toField"');
    expect(textOf(page)).toContain('NAME Ada Byron');
    expect(page).toMatch(new RegExp(`<option value="${pass}" selected`));
    const other = await t.pass(await t.template(pointsTemplate()), { structure_secondaryFields_name_value: 'Nobody' });
    expect(textOf(await owner.page(`/cards/${hash}/design?pass=${other}`))).not.toContain('Nobody');
  });

  test('says what fits', async () => {
    const fields = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ key: `k${at}`, label: `L${at}`, value: 'x' }));
    const hash = await t.template({ ...pointsTemplate(), structure: { secondaryFields: fields(5) } } as JsonObject);
    const page = textOf(await owner.page(`/cards/${hash}/design`));
    expect(page).toContain('5 of 4 together with “Lowest row” · 1 will not be shown');
    expect(page).toContain('Worth a look: L4 Wallet leaves this field out');
  });
});
