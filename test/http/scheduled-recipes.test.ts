// Recipes that know dates and times: an owner adds one in the browser and publishes it, the clock goes on,
// and the pass shows what the recipe promises.
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { formIn, sentBy } from '../fixtures/http/page-forms.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, START, type TestApp } from '../fixtures/open-app.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let t: TestApp;
let owner: OwnersBrowser;
let now = Math.ceil(START / DAY) * DAY;
beforeAll(async () => {
  t = await openTestApp({ injected: { clock: { now: () => now } } });
});
beforeEach(async () => {
  // Midnight in UTC.
  now = Math.ceil(now / DAY) * DAY;
  // The session of the test before is over after so many days.
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const mine = (parameters: Record<string, unknown>) => ({ clientHash: t.clientHash, ...parameters });
const day = (days: number) => new Date(now + days * DAY).toISOString().slice(0, 10);
const until = async (time: number) => {
  now = time;
  await t.deliver();
};
const scan = (hash: string) => t.call('trackPassAccess', mine({ hashedSerialNumber: hash, accessType: 7 }));

/** A card with a recipe, published; answers its hash and the page that said what the recipe adds. */
async function cardWith(name: string, answers: Record<string, string>, parts: JsonObject = {}) {
  const card = await t.template(pointsTemplate({ backgroundColor: '#203040', ...parts }));
  const address = `/cards/${card}/rules/recipes/${name}`;
  const page = await owner.page(`${address}?${new URLSearchParams(answers)}`);
  const german = textOf(await owner.page(`${address}?${new URLSearchParams(answers)}`, 'de'));
  const form = sentBy(formIn(page, ({ attributes }) => 'data-recipe' in attributes));
  expect((await owner.post(address, form)).status).toBe(303);
  const { store } = t.app.context;
  const { template } = (await store.templateByHash(card))!;
  const { passConstructor } = (await store.draftOf(template.id))!;
  expect(await t.call('insertUpdateTemplate', mine({ templateHash: card, passConstructor }))).toMatchObject({
    success: true,
  });
  return { card, english: textOf(page), german };
}

const passJson = async (hash: string): Promise<any> =>
  JSON.parse(new TextDecoder().decode(unzipSync(await t.file(hash))['pass.json']));

/** The fields of a pass by their keys, as its phone gets them. */
async function shown(hash: string): Promise<Record<string, unknown>> {
  const groups: { key: string; value: unknown }[][] = Object.values((await passJson(hash)).storeCard);
  return Object.fromEntries(groups.flat().map(({ key, value }) => [key, value]));
}

test('birthday: on the day the phone says the greeting and the points come, once a year', async () => {
  const answers = { greeting: 'Happy birthday, {Name}!', present: '5', at: '08:30' };
  const { card, english, german } = await cardWith('birthday', answers);
  expect(english).toContain('The schedule “Birthday” On the day of Your birthday at 08:30, each year');
  expect(german).toContain('Der Zeitplan „Geburtstag“');
  const [begin, born] = [now, `1990-${day(2).slice(5)}`];
  const [pass, other] = [await t.pass(card, { birthday: born }), await t.pass(card)];
  await t.deliver();
  await until(begin + 2 * DAY + 8.5 * HOUR - 1);
  expect(await shown(pass)).not.toHaveProperty('news');
  await until(begin + 2 * DAY + 8.5 * HOUR);
  expect(await shown(pass)).toMatchObject({ news: 'Happy birthday, Guest!', points: 5 });
  expect(await shown(other)).not.toHaveProperty('news');
  await until(begin + 3 * DAY + 8.5 * HOUR);
  expect(await shown(pass)).not.toHaveProperty('news');
  // Another birthday in the same year brings nothing.
  await t.call('updatePassFields', mine({ hashedSerialNumber: pass, birthday: `1990-${day(1).slice(5)}` }));
  await until(now + DAY);
  expect((await shown(pass)).points).toBe(5);
  await t.call('updatePassFields', mine({ hashedSerialNumber: pass, birthday: born }));
  await until(begin + 370 * DAY);
  expect((await shown(pass)).points).toBe(10);
});

test('win-back: who was away is told of a gift, and the next scan gives it and takes it off', async () => {
  const answers = { days: '30', message: 'Come back!', gift: 'One cake', at: '10:00', times: '2' };
  const { card, english, german } = await cardWith('winBack', answers);
  expect(english).toContain('After 30 days without a scan, at 10:00; at most 2 times a year for each card');
  expect(german).toContain('Nach 30 Tagen ohne Scan, um 10:00');
  const [begin, pass] = [now, await t.pass(card)];
  await t.deliver();
  await scan(pass);
  await until(begin + 30 * DAY + 10 * HOUR - 1);
  expect(await shown(pass)).not.toHaveProperty('comeBackGift');
  await until(begin + 30 * DAY + 10 * HOUR);
  expect(await shown(pass)).toMatchObject({ news: 'Come back!', comeBackGift: 'One cake' });
  expect(await scan(pass)).toMatchObject({ scanText: 'Welcome back! Give now: One cake' });
  expect(await shown(pass)).not.toHaveProperty('comeBackGift');
  expect(await shown(pass)).not.toHaveProperty('news');
  expect((await scan(pass)).scanText).not.toBe('Welcome back! Give now: One cake');
});

test('happy hour: scans in its hours, by the clocks of the card, bring more', async () => {
  const answers = { begin: '16:00', end: '18:00', days: 'every', extra: '3' };
  const parts = { timezone: -5, triggers: {} };
  const { card, english, german } = await cardWith('happyHour', answers, parts);
  expect(english).toContain('POINTS');
  expect(english).toContain('16:00');
  expect(german).toContain('Wenn eine Karte gescannt wird');
  const pass = await t.pass(card);
  const begin = now;
  const points: unknown[] = [];
  for (const hour of [16, 20.99, 21, 22.99, 23]) {
    await until(begin + hour * HOUR);
    await scan(pass);
    points.push((await shown(pass)).points);
  }
  expect(points).toEqual([0, 0, 3, 6, 6]);
});

test('expiry reminder: new cards get a date, are reminded before it, and of a later one again', async () => {
  const answers = { term: 'month', days: '7', message: 'Soon over!', at: '09:00' };
  const { card, english, german } = await cardWith('expiry', answers);
  expect(english).toContain('The schedule “Expiry reminder” 7 days before ');
  expect(german).toContain('7 Tage vor ');
  const pass = await t.pass(card);
  await t.deliver();
  const { expirationDate } = await passJson(pass);
  const month = new Date(now);
  month.setUTCMonth(month.getUTCMonth() + 1);
  expect(expirationDate.slice(0, 19)).toBe(`${month.toISOString().slice(0, 10)}T23:59:59`);
  const due = Date.parse(`${expirationDate.slice(0, 10)}T09:00:00Z`) - 7 * DAY;
  await until(due - 1);
  expect(await shown(pass)).toMatchObject({ validUntil: expirationDate });
  expect(await shown(pass)).not.toHaveProperty('news');
  await until(due);
  expect((await shown(pass)).news).toBe('Soon over!');
  const later = day(40);
  await t.call('updatePassFields', mine({ hashedSerialNumber: pass, expirationDate: later }));
  expect(await shown(pass)).not.toHaveProperty('news');
  await until(Date.parse(`${later}T09:00:00Z`) - 7 * DAY);
  expect((await shown(pass)).news).toBe('Soon over!');
});
