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
