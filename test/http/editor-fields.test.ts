// The values of the pass editor: each type's input and what comes back from it, steppers without script, brackets, and texts
// that would like to be markup.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { editorOf, inputsOf } from '../fixtures/http/editor-form.ts';
import { PAYLOADS } from '../fixtures/http/payloads.ts';
import { stored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';

beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const { send, save, open: openPage, overridesOf } = editorOf(() => t);
const passOf = async (parts: JsonObject) => t.pass(await t.template(pointsTemplate(parts)));
const editable = (paths: string, more: JsonObject = {}) => ({
  additional: { note: '', psEditorPaths: paths, ...more },
  triggers: {},
});

describe('curly brackets', () => {
  test('a holder’s stay literal when the form sends them back, an owner’s expand', async () => {
    const templateHash = await t.template(pointsTemplate({ additional: { note: '' } }));
    const made = await t.call('createPassFromTemplateFields', { templateHash, [NAME]: `{${POINTS}} {clientHash}` });
    const pass = made.hashedSerialNumber;
    const form = inputsOf(await openPage(pass));
    expect(form[NAME]).toBe(`{${POINTS}} {clientHash}`);
    const literal = (await overridesOf(pass))[NAME];
    await save(pass, { ...form, [POINTS]: '7', note: `{${POINTS}}!` });
    expect(await overridesOf(pass)).toEqual({ [NAME]: literal, [POINTS]: 7, note: `{${POINTS}}!` });
    // Without what the form showed as well.
    await save(pass, { [NAME]: `{${POINTS}} {clientHash}` });
    expect((await overridesOf(pass))[NAME]).toBe(literal);
    const page = await (await t.fetch(`/pass/create.php?hashedSerialNumber=${pass}`)).text();
    expect(page).toContain(`{${POINTS}} {clientHash}`);
    expect(page).toContain('7!');
    expect(page).not.toContain(t.clientHash);
  });
});

describe('typed inputs', () => {
  const attribute = (type: string, PSValue: unknown, more: object = {}) =>
    ({ PSValue, PSAttributeType: `PSAttributeType${type}`, ...more }) as JsonObject;
  const parts = editable('color,size,extras,agreed,step,many,lines,backgroundColor,day', {
    size: attribute('Dropdown', 'm', { PSOptions: { Small: 's', Medium: 'm', 'Very large': 42 } }),
    extras: attribute('Multiselect', 'milk', { PSOptions: { Milk: 'milk', Sugar: 'sugar', Oat: 'oat' } }),
    agreed: attribute('Checkbox', false),
    step: attribute('Stepper', 0.1, { PSStepAmount: 0.2 }),
    many: attribute('Multiselect', ['a'], { PSOptions: ['a', 'b'] }),
    lines: 'one\ntwo',
    color: attribute('Color', 'red'),
    day: { PSValue: '2026-03-01', PSValidation: 'VDate' },
  });

  test('each type has its input, with the present value in it', async () => {
    const html = await openPage(await passOf(parts));
    expect(html).toMatch(/<input[^>]* name="color"[^>]* type="color"[^>]* value="#ff0000"/);
    expect(html).toMatch(/<input[^>]* name="backgroundColor"[^>]* type="color"[^>]* value="#010203"/);
    expect(html).toMatch(/<select[^>]* name="size"[^>]*>.*<option value="m" selected="">Medium<\/option>/s);
    expect(html).toMatch(/type="checkbox"[^>]* name="extras\[\]" value="milk" checked=""/);
    expect(html).toMatch(/type="checkbox"[^>]* name="extras\[\]" value="oat"\/>/);
    expect(html).toMatch(/name="agreed"[^>]* type="checkbox" value="true"\/>/);
    expect(html).toMatch(/<textarea[^>]* name="lines"[^>]*>\none\ntwo<\/textarea>/);
    expect(html).toMatch(/name="day"[^>]* type="date"[^>]* value="2026-03-01"/);
    expect(html.match(/<button[^>]* name="step:step" value="-?1"/g)).toHaveLength(2);
  });

  test('values keep their kind: options, lists, truths, numbers, colours', async () => {
    const pass = await passOf(parts);
    const form = new URLSearchParams({ hashedSerialNumber: pass, clientHash: t.clientHash });
    for (const [name, value] of [
      ['size', '42'],
      ['extras', ''],
      ['extras[]', 'milk'],
      ['extras[]', 'oat'],
      ['agreed', 'false'],
      ['agreed', 'true'],
      ['step', '1.5'],
      ['many', ''],
      ['many[]', 'b'],
      ['lines', 'one\r\ntwo\r\nthree'],
      ['color', '#00ff00'],
      ['backgroundColor', '#010203'],
      ['day', '2026-03-02'],
    ])
      form.append(name!, value!);
    expect((await send(form)).status).toBe(200);
    const { backgroundColor, ...others } = await overridesOf(pass);
    expect(backgroundColor).toBeUndefined();
    expect(others).toEqual({
      size: 42,
      extras: 'milk, oat',
      agreed: true,
      step: 1.5,
      many: ['b'],
      lines: 'one\ntwo\nthree',
      color: '#00ff00',
      day: '2026-03-02',
    });
    await save(pass, { extras: '', agreed: 'false', many: '', size: '' });
    expect(await overridesOf(pass)).toMatchObject({ extras: '', agreed: false, many: [], size: '' });
    expect(await openPage(pass)).toMatch(/name="size"><option value="">No answer<\/option><option value="s">/);
  });

  test('a stepper’s buttons step the number in the form without script, and save nothing', async () => {
    const pass = await passOf(parts);
    const before = stored(t);
    const form = {
      ...inputsOf(await openPage(pass)),
      lines: 'typed',
    };
    const up = await save(pass, { ...form, 'step:step': '1' });
    // Decimals do not drift.
    expect(inputsOf(up.html)).toMatchObject({ step: '0.3', 'was:step': '0.1', lines: 'typed' });
    const down = await save(pass, { ...inputsOf(up.html), 'step:step': '-1' });
    expect(inputsOf(down.html)).toMatchObject({ step: '0.1', lines: 'typed' });
    expect(stored(t)).toEqual(before);
    await save(pass, inputsOf(up.html));
    expect(await overridesOf(pass)).toMatchObject({ step: 0.3 });
  });
});

const OWN_TAGS = new Set(
  (
    'DOCTYPE html head meta title link body main header h1 h2 a p form input button div label bdi textarea section ' +
    'ul ol li strong span time details summary pre code'
  ).split(' '),
);

test.each(PAYLOADS)('a holder’s text is text everywhere on the page: %s', async (payload) => {
  const template = pointsTemplate({
    additional: { note: '', psPassDescription: `{${NAME}}` },
    triggers: { onEdit: { action: 'PSActionSetValue', targetPath: 'note', value: `{${NAME}}` } },
  });
  const { hashedSerialNumber: pass } = await t.call('createPassFromTemplateFields', {
    templateHash: await t.template(template),
    [NAME]: payload,
  });
  const { html } = await save(pass, { [POINTS]: '1' });
  // Quoted values set aside, what is left of tags is the page's own.
  const tags = html.replace(/"[^"]*"/g, '""').match(/<[^>]*>/g)!;
  const names = new Set(tags.map((tag) => /^<\/?!?([a-zA-Z0-9]+)/.exec(tag)?.[1]));
  expect([...names].filter((name) => !OWN_TAGS.has(name!))).toEqual([]);
  expect(tags.filter((tag) => /\son\w+=|='|autofocus/i.test(tag))).toEqual([]);
  expect(inputsOf(html)[NAME]).toBe(payload.replace(/\r\n?/g, '\n'));
});
