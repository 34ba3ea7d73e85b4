// The list of customers over HTTP: search, filters, pages, and who may see it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const NAME = 'structure_secondaryFields_name_value';
const DAY = 86_400_000;

let t: TestApp;
let owner: OwnersBrowser;
let card = '';
let second = '';
const passes: Record<string, string> = {};

beforeAll(async () => {
  t = await openTestApp();
  card = await t.template(pointsTemplate(), { templateName: 'Bonuskarte' });
  second = await t.template(pointsTemplate(), { templateName: 'Gutschein' });
  for (const [name, of] of [
    ['Ada Byron', card],
    ['Jürgen Müller', card],
    ['Ada Lovelace', second],
    ['<b>Eve</b>', second],
  ] as const) {
    passes[name] = await t.pass(of, { [NAME]: name });
  }
  await t.install(passes['Ada Byron']!);
  const scan = (hash: string) =>
    t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: hash, accessType: SCAN });
  await scan(passes['Jürgen Müller']!);
  t.advance(10 * DAY);
  await scan(passes['Ada Byron']!);
  // A session does not last that long.
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const namesIn = (html: string) =>
  [...html.matchAll(/class="customerRow"><a href="[^"]*"><bdi>([^<]*)</g)].map(([, name]) => name!.trim());
const namesAt = async (path: string) => namesIn(await owner.page(path));

describe('the list', () => {
  test('shows the newest card first, with its card and its last visit', async () => {
    const html = await owner.page('/customers');
    expect(namesIn(html)).toEqual(['&lt;b&gt;Eve&lt;/b&gt;', 'Ada Lovelace', 'Jürgen Müller', 'Ada Byron']);
    const text = textOf(html);
    expect(text).toContain('Ada Byron Bonuskarte on a phone last visit');
    expect(text).toContain('Ada Lovelace Gutschein on no phone no visit yet');
    expect(html).not.toContain('<b>Eve');
  });

  test.each([
    ['q=ada', ['Ada Lovelace', 'Ada Byron']],
    ['q=muller', ['Jürgen Müller']],
    ['q=J%C3%9CRGEN+m%C3%BCl', ['Jürgen Müller']],
    ['q=ada&phone=yes', ['Ada Byron']],
    ['q=ada&phone=no', ['Ada Lovelace']],
    ['phone=yes', ['Ada Byron']],
    ['visit=today', ['Ada Byron']],
    ['visit=week', ['Ada Byron']],
    ['visit=month', ['Ada Byron', 'Jürgen Müller']],
    ['visit=longer', []],
    ['visit=never', ['&lt;b&gt;Eve&lt;/b&gt;', 'Ada Lovelace']],
    ['q=ada&visit=never', ['Ada Lovelace']],
    ['visit=month&phone=no', ['Jürgen Müller']],
  ])('%s', async (query, names) => {
    expect(await namesAt(`/customers?${query}`)).toEqual(names);
  });

  test('of one card, by its filter and by its tab', async () => {
    expect(await namesAt(`/customers?card=${card}&q=ada`)).toEqual(['Ada Byron']);
    expect(await namesAt(`/cards/${card}/customers?q=ada`)).toEqual(['Ada Byron']);
    expect(await namesAt(`/cards/${second}/customers`)).toEqual(['&lt;b&gt;Eve&lt;/b&gt;', 'Ada Lovelace']);
    const html = await owner.page(`/cards/${card}/customers`);
    expect(html).toContain(`href="/cards/${card}/export"`);
    expect(await owner.page('/customers')).not.toContain('/export"');
  });

  test('finds a pass by its hash, its link and its serial number', async () => {
    const hash = passes['Ada Byron']!;
    const { serialNumber } = (await t.app.context.store.passByHash(hash))!.pass;
    const link = `http://passes.test/pass/create.php?hashedSerialNumber=${hash}`;
    for (const q of [hash, serialNumber, link]) {
      expect(await namesAt(`/customers?${new URLSearchParams({ q })}`)).toEqual(['Ada Byron']);
    }
  });

  test('says why it is empty', async () => {
    expect(textOf(await owner.page('/customers?q=nobody'))).toContain('Nobody was found');
    expect(textOf(await owner.page('/customers?q=a'))).toContain('Type at least two letters');
    expect(textOf(await owner.page('/customers?visit=longer'))).toContain('Nobody was found');
    const empty = await t.template(pointsTemplate(), { templateName: 'Empty' });
    expect(textOf(await owner.page(`/cards/${empty}/customers`))).toContain('Nobody has a card yet');
  });

  test('no search text breaks it', async () => {
    const texts = [
      '"',
      "'",
      '" OR "x" *',
      'ada*',
      'NEAR(ada)',
      '\u0000ada',
      '%',
      '\\',
      '-ada',
      'a'.repeat(8000),
      '§a1',
    ];
    for (const q of texts) {
      const response = await owner.get(`/customers?${new URLSearchParams({ q })}`);
      expect([q.slice(0, 20), response.status]).toEqual([q.slice(0, 20), 200]);
    }
  });

  test('a filter that does not exist is named', async () => {
    for (const [query, field] of [
      ['phone=maybe', 'phone'],
      ['visit=soon', 'visit'],
      ['after=x', 'after'],
    ] as const) {
      const response = await owner.get(`/customers?${query}`);
      expect(response.status).toBe(400);
      expect(textOf(await response.text())).toContain(field);
    }
  });

  test('has pages of fifty, each once', async () => {
    const many = await t.template(pointsTemplate(), { templateName: 'Many' });
    for (let number = 0; number < 101; number++) await t.pass(many, { [NAME]: `Guest ${1000 + number}` });
    const seen: string[] = [];
    let path = `/customers?card=${many}&q=guest`;
    for (let pages = 1; ; pages++) {
      const html = await owner.page(path);
      seen.push(...namesIn(html));
      const next = /href="([^"]*)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      if (next === undefined) {
        expect(pages).toBe(3);
        break;
      }
      path = next;
    }
    expect(seen).toHaveLength(101);
    expect(new Set(seen).size).toBe(101);
    expect(await namesAt(`/customers?q=guest+1100`)).toEqual(['Guest 1100']);
  });
});

