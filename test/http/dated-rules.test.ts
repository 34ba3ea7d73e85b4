// Rules with dates and calculations, through the API and in the form of a rule: which clocks they ask, and
// what is said of them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
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

const POINTS = 'structure_headerFields_points_value';
const MINUTES = 60 * 1000;
const PLAIN = { headerFields: [{ key: 'points', label: 'POINTS', value: 0 }] };
const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });
const passWith = async (triggers: JsonObject, more: JsonObject = {}) =>
  t.install(await t.pass(await t.template(pointsTemplate({ structure: PLAIN, triggers, ...more }))));
const track = (hashedSerialNumber: string, accessType: number) =>
  call('trackPassAccess', { hashedSerialNumber, accessType });
const fieldsOf = async (hashedSerialNumber: string) => (await call('passInfo', { hashedSerialNumber })).userFields;

function ruleForm(html: string) {
  const form = formIn(html, ({ attributes }) => 'data-rule-form' in attributes);
  return { action: form.attributes.action ?? '', fields: Object.fromEntries(sentBy(form)) as Record<string, string> };
}

test('the form of a rule asks for dates, and has a step that calculates', async () => {
  const hash = await t.template(pointsTemplate({ triggers: {}, additional: {} }));
  const path = `/cards/${hash}/rules/onScan/new`;
  const { action, fields } = ruleForm(await owner.page(path));
  const withRow = ruleForm(await (await owner.post(action, { ...fields, do: 'add-row' })).text()).fields;
  const rows = { ...withRow, 'row0.subject': 'day of week', 'row0.test': 'oneOf', 'row0.value': 'Saturday, Sunday' };
  const chosen = { ...rows, 'step0.verb': 'calculate', do: 'show' };
  const shown = ruleForm(await (await owner.post(action, chosen)).text()).fields;
  const typed = { ...shown, 'step0.path': POINTS, 'step0.text': `{${POINTS}} * 2` };
  const read = textOf(await (await owner.post(action, { ...typed, do: 'show' })).text());
  expect(read).toContain(
    'Reads: When a card is scanned and the day of the week is Saturday or Sunday: set POINTS to POINTS times 2.',
  );
  const wrong = await owner.post(action, { ...typed, 'step0.text': `{${POINTS}} *` });
  expect(textOf(await wrong.text())).toContain(
    'The expression ends after *, but the value to calculate with is missing',
  );
  const saved = await owner.post(action, typed);
  expect(saved.status).toBe(303);
  const { template } = (await t.app.context.store.templateByHash(hash))!;
  const draft = (await t.app.context.store.draftOf(template.id))?.passConstructor as JsonObject;
  expect((draft.triggers as JsonObject).onScan).toEqual([
    {
      action: 'PSActionSetValue',
      targetPath: POINTS,
      expression: `{${POINTS}} * 2`,
      PSConditions: 'day of week in ("Saturday", "Sunday")',
    },
  ]);
});

describe('clocks of conditions and expressions', () => {
  const clockRule = (PSConditions: string, expression: string): JsonObject => ({
    action: 'PSActionSetValue',
    targetPath: 'seen',
    expression,
    PSConditions,
  });

  test('are in the zone of the template, else of the account', async () => {
    const owner = await t.app.context.store.changeAccount(t.owner.id, { timeZone: 'Asia/Kathmandu' });
    expect(owner).not.toBeNull();
    const day = new Date(t.now() + 5.75 * 60 * MINUTES).toISOString();
    const rule = clockRule(`today = "${day.slice(0, 10)}" AND time = "${day.slice(11, 16)}"`, 'now + 1 day');
    const pass = await passWith({ onScan: rule }, { additional: { seen: '' } });
    await track(pass, 7);
    const tomorrow = new Date(t.now() + (24 + 5.75) * 60 * MINUTES).toISOString();
    expect(await fieldsOf(pass)).toMatchObject({ seen: `${tomorrow.slice(0, 19)}+05:45` });
    const other = await passWith(
      { onScan: clockRule('scanned OR !scanned', 'time') },
      { additional: { seen: '' }, timezone: -3 },
    );
    await track(other, 7);
    const there = new Date(t.now() - 3 * 60 * MINUTES).toISOString();
    expect(await fieldsOf(other)).toMatchObject({ seen: there.slice(11, 16) });
  });

  test('are in the trace that the owner reads', async () => {
    const rule = clockRule('now > {lastVisit} + 30 days', '{visits} * 2');
    const pass = await passWith({ onScan: rule }, { additional: { seen: '', visits: 2, lastVisit: '2001-01-31' } });
    const run = await track(pass, 7);
    expect(run).toMatchObject({ success: true, updated: true });
    const traces = JSON.stringify(await call('passTracking', { hashedSerialNumber: pass, trace: true }));
    expect(traces).toContain('"{lastVisit} + 30 days":"2001-03-02"');
    expect(traces).toContain('"now > {lastVisit} + 30 days":true');
    expect(await fieldsOf(pass)).toMatchObject({ seen: 4 });
  });
});

