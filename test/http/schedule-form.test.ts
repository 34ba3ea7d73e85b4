// The forms of schedules, sent as a browser without a script sends them: made, changed, refused, deleted; and
// schedules that name a segment.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { formIn, sentBy } from '../fixtures/http/page-forms.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, START, type TestApp } from '../fixtures/open-app.ts';

const DAY = 86_400_000;

let t: TestApp;
let owner: OwnersBrowser;
let now = Math.ceil(START / DAY) * DAY;
beforeAll(async () => {
  t = await openTestApp({ injected: { clock: { now: () => now } } });
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const say = { action: 'PSActionSetValue', targetPath: 'note', value: 'hello' };
const cardWith = (schedules: readonly JsonObject[] = []) =>
  t.template(pointsTemplate({ additional: { note: '', birthday: '', counter: 0 }, schedules }));
const formOf = async (card: string, which: string | number) => {
  const action = `/cards/${card}/schedules/${which}`;
  return sentBy(formIn(await owner.page(action), ({ attributes }) => attributes.action === action));
};
const send = async (card: string, which: string | number, parts: Readonly<Record<string, string>>) => {
  const form = await formOf(card, which);
  form.delete('do');
  for (const [name, value] of Object.entries(parts)) form.set(name, value);
  return owner.post(`/cards/${card}/schedules/${which}`, form);
};
const draftOf = async (card: string) => {
  const { store } = t.app.context;
  const { template } = (await store.templateByHash(card))!;
  return (await store.draftOf(template.id))?.passConstructor.schedules;
};
const STEP = { 'step0.verb': 'set', 'step0.path': 'note', 'step0.text': 'hello' };

test('makes a schedule of each kind, and changes nothing where nothing was touched', async () => {
  const card = await cardWith();
  const made: readonly (readonly [Readonly<Record<string, string>>, JsonObject])[] = [
    [
      { name: 'daily', kind: 'day', at: '09:00' },
      { name: 'daily', when: { every: 'day', at: '09:00' } },
    ],
    [
      { name: 'weekly', kind: 'week', weekday: 'Friday', at: '08:30', late: 'skip', times: '2', per: 'month' },
      {
        name: 'weekly',
        when: { every: 'week', on: 'Friday', at: '08:30' },
        cap: { times: 2, per: 'month' },
        late: 'skip',
      },
    ],
    [
      { name: 'monthly', kind: 'month', monthday: 'last', at: '10:00', quietFrom: '21:00', quietTo: '08:00' },
      {
        name: 'monthly',
        when: { every: 'month', on: 'last', at: '10:00' },
        quietHours: { from: '21:00', to: '08:00' },
      },
    ],
    [
      { name: 'birthday', kind: 'dated', days: '0', side: 'after', date: 'birthday', yearly: 'yes', at: '09:00' },
      { name: 'birthday', when: { days: 0, after: 'birthday', yearly: true, at: '09:00' } },
    ],
    [
      { name: 'away', kind: 'without', days: '30', at: '', zone: 'Europe/Berlin', state: 'draft' },
      { name: 'away', state: 'draft', zone: 'Europe/Berlin', when: { days: 30, without: 'scan' } },
    ],
  ];
  for (const [texts] of made) expect((await send(card, 'new', { ...texts, ...STEP })).status).toBe(303);
  const expected = made.map(([, node]) => ({ ...node, actions: [say] }));
  expect(await draftOf(card)).toEqual(expected);
  for (const at of made.keys()) expect((await send(card, at + 1, {})).status).toBe(303);
  expect(await draftOf(card)).toEqual(expected);
  // A condition of rows, another time, a pause.
  const rows = { 'row0.subject': '{counter}', 'row0.test': 'atLeast', 'row0.value': '5' };
  expect((await send(card, 1, { ...rows, at: '10:15', state: 'paused' })).status).toBe(303);
  expect(((await draftOf(card)) as readonly JsonObject[])[0]).toMatchObject({
    ...{ name: 'daily', state: 'paused', when: { every: 'day', at: '10:15' } },
    PSConditions: '{counter} !< 5',
  });
  const text = textOf(await owner.page(`/cards/${card}/schedules`));
  expect(text).toContain('Each day at 10:15');
  expect(text).toContain('On the last day of each month at 10:00; not from 21:00 to 08:00');
  const page = await owner.page(`/cards/${card}/schedules/5/delete`);
  const gone = await owner.post(
    `/cards/${card}/schedules/5/delete`,
    sentBy(formIn(page, ({ attributes }) => attributes.action === `/cards/${card}/schedules/5/delete`)),
  );
  expect([gone.status, await draftOf(card)]).toEqual([303, expect.objectContaining({ length: 4 })]);
});

test.each([
  [{ name: '' }, 'Give the schedule a name of at most 60 characters'],
  [{ name: 'taken' }, 'Another schedule of the card has this name.'],
  [{ at: '25:00' }, 'Give a time such as 09:00.'],
  [{ kind: 'dated', days: '-1', side: 'before', date: 'birthday' }, 'Give a whole number of days up to 3660'],
  [{ kind: 'dated', days: '1', side: 'before', date: '' }, 'Choose a date of the card.'],
  [{ kind: 'without', days: '0' }, 'at least 1 without a scan'],
  [{ kind: 'week', weekday: 'Freitag' }, 'Choose a day of the week.'],
  [{ kind: 'month', monthday: '32' }, 'Choose a day of the month.'],
  [{ times: '0' }, 'Give a whole number from 1 to 1000'],
  [{ quietFrom: '21:00' }, 'that differs from the first one'],
  [{ zone: 'Berlin' }, 'Choose a time zone such as Europe/Berlin.'],
  [{ 'step0.path': '' }, 'Step 1: This is empty.'],
])('refuses %j beside its input, and saves nothing', async (parts, sentence) => {
  const card = await cardWith([{ name: 'taken', when: { every: 'day', at: '09:00' }, actions: [say] }]);
  const answer = await send(card, 'new', { name: 'fine', ...STEP, ...(parts as Record<string, string>) });
  const html = await answer.text();
  expect(answer.status).toBe(400);
  expect(textOf(html)).toContain(sentence);
  expect(textOf(html)).toContain('Nothing was saved.');
  expect(await draftOf(card)).toBeUndefined();
});

test('keeps what it cannot show, lists what is broken, and shows the form again after another change', async () => {
  const own = { ...say, PSConditions: '{counter} > 1' };
  const odd = { name: 'odd', when: { every: 'day', at: '9:00' }, actions: own, PSNote: 1 };
  const card = await cardWith([odd]);
  expect(textOf(await owner.page(`/cards/${card}/schedules/1`))).toContain('if Counter is more than 1');
  const stale = await formOf(card, 1);
  stale.delete('do');
  expect((await send(card, 1, { times: '3' })).status).toBe(303);
  expect(await draftOf(card)).toEqual([{ ...odd, cap: { times: 3, per: 'day' } }]);
  const late = await owner.post(`/cards/${card}/schedules/1`, stale);
  expect([late.status, textOf(await late.text())]).toEqual([409, expect.stringContaining('has changed')]);
  expect((await owner.get(`/cards/${card}/schedules/9`)).status).toBe(404);
});

describe('a schedule of a segment', () => {
  const daily = { name: 'daily', when: { every: 'day', at: '09:00' }, actions: [say], segment: 'Regulars' };
  const away = { name: 'away', when: { days: 1, without: 'scan', at: '10:00' }, actions: [say], segment: 'Regulars' };
  const noteOf = async (hash: string) =>
    (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: hash })).userFields.note ?? '';
  const dryRun = (card: string, hash: string) =>
    t.call('scheduleDryRun', {
      ...{ clientHash: t.clientHash, templateHash: card, schedule: 'daily', hashedSerialNumber: hash },
    });

  test.each([
    ['for all passes at once', daily, 9],
    ['for each pass', away, 34],
  ])('reaches those that are in it at that moment, and nobody once it has another name: %s', async (_, node, hours) => {
    const card = await t.template(
      pointsTemplate({ additional: { note: '', counter: 0 }, schedules: [{ ...node, name: 'daily' }] }),
    );
    const { store } = t.app.context;
    const { template } = (await store.templateByHash(card))!;
    const created = { templateId: template.id, condition: '{counter} > 5', createdAt: now };
    const segment = (await store.addSegment({ name: 'Regulars', ...created }, 50))!;
    const [few, many] = [await t.pass(card, { counter: 5 }), await t.pass(card, { counter: 6 })];
    await t.deliver();
    expect((await dryRun(card, few)).pass).toMatchObject({
      reached: false,
      ...(hours === 9 ? { reason: 'segment', message: 'Not reached: it is not in the segment "Regulars".' } : {}),
    });
    now = Math.floor(now / DAY) * DAY + hours * 3_600_000;
    await t.deliver();
    expect([await noteOf(few), await noteOf(many)]).toEqual(['', 'hello']);
    owner = await ownersBrowser(t);
    expect(textOf(await owner.page(`/cards/${card}/schedules`))).toContain('only cards in the segment “Regulars”');

    await store.changeSegment(segment.id, { name: 'Friends', condition: '' }, now);
    const late = await t.pass(card, { counter: 7 });
    await t.deliver();
    now += 3 * DAY;
    await t.deliver();
    expect(await noteOf(late)).toBe('');
    // The session has ended meanwhile.
    owner = await ownersBrowser(t);
    const text = textOf(await owner.page(`/cards/${card}/schedules`));
    expect(text).toContain('There is no segment “Regulars” any more, so this schedule reaches nobody.');
    const { leftOut } = await dryRun(card, late);
    if (hours === 9) expect(leftOut).toEqual({ segment_missing: 3 });
    // The form offers the present ones.
    expect((await send(card, 1, { segment: 'Friends' })).status).toBe(303);
    expect(await draftOf(card)).toMatchObject([{ segment: 'Friends' }]);
  });

  test('that the template lacks is told when it is saved', async () => {
    const { warnings } = await t.call('insertUpdateTemplate', {
      clientHash: t.clientHash,
      templateName: 'x',
      passConstructor: JSON.stringify(pointsTemplate({ additional: { note: '' }, schedules: [daily] })),
    });
    expect(warnings).toContainEqual({
      path: 'schedules_0_segment',
      message: expect.stringContaining('no segment "Regulars", so the schedule reaches nobody'),
    });
  });
});