describe('the words follow the pass', () => {
  test('through scans, edits, triggers and deletion', async () => {
    const hash = await t.pass(card, { [NAME]: 'Grace Hopper' });
    expect(await namesAt('/customers?q=grace')).toEqual(['Grace Hopper']);
    await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: hash, [NAME]: 'Rear Admiral' });
    expect(await namesAt('/customers?q=grace')).toEqual([]);
    expect(await namesAt('/customers?q=admiral')).toEqual(['Rear Admiral']);
    await t.call('deletePass', { clientHash: t.clientHash, hashedSerialNumber: hash });
    expect(await namesAt('/customers?q=admiral')).toEqual([]);
  });

  test('a saved card is indexed anew where its texts name other values', async () => {
    const parts = pointsTemplate({ additional: { note: '', nick: 'nobody', counter: 0 } });
    const hash = await t.template(parts, { templateName: 'Nicks' });
    await t.pass(hash, { nick: 'Countess' });
    expect(await namesAt('/customers?q=countess')).toEqual([]);
    const structure = { primaryFields: [{ key: 'n', label: 'Nick', value: '{nick}' }] };
    await t.template({ ...parts, structure }, { templateHash: hash, templateName: 'Nicks' });
    expect((await t.jobs()).map(({ kind }) => kind)).toContain('index_passes');
    await t.deliver();
    expect(await namesAt('/customers?q=countess')).toEqual(['Countess']);
    expect((await t.jobs()).map(({ kind }) => kind)).not.toContain('index_passes');
  });
});

describe('who may see it', () => {
  test('nobody without a login, and no other account', async () => {
    const response = await t.fetch('/customers?q=ada');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toContain('next=');
    await t.account('other@example.com');
    const other = await ownersBrowser(t, { email: 'other@example.com', password: 'correct horse' });
    expect(namesIn(await other.page('/customers'))).toEqual([]);
    expect(namesIn(await other.page('/customers?q=ada'))).toEqual([]);
    const hash = passes['Ada Byron']!;
    expect(namesIn(await other.page(`/customers?q=${hash}`))).toEqual([]);
    expect((await other.get(`/customers?card=${card}`)).status).toBe(403);
    expect((await other.get(`/cards/${card}/customers`)).status).toBe(403);
    expect((await other.get(`/customers/${hash}`)).status).toBe(403);
  });

  test('German is complete', async () => {
    const html = await (await owner.get('/customers', 'de')).text();
    expect(textOf(html)).toContain('Neueste Karte zuerst');
  });
});
