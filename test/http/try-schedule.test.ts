// Schedules and waits in the simulator: tried by name on the page, in checks and by the API, with the result
// that their time then brings, and why a card would not be reached.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { formIn, sentBy } from '../fixtures/http/page-forms.ts';
import { NAME, POINTS, stampCard } from '../fixtures/http/stamp-card.ts';
import { stored } from '../fixtures/http/stored.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

const BIRTHDAY = '2027-01-05';
const MORNING = Date.parse(`${BIRTHDAY}T09:00:00Z`);

let t: TestApp;
let owner: OwnersBrowser;
let card: string;
let ada: string;
let now = Date.parse('2027-01-04T12:00:00Z');
beforeAll(async () => {
  t = await openTestApp({ injected: { clock: { now: () => now } } });
  owner = await ownersBrowser(t);
  card = await t.template(CARD, { templateName: 'Bonus card' });
  ada = await t.install(await t.pass(card, { [NAME]: 'Ada', [POINTS]: 4, birthday: BIRTHDAY }));
  await t.deliver();
});
afterAll(() => t.close());

const say = (value: string): JsonObject => ({ action: 'PSActionSetValue', targetPath: NAME, value });
const CARD = stampCard(10, {
  additional: { birthday: '' },
  triggers: {
    onScan: [{ action: 'PSActionLater', name: 'Thanks', delay: '2 hours', actions: say('Thank you, {birthday}') }],
  },
  schedules: [
    {
      name: 'Birthday',
      when: { days: 0, after: 'birthday', yearly: true, at: '09:00' },
      PSConditions: `{${POINTS}} > 2`,
      actions: [{ action: 'PSActionIncrementValue', targetPath: POINTS, amount: 5 }, say('Happy birthday')],
    },
  ],
});
const page = async (query: Record<string, string>, language = 'en') =>
  textOf(await owner.page(`/cards/${card}/try?${new URLSearchParams(query)}`, language));
const call = (name: string, parameters: JsonObject) => t.call(name, { clientHash: t.clientHash, ...parameters });

describe('the page', () => {
  test('offers schedules and waits, and leads to them from their list', async () => {
    const html = await owner.page(`/cards/${card}/try`);
    expect(html).toMatch(/<optgroup label="A schedule"><option value="schedule:Birthday"[^>]*>Birthday<\/option>/);
    expect(html).toMatch(/<optgroup label="After a wait"><option value="later:Thanks"[^>]*>Thanks<\/option>/);
    const list = await owner.page(`/cards/${card}/schedules`);
    expect(list).toContain(`/cards/${card}/try?event=schedule%3ABirthday`);
    const without = await owner.page(`/cards/${await t.template(stampCard())}/try`);
    expect(without).not.toContain('<optgroup');
  });

  test('tells what a schedule does, and why it would not reach the card at that time', async () => {
    const before = stored(t);
    const query = { event: 'schedule:Birthday', pass: ada };
    const today = await page(query);
    expect(today).toContain('NAME: Ada → Happy birthday');
    expect(today).toContain('POINTS 4 → 9');
    expect(today).toContain('a step of the schedule “Birthday” always');
    expect(today).toContain('At this time “Birthday” would not reach this card: due on another day.');
    expect(today).toContain('Next time: Jan 5, 2027');
    const german = await page(query, 'de');
    expect(german).toContain('würde „Birthday“ diese Karte nicht erreichen: an einem anderen Tag fällig.');
    const then = { ...query, at: `${BIRTHDAY}T09:00` };
    expect(await page(then)).not.toContain('would not reach');
    // The values of the try count, not those of the card.
    const poor = await page({ ...then, [`set.${POINTS}`]: '2' });
    expect(poor).toContain('would not reach this card: the condition is false.');
    expect(poor).toContain('POINTS 2 → 7');
    const unborn = await page({ event: 'schedule:Birthday' });
    expect(unborn).toContain('would not reach this card: there is no date.');
    expect(stored(t)).toEqual(before);
  });

  test('tells what happens after a wait', async () => {
    const text = await page({ event: 'later:Thanks', pass: ada });
    expect(text).toContain(`NAME: Ada → Thank you, ${BIRTHDAY}`);
    expect(text).toContain('a step after a wait always');
    expect(text).not.toContain('would not reach');
  });

  test.each(['schedule:Gone', 'later:Birthday', 'schedule:'])(
    'refuses %s, which the card does not have',
    async (event) => {
      const answer = await owner.get(`/cards/${card}/try?${new URLSearchParams({ event })}`);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('The card has no');
    },
  );
});

