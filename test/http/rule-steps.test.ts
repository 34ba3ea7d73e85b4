// Steps that wait and calculate, and conditions that ask for a duration, in the forms of rules and of schedules.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { formIn, sentBy } from '../fixtures/http/page-forms.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { set } from '../fixtures/rules/sample-pass.ts';

const POINTS = 'structure_headerFields_points_value';
const GERMAN = { 'accept-language': 'de' };
type Fields = Readonly<Record<string, string>>;
let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const card = (parts: JsonObject = {}) =>
  t.template(pointsTemplate({ triggers: {}, additional: { note: '', visit: '' }, ...parts }));
const draftOf = async (hash: string) => {
  const { store } = t.app.context;
  const { template } = (await store.templateByHash(hash))!;
  return (await store.draftOf(template.id))?.passConstructor as JsonObject | undefined;
};
const ruleForm = (html: string) => {
  const found = formIn(html, ({ attributes }) => 'data-rule-form' in attributes);
  return { action: found.attributes.action ?? '', fields: Object.fromEntries(sentBy(found)) as Fields };
};
const form = async (path: string) => ruleForm(await owner.page(path));
const shown = async (action: string, fields: Fields, headers: Fields = {}) =>
  (await owner.post(action, fields, headers)).text();

test('a rule waits, calculates, and says where a text cannot be read', async () => {
  const hash = await card();
  const { action, fields } = await form(`/cards/${hash}/rules/onScan/new`);
  const sendTo = (now: Fields, button: string) => shown(action, { ...now, do: button });
  const press = async (now: Fields, button: string) => ruleForm(await sendTo(now, button)).fields;

  const waits = await press({ ...fields, 'step0.verb': 'later' }, 'show');
  expect(waits).toMatchObject({ 'step0.count': '1', 'step0.unit': 'day', 'step0.step0.verb': 'set' });
  const calculates = await press({ ...waits, 'step0.step0.verb': 'addResult' }, 'add-step');
  const inner = { 'step0.step0.text': `{${POINTS}} / / 2`, 'step0.step0.path': POINTS };
  const typed = { ...calculates, 'step0.name': 'Reminder', 'step0.until': 'onEdit', ...inner, 'step1.verb': 'say' };
  const wrong = await sendTo({ ...typed, 'step0.step0.condition': 'scanned AND' }, 'show');
  expect(wrong).toMatch(/<pre[^>]*>[^<]*\^/);
  expect(textOf(wrong)).toContain('The calculation cannot be read. Line 1, column');
  expect(textOf(wrong)).toContain('The condition cannot be read. Line 1, column');
  const refused = await owner.post(action, { ...typed, 'step1.text': 'Hi' });
  expect([refused.status, textOf(await refused.text())]).toEqual([
    400,
    expect.stringContaining('Step 1.1: The calculation cannot be read.'),
  ]);
  expect(await draftOf(hash)).toBeUndefined();

  const right = {
    ...typed,
    'step0.step0.text': '{POINTS} / 2',
    'step0.step0.condition': '!{POINTS} > 9',
    'step1.text': 'Hi',
  };
  expect(textOf(await sendTo(right, 'show'))).toContain(
    'When a card is scanned: after 1 day, unless a card is corrected by hand before then: (if POINTS is 9 or less: add POINTS divided by 2 to POINTS); say Hi at the till.',
  );
  expect((await owner.post(action, right)).status).toBe(303);
  const wait = {
    action: 'PSActionLater',
    delay: '1 day',
    name: 'Reminder',
    cancelledBy: 'onEdit',
    actions: [
      {
        action: 'PSActionIncrementValue',
        targetPath: POINTS,
        expression: `{${POINTS}} / 2`,
        PSConditions: `!{${POINTS}} > 9`,
      },
    ],
  };
  expect(((await draftOf(hash))!.triggers as JsonObject).onScan).toEqual([wait, set('psScanText', 'Hi')]);
  // A second one of the name is refused beside its input, as in a copy.
  const copied = await form(`/cards/${hash}/rules/onEdit/new?copy=onScan/1`);
  const copy = await owner.post(copied.action, copied.fields);
  expect([copy.status, textOf(await copy.text())]).toEqual([
    400,
    expect.stringContaining('Step 1: Another step that waits has this name.'),
  ]);
});

