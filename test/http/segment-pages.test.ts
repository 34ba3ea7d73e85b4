// The pages of segments and bulk changes, as somebody without a script uses them.
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formIn, sentBy } from '../fixtures/http/page-forms.ts';
import { person } from '../fixtures/http/people.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';

let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

/** A template with passes of these points, in this order. */
async function card(points: readonly number[]): Promise<{ hash: string; passes: string[] }> {
  const hash = await t.template(pointsTemplate());
  const passes: string[] = [];
  for (const each of points) passes.push(await t.pass(hash, { [POINTS]: each, [NAME]: `Guest ${passes.length}` }));
  return { hash, passes };
}
const pointsOf = (passes: readonly string[]) =>
  Promise.all(
    passes.map(async (hashedSerialNumber) => {
      const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber });
      return userFields[POINTS];
    }),
  );

test('make a segment row by row, show who is in it, and change all of them after a look', async () => {
  const { hash, passes } = await card([5, 25, 30]);
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: passes[2], accessType: 7 });
  const list = `/cards/${hash}/segments`;
  const form = (html: string) => sentBy(formIn(html, ({ attributes }) => attributes.action === list));
  const one = form(await owner.page(list));
  one.set('name', 'Away');
  one.set('condition.row0.subject', `{${POINTS}}`);
  one.set('condition.row0.test', 'more');
  one.set('condition.row0.value', '20');
  one.set('do', 'more');
  const two = form(await (await owner.post(list, one)).text());
  expect([two.get('name'), two.get('condition')!.trim()]).toEqual(['Away', `{${POINTS}} > 20`]);
  two.set('condition.row1.subject', 'scanned');
  two.set('condition.row1.test', 'no');
  const made = await owner.post(list, two);
  const address = made.headers.get('location')!;
  expect([made.status, address]).toEqual([303, expect.stringMatching(`^${list}/\\d+$`)]);
  await t.deliver();
  const text = textOf(await owner.page(address));
  expect(text).toContain('Reads: every card of which this holds: POINTS is more than 20 and');
  expect(text).toMatch(/1 of 3 ?, counted/);
  expect(text).toContain('Guest 1');
  expect(text).not.toContain('Guest 2');
  const csv = await owner.get(`${address}/export.csv`);
  const rows: Record<string, string>[] = parse(Buffer.from(await csv.arrayBuffer()), { bom: true, columns: true });
  expect(rows).toMatchObject([{ hashedSerialNumber: passes[1], POINTS: '25', 'Your name': 'Guest 1' }]);

  const look = await owner.post(`${address}/bulk`, { kind: 'increment', path: POINTS, text: '2,5' });
  const page = look.headers.get('location')!;
  expect(await owner.page(page)).toContain('http-equiv="refresh"');
  await t.deliver();
  const seen = textOf(await owner.page(page));
  expect(seen).toContain('1 card would change');
  expect(seen).toContain('POINTS: 25 → 27.5');
  expect((await owner.post(`${page}/start`, {})).status).toBe(303);
  await t.deliver();
  expect(textOf(await owner.page(page))).toContain('Take it back');
  expect(await pointsOf(passes)).toEqual([5, 27.5, 31]);
  await owner.post(`${page}/undo`, {});
  await t.deliver();
  expect(textOf(await owner.page(page))).toContain('taken back');
  expect(await pointsOf(passes)).toEqual([5, 25, 31]);
  expect(textOf(await owner.page(list))).toContain('Add to a number · taken back');
  expect(textOf(await owner.page(`/cards/${hash}/customers`))).toContain('Segments');
});

test('show a condition that cannot be read again, with the place of the mistake', async () => {
  const { hash } = await card([]);
  const list = `/cards/${hash}/segments`;
  const refused = await owner.post(list, { name: 'Away', condition: `{${POINTS}} >`, was: '' });
  expect(refused.status).toBe(400);
  // A row that asks how long ago takes a duration, in the words of the page.
  const row = { 'condition.row0.subject': '{psLastScan}', 'condition.row0.test': 'longAgo', 'condition.joins': 'and' };
  const away = (value: string) =>
    owner.post(
      list,
      { name: 'Long', condition: '', ...row, 'condition.row0.value': value },
      { 'accept-language': 'de' },
    );
  const soon = await away('bald');
  expect([soon.status, textOf(await soon.text())]).toEqual([400, expect.stringContaining('"bald" is no duration')]);
  const made = await away('30 Tage');
  expect(made.status).toBe(303);
  expect(await owner.page(made.headers.get('location')!)).toContain('the last scan is more than 30 days ago');
  const text = textOf(await refused.text());
  expect(text).toContain('The condition cannot be read.');
  expect(text).toContain('Line 1, column');
});

test('let a manager work, and a counter see nothing of it', async () => {
  const { hash } = await card([1]);
  const given = { clientHash: t.clientHash, templateHash: hash, name: 'All' };
  const { segmentId } = await t.call('insertUpdateSegment', given);
  const { cookie } = await person(t, 'manager');
  const as = (path: string) => t.fetch(path, { headers: { cookie, 'accept-language': 'de' } });
  const german = textOf(await (await as(`/cards/${hash}/segments/${segmentId}`)).text());
  expect(german).toContain('Ansehen, was sich ändern würde');
  const counter = await person(t, 'counter');
  const { status } = await t.fetch(`/cards/${hash}/segments`, { headers: { cookie: counter.cookie } });
  expect(status).toBe(403);
});