describe('a text that can never be what stands beside it', () => {
  const FAULTS: readonly (readonly [condition: string, says: string])[] = [
    ['now > "soon"', 'is no date: a date is written'],
    [
      '{psLastScan} < now - "30 days"',
      'is no duration: a duration is written without quotation marks, such as 30 days',
    ],
    ['day of week = "monday"', 'is no day of the week: write'],
    ['time > "9:30"', 'is no time: write'],
  ];
  const CONDITION = 'structure_headerFields_points_PSConditions';
  const set = { action: 'PSActionSetValue', targetPath: 'note', value: 'x' };
  const hidden = (PSConditions: string) => ({ key: 'hidden', label: 'H', value: 1, PSConditions });
  const scheduled = (more: JsonObject, actions: readonly JsonObject[] = [set]) => ({
    schedules: [{ name: 'daily', when: { every: 'day', at: '09:00' }, actions, ...more }],
  });
  const later = (PSConditions: string) => ({
    action: 'PSActionLater',
    name: 'soon',
    delay: '2 hours',
    actions: [{ ...set, PSConditions }],
  });
  let hash: string;
  let pass: string;
  let segmentId: string;
  beforeAll(async () => {
    hash = await t.template(pointsTemplate({ triggers: {}, additional: { note: '' } }));
    pass = await t.pass(hash);
    ({ segmentId } = await call('insertUpdateSegment', { templateHash: hash, name: 'All' }));
  });
  const saved = async (parts: JsonObject) =>
    JSON.stringify(
      await call('insertUpdateTemplate', {
        templateHash: hash,
        passConstructor: pointsTemplate({ additional: { note: '' }, ...parts }),
      }),
    );
  const answered = async (name: string, given: Record<string, unknown>) => {
    const answer = await call(name, { templateHash: hash, ...given });
    expect(answer.success).toBe(false);
    return answer.message as string;
  };
  const shown = async (response: Response, status: number) => {
    expect(response.status).toBe(status);
    return textOf(await response.text());
  };
  /** What a door says to a condition. */
  const DOORS: Readonly<Record<string, (condition: string) => Promise<string>>> = {
    'a field of a template': (condition) => saved({ structure: { headerFields: [hidden(condition)] } }),
    'its barcode': (condition) => saved({ barcode: { message: 'x', PSConditions: condition } }),
    'a rule': (condition) => saved({ triggers: { onScan: { ...set, PSConditions: condition } } }),
    'an action that waits': (condition) => saved({ triggers: { onScan: later(condition) } }),
    'the audience of a schedule': (condition) => saved(scheduled({ PSConditions: condition })),
    'an action of a schedule': (condition) => saved(scheduled({}, [{ ...set, PSConditions: condition }])),
    'a segment': (condition) => answered('insertUpdateSegment', { name: 'Some', condition }),
    'a segment that is changed': (condition) => answered('insertUpdateSegment', { segmentId, condition }),
    'a webhook': (condition) =>
      answered('insertUpdateWebhook', { url: 'https://shop.example/hooks', events: 'pass.scanned', condition }),
    'a value of a pass': (condition) =>
      answered('updatePassFields', { hashedSerialNumber: pass, [CONDITION]: condition }),
    'a container of a pass': (condition) =>
      answered('updatePassFields', {
        hashedSerialNumber: pass,
        structure_headerFields: JSON.stringify([hidden(condition)]),
      }),
    'a new pass': (condition) => answered('createPassFromTemplateFields', { [CONDITION]: condition }),
    'a table of passes': (condition) =>
      answered('batchCreate', { file: `${CONDITION}\n"${condition.replaceAll('"', '""')}"\n` }),
    'the simulator': (condition) => answered('simulate', { event: 'onScan', [CONDITION]: condition }),
    'a bulk change': (condition) =>
      answered('bulkUpdate', { segmentId, action: { kind: 'set', targetPath: CONDITION, value: condition } }),
    'the form of a segment': async (condition) =>
      shown(await owner.post(`/cards/${hash}/segments`, { name: 'Some', condition, was: '' }), 400),
    'the form of a webhook': async (condition) => {
      const form = { url: 'https://shop.example/hooks', description: '', events: 'pass.created' };
      return shown(await owner.post('/settings/webhooks/new', { ...form, templateHash: hash, condition }), 400);
    },
    'the form of a rule': async (condition) => {
      const { action, fields } = ruleForm(await owner.page(`/cards/${hash}/rules/onScan/new`));
      const step = { 'step0.verb': 'set', 'step0.path': 'note', 'step0.text': 'x' };
      return shown(await owner.post(action, { ...fields, ...step, mode: 'text', condition }), 400);
    },
    'the form of a schedule': async (condition) => {
      const action = `/cards/${hash}/schedules/new`;
      const form = sentBy(formIn(await owner.page(action), ({ attributes }) => attributes.action === action));
      const step = { 'step0.verb': 'set', 'step0.path': 'note', 'step0.text': 'x' };
      const typed = { name: 'daily', kind: 'day', at: '09:00', mode: 'text', condition };
      form.delete('do');
      for (const [name, value] of Object.entries({ ...step, ...typed })) form.set(name, value);
      return shown(await owner.post(action, form), 400);
    },
  };

  test.each(Object.entries(DOORS))('is refused in %s, and nothing is written', async (_, say) => {
    const { store } = t.app.context;
    const stored = async () => {
      const { template } = (await store.templateByHash(hash))!;
      return [
        template.version,
        await store.draftOf(template.id),
        (await store.segmentsOf(template.id)).map(({ condition }) => condition),
        (await call('getWebhooks')).webhooks,
        await store.countPasses(template.id),
        (await fieldsOf(pass))[CONDITION],
      ];
    };
    const before = await stored();
    for (const [condition, says] of FAULTS) expect(await say(condition)).toContain(says);
    expect(await stored()).toEqual(before);
  });

  test('is refused in what rules and bulk changes calculate', async () => {
    const [, [, says]] = FAULTS as [unknown, readonly [string, string]];
    const expression = 'today + "30 days"';
    const rule = { action: 'PSActionSetValue', targetPath: 'note', expression };
    expect(await saved({ triggers: { onScan: rule } })).toContain(says);
    const action = { kind: 'set', targetPath: 'note', expression };
    expect(await answered('bulkUpdate', { segmentId, action })).toContain(says);
  });

  test('is said in the designer, whose draft cannot be published', async () => {
    const page = `/cards/${hash}/design/field?group=headerFields&key=points`;
    const form = sentBy(formIn(await owner.page(page), ({ attributes }) => attributes.id === 'design'));
    form.set('do', 'save');
    const name = 'field.headerFields.0.PSConditions.row0';
    for (const [part, value] of Object.entries({ subject: '{psLastScan}', test: 'longAgo', value: 'soon' }))
      form.set(`${name}.${part}`, value);
    expect((await owner.post(page, form)).status).toBe(303);
    expect(textOf(await owner.page(page))).toContain('"soon" is no duration');
  });

  test('counts as false where an action of a run writes it, and the field is not shown', async () => {
    const write = { ...set, targetPath: CONDITION, value: 'now > "soon"' };
    const written = await passWith({ onScan: write });
    expect(await track(written, 7)).toMatchObject({ success: true, updated: true });
    const { pass: json } = await call('simulate', { hashedSerialNumber: written, event: 'onCheck' });
    expect(json.storeCard.headerFields ?? []).toEqual([]);
  });
});