test('a schedule waits and calculates as a rule does, and the name of what waits is taken everywhere', async () => {
  const hash = await card({
    triggers: { onScan: { action: 'PSActionLater', name: 'Thanks', delay: '2 hours', actions: set('note', 'x') } },
  });
  const { action, fields } = await form(`/cards/${hash}/schedules/new`);
  const begun = ruleForm(await shown(action, { ...fields, 'step0.verb': 'later', do: 'show' })).fields;
  const waiting = ruleForm(await shown(action, { ...begun, do: 'add-step:0' })).fields;
  const typed = {
    ...{ ...waiting, name: 'daily', 'step0.name': 'Thanks', 'step0.count': '3', 'step0.unit': 'hour' },
    ...{ 'step0.step0.verb': 'calculate', 'step0.step0.path': 'visit', 'step0.step0.text': 'today + 1 year' },
    ...{ 'step0.step1.verb': 'say', 'step0.step1.text': 'Hi', 'step0.step1.condition': '{POINTS} > 3' },
  };
  const refused = await owner.post(action, typed);
  expect([refused.status, textOf(await refused.text())]).toEqual([
    400,
    expect.stringContaining('Step 1: Another step that waits has this name.'),
  ]);
  const named = { ...typed, 'step0.name': 'Soon' };
  expect(textOf(await shown(action, { ...named, do: 'show' }))).toContain(
    'after 3 hours: (set Visit to today plus 1 year',
  );
  expect((await owner.post(action, named)).status).toBe(303);
  const later = {
    ...{ action: 'PSActionLater', delay: '3 hours', name: 'Soon' },
    actions: [
      { action: 'PSActionSetValue', targetPath: 'visit', expression: 'today + 1 year' },
      set('psScanText', 'Hi', `{${POINTS}} > 3`),
    ],
  };
  const daily = { name: 'daily', when: { every: 'day', at: '09:00' }, actions: [later] };
  expect((await draftOf(hash))!.schedules).toEqual([daily]);
  // Saved untouched, it may keep its name.
  const again = await form(`/cards/${hash}/schedules/1`);
  expect((await owner.post(again.action, again.fields)).status).toBe(303);
  expect((await draftOf(hash))!.schedules).toEqual([daily]);
});

test.each(['rules/onScan/new', 'schedules/new'])(
  'a row of %s takes a duration, and says so beside its input',
  async (path) => {
    const hash = await card();
    const { action, fields } = await form(`/cards/${hash}/${path}`);
    const { fields: withRow } = ruleForm(await shown(action, { ...fields, do: 'add-row' }));
    const typed = {
      ...{ ...withRow, name: 'away', 'row0.subject': '{psLastScan}', 'row0.test': 'longAgo', 'row0.value': 'bald' },
      ...{ 'step0.verb': 'say', 'step0.text': 'Hi' },
    };
    const live = await shown(action, { ...typed, do: 'show' }, GERMAN);
    const said = /id="row-0-value-fault"[\s\S]*?<\/div>/.exec(live)![0];
    expect(textOf(said)).toContain('Hierher gehört eine Dauer, etwa 30 Tage oder 2 Stunden.');
    for (const value of ['bald', '', '{note}', '5']) {
      const refused = await owner.post(action, { ...typed, 'row0.value': value });
      const page = textOf(await refused.text());
      expect([refused.status, page], value).toEqual([
        400,
        expect.stringContaining('Condition 1: This takes a duration'),
      ]);
    }
    expect(await draftOf(hash)).toBeUndefined();
    // Another mistake of a row stands beside it too.
    const time = { ...typed, 'row0.subject': 'time', 'row0.test': 'more', 'row0.value': '9:00' };
    const wrong = /id="row-0-value-fault"[\s\S]*?<\/div>/.exec(await shown(action, time))![0];
    expect(textOf(wrong)).toContain('"9:00" is no time');
    expect((await owner.post(action, { ...typed, 'row0.value': '30 Tage' }, GERMAN)).status).toBe(303);
    expect(JSON.stringify(await draftOf(hash))).toContain('"PSConditions":"{psLastScan} < now - 30 days"');
  },
);
