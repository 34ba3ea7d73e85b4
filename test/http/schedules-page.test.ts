// The owner's page of schedules: what each does in words, its times, whom it would reach, and a pause.
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const say = (value: string) => ({ action: 'PSActionSetValue', targetPath: 'note', value });
const wait = { action: 'PSActionLater', name: 'later', delay: '2 hours', actions: say('later') };

const SCHEDULES = [
  {
    name: 'morning',
    zone: 'Europe/Berlin',
    when: { every: 'day', at: '09:00' },
    PSConditions: '{counter} > 5',
    actions: [say('Good morning'), wait],
    cap: { times: 2, per: 'week' },
    quietHours: { from: '21:00', to: '08:30' },
    late: 'skip',
  },
  { name: 'week', when: { every: 'week', on: 'Friday', at: '9:30' }, actions: say('x') },
  { name: 'month', when: { every: 'month', on: 31, at: '10:00' }, actions: say('x') },
  { name: 'end', state: 'draft', when: { every: 'month', on: 'last', at: '10:00' }, actions: say('x') },
  { name: 'birthday', when: { days: 0, after: 'note', yearly: true, at: '09:00' }, actions: say('x') },
  { name: 'before', when: { days: 2, before: 'expirationDate', at: '12:15' }, actions: say('x') },
  { name: 'away', state: 'paused', when: { days: 30, without: 'scan' }, actions: say('x') },
];

const SENTENCES = {
  en: [
    'Each day at 09:00; at most 2 times a week for each card; not from 21:00 to 08:30; not when it is more than an hour late',
    'after 2 hours: (set ',
    'Clocks of Europe/Berlin.',
    'Each Friday at 09:30',
    'On day 31 of each month at 10:00',
    'On the last day of each month at 10:00',
    ', each year',
    '2 days before ',
    'After 30 days without a scan',
    'Paused',
    'Draft',
    'Last time: not yet',
  ],
  de: [
    'Jeden Tag um 09:00; höchstens 2-mal in der Woche für jede Karte; nicht von 21:00 bis 08:30',
    'Uhren von Europe/Berlin.',
    'Jeden Freitag um 09:30',
    'Am 31. jedes Monats um 10:00',
    'Am letzten Tag jedes Monats um 10:00',
    ', jedes Jahr',
    '2 Tage vor ',
    'Nach 30 Tagen ohne Scan',
    'Angehalten',
    'Entwurf',
  ],
};

test('says what each schedule does and when, in both languages, and whom it would reach today', async () => {
  const card = await t.template(pointsTemplate({ schedules: SCHEDULES }));
  for (let counter = 4; counter < 8; counter++) await t.pass(card, { counter });
  await t.deliver();
  for (const [language, sentences] of Object.entries(SENTENCES)) {
    const text = textOf(await owner.page(`/cards/${card}/schedules`, language));
    for (const sentence of sentences) expect(text).toContain(sentence);
  }
  const tried = textOf(await owner.page(`/cards/${card}/schedules?try=morning`));
  expect(tried).toContain('Today “morning” would reach 2 of 4 cards.');
  expect(tried).toContain('Not reached: 2 (the condition is false)');
  expect(textOf(await owner.page(`/cards/${card}/schedules?try=gone`))).not.toContain('Today “');
  expect(textOf(await owner.page(`/cards/${card}/rules`))).toContain('Schedules');
  const other = await t.template(pointsTemplate());
  expect(textOf(await owner.page(`/cards/${other}/schedules`))).toContain('This card has no schedule yet.');
});

test('pauses and starts a schedule in the draft; it takes effect with publishing', async () => {
  const card = await t.template(pointsTemplate({ schedules: SCHEDULES.slice(0, 1) }));
  const change = async () => {
    const html = await owner.page(`/cards/${card}/schedules`);
    return sentBy(formIn(html, ({ attributes }) => attributes.action === `/cards/${card}/schedules/change`));
  };
  const form = await change();
  const answer = await owner.post(`/cards/${card}/schedules/change`, form);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/cards/${card}/schedules?done=true`]);
  const page = textOf(await owner.page(`/cards/${card}/schedules?done=true`));
  expect(page).toContain('It takes effect when you publish the card.');
  expect(page).toContain('Published as: Runs.');
  const { store } = t.app.context;
  const { template } = (await store.templateByHash(card))!;
  const states = async () => {
    const draft = await store.draftOf(template.id);
    return (draft?.passConstructor.schedules as { name: string; state?: string }[] | undefined)?.map(
      ({ state }) => state,
    );
  };
  expect(await states()).toEqual(['paused']);
  // The page was open before the draft was there.
  const late = await owner.post(`/cards/${card}/schedules/change`, form);
  expect(late.status).toBe(409);
  expect((await owner.post(`/cards/${card}/schedules/change`, await change())).status).toBe(303);
  expect(await states()).toEqual(['active']);
  const wrong = await change();
  wrong.set('name', 'none');
  expect((await owner.post(`/cards/${card}/schedules/change`, wrong)).status).toBe(400);
});