test('a schedule can be a check, which fails once the schedule is other or gone', async () => {
  const own = await t.template(CARD);
  const query = new URLSearchParams({ event: 'schedule:Birthday', [`set.${POINTS}`]: '1' });
  const html = await owner.page(`/cards/${own}/checks/new?${query}`);
  const form = sentBy(formIn(html, ({ attributes }) => attributes.action === `/cards/${own}/checks`));
  form.set('name', 'Five points');
  expect((await owner.post(`/cards/${own}/checks`, form)).status).toBe(303);
  const { store } = t.app.context;
  const { template } = (await store.templateByHash(own))!;
  expect(await store.checksOf(template.id)).toMatchObject([
    { content: { event: 'schedule:Birthday', expect: { values: { [POINTS]: 6 } } } },
  ]);
  const checks = async () => textOf(await owner.page(`/cards/${own}/checks`));
  expect(await checks()).toContain('The schedule “Birthday” runs, once');
  expect(await checks()).toContain('The check passes.');
  const draft = async (passConstructor: JsonObject) => {
    const stamp = { baseVersion: 1, passConstructor, editedBy: t.owner.email, editedAt: t.now() };
    await store.changeDraft(own, () => ({ draft: stamp, result: null }));
  };
  await draft({ ...CARD, schedules: [{ ...(CARD.schedules as JsonObject[])[0]!, actions: [say('Happy birthday')] }] });
  expect(await checks()).toContain('POINTS is 1, and the check expects 6.');
  await draft({ ...CARD, schedules: [] });
  expect(await checks()).toContain('The card has no schedule');
});

describe('the API', () => {
  test('simulates schedules and waits by name', async () => {
    const on = { hashedSerialNumber: ada };
    expect(await call('simulate', { ...on, event: 'schedule:Birthday' })).toMatchObject({
      updated: true,
      trace: { event: null, schedule: 'Birthday' },
      userFields: { [POINTS]: 9, [NAME]: 'Happy birthday' },
    });
    expect(await call('simulate', { ...on, event: 'later:Thanks' })).toMatchObject({ trace: { schedule: 'Thanks' } });
    expect(await call('simulate', { ...on, event: 'schedule:None' })).toMatchObject({
      success: false,
      code: 'parameter_invalid',
      field: 'event',
    });
  });
});

test('what its time brings is what the try said, and its run can be tried again', async () => {
  const said = await call('simulate', { hashedSerialNumber: ada, event: 'schedule:Birthday' });
  now = MORNING;
  await t.deliver();
  const { userFields } = await call('passInfo', { hashedSerialNumber: ada });
  expect(userFields).toEqual(said.userFields);
  const run = (await t.events(ada)).at(-1)!;
  expect(run.trace).toEqual(said.trace);
  const shown = await owner.page(`/runs/${run.id}`);
  expect(shown).toContain(`/runs/${run.id}/again`);
  const again = await owner.get(`/runs/${run.id}/again`);
  expect(again.headers.get('location')).toBe(`/cards/${card}/try?event=schedule%3ABirthday&run=${run.id}`);
  expect(textOf(await owner.page(again.headers.get('location')!))).toContain('POINTS 4 → 9');
});
