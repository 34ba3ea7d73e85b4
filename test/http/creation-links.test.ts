// Creation links as guests, owners and programs use them: whose session counts, what is written, and what a wrong value answers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stored } from '../fixtures/http/stored.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let templateHash: string;
let cookie: string;
const NAME = 'structure_secondaryFields_name_value';
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

beforeAll(async () => {
  t = await openTestApp();
  templateHash = await t.template(pointsTemplate());
  const login = await t.fetch('/api/login.php', { method: 'POST', body: new URLSearchParams(OWNER) });
  cookie = login.headers.get('set-cookie')!.split(';')[0]!;
});
afterAll(() => t.close());

const visit = (given: Record<string, string>, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  init.method === 'POST'
    ? t.fetch('/pass/create.php', {
        ...init,
        body: new URLSearchParams(given),
        headers: { 'user-agent': MAC, ...headers },
      })
    : t.fetch(`/pass/create.php?${new URLSearchParams(given)}`, { headers: { 'user-agent': MAC, ...headers } });
const overridesOf = async (pass: string) => (await t.app.context.store.passByHash(pass))!.pass.overrides;
const newest = () => stored(t).passes!.at(-1) as { hash: string };

describe('a link with hashedSerialNumber updates the pass as updatePassFields does', () => {
  test.each(['GET', 'POST'])('%s with the clientHash sets any path', async (method) => {
    const pass = await t.pass(templateHash, { [NAME]: 'Ada', note: 'old' });
    const given = { hashedSerialNumber: pass, clientHash: t.clientHash, logoText: 'new' };
    const page = await visit(given, {}, { method });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('new')]);
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Ada', note: 'old', logoText: 'new' });
    await visit({ ...given, psReplaceAll: 'true' }, {}, { method });
    expect(await overridesOf(pass)).toEqual({ logoText: 'new' });
    await visit({ hashedSerialNumber: pass, clientHash: t.clientHash, psReplaceAll: 'true' }, {}, { method });
    expect(await overridesOf(pass)).toEqual({});
  });

  test('without it only what is editable; psReplaceAll takes back no more than that', async () => {
    const pass = await t.pass(templateHash, { [NAME]: 'Ada', note: 'old' });
    await visit({ hashedSerialNumber: pass, logoText: 'new', [NAME]: 'Grace' });
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Grace', note: 'old' });
    await visit({ hashedSerialNumber: pass, psReplaceAll: 'true' });
    expect(await overridesOf(pass)).toEqual({ note: 'old' });
  });
});

describe("login's session", () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['without Sec-Fetch-Site', {}, true],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }, true],
    ['from our own pages', { 'sec-fetch-site': 'same-origin' }, true],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }, false],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['from another site over plain HTTP', { referer: 'http://elsewhere.test/page' }, false],
    ['from our own pages over plain HTTP', { referer: 'http://passes.test/' }, true],
  ])('counts as the clientHash does: %s', async (_, headers, counts) => {
    const generated = await visit({ templateHash, generate: 'true', note: 'mine' }, { cookie, ...headers });
    expect(await overridesOf(await generated.text())).toEqual(counts ? { note: 'mine' } : {});
  });

  test('a clientHash that is wrong counts as none, whoever is logged in', async () => {
    const generated = await visit({ templateHash, generate: 'true', note: 'mine', clientHash: '1-0' }, { cookie });
    expect(await overridesOf(await generated.text())).toEqual({});
  });
});

test.each([',', '%2C', '&', ',&', ' '])('a clientHash with %j at its end is the clientHash', async (end) => {
  const link = `templateHash=${templateHash}&generate=true&note=mine&clientHash=${t.clientHash}${end}`;
  expect(await overridesOf(await (await t.fetch(`/pass/create.php?${link}`)).text())).toEqual({ note: 'mine' });
  expect((await t.fetch(`/api/clientInfo.php?clientHash=${t.clientHash}${end}`)).status).toBe(200);
  expect(await t.call('clientInfo', { clientHash: `${t.clientHash},` })).toMatchObject({ success: true });
});

test('templateId names a public template, and no other', async () => {
  const idOf = async (hash: string) => String((await t.app.context.store.templateByHash(hash))!.template.id);
  const open = await t.template(pointsTemplate(), { templatePublic: true });
  const made = await visit({ templateId: await idOf(open), generate: 'true', [NAME]: 'Ada' });
  expect(await overridesOf(await made.text())).toEqual({ [NAME]: 'Ada' });
  const before = stored(t);
  expect((await visit({ templateId: await idOf(templateHash) })).status).toBe(404);
  expect(stored(t)).toEqual(before);
});

test('boardingPass_transitType is the old form of transitType', async () => {
  const hash = await t.template({
    type: 'boardingPass',
    transitType: { PSValue: 'PKTransitTypeAir', PSEditable: true },
    description: 'Flight',
    organizationName: 'Air',
    structure: {},
  });
  const made = await visit({ templateHash: hash, generate: 'true', boardingPass_transitType: 'PKTransitTypeTrain' });
  expect((await passJsonOf(t, await made.text())).boardingPass.transitType).toBe('PKTransitTypeTrain');
});

test('one density of an editable image, sent alone, sets the image', async () => {
  const images = { logo: { PSValue: '', PSEditable: true } };
  const hash = await t.template({ ...pointsTemplate(), images });
  const body = new FormData();
  for (const [name, value] of Object.entries({ templateHash: hash, generate: 'true' })) body.set(name, value);
  body.set('images_logo@2x', new Blob([new Uint8Array(await noise(320, 100))], { type: 'image/png' }), 'logo.png');
  const made = await t.fetch('/pass/create.php', { method: 'POST', body });
  const pass = await made.text();
  expect(Object.keys(await overridesOf(pass))).toEqual(['images_logo']);
  expect(await t.call('imageForName', { image: 'logo', hashedSerialNumber: pass })).toMatchObject({ success: true });
});

describe('a wrong value in a creation link', () => {
  const choice = () =>
    t.template(
      pointsTemplate({
        additional: {
          size: { PSValue: 'S', PSEditable: true, PSLabel: 'Your size', PSOptions: { Small: 'S', Large: 'L' } },
          code: { PSValue: '', PSEditable: true, PSValidation: 'VRequired' },
        },
      }),
    );

  test.each(['GET', 'POST'])(
    'answers the registration form, filled in, with the error at its field: %s',
    async (method) => {
      const hash = await choice();
      const before = stored(t);
      const page = await visit({ templateHash: hash, size: 'XXL', [NAME]: 'Ada' }, {}, { method });
      const html = await page.text();
      expect([page.status, page.headers.get('content-type')]).toEqual([400, expect.stringMatching(/^text\/html/)]);
      expect(html).toContain('register.php');
      expect(html).toContain('value="Ada"');
      expect(html).toMatch(/Your size/);
      // What the link does not say is no error of the link.
      expect(html.match(/aria-invalid="true"/g)).toHaveLength(1);
      expect(stored(t)).toEqual(before);
    },
  );

  test('so does a link that updates a pass', async () => {
    const pass = await t.pass(await choice());
    const before = stored(t);
    const page = await visit({ hashedSerialNumber: pass, size: 'XXL' });
    expect([page.status, await page.text()]).toEqual([400, expect.stringMatching(/aria-invalid="true"/)]);
    expect(stored(t)).toEqual(before);
  });

  test('programs get the error', async () => {
    const hash = await choice();
    for (const more of [{ generate: 'true' }, { download: 'true' }] as Record<string, string>[]) {
      const answer = await visit({ templateHash: hash, size: 'XXL', ...more });
      expect([answer.status, await answer.text()]).toEqual([400, expect.not.stringContaining('<form')]);
    }
  });
});

describe('what a browser fetches ahead makes no pass', () => {
  test.each(['sec-purpose', 'purpose', 'x-moz', 'x-purpose'])('%s', async (name) => {
    const before = stored(t);
    const answer = await visit({ templateHash }, { [name]: name === 'x-purpose' ? 'preview' : 'prefetch' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect(stored(t)).toEqual(before);
    expect((await visit({ templateHash })).status).toBe(200);
    expect(newest().hash).not.toBe(before.passes!.at(-1)?.hash);
  });
});

test.each([
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Snapchat/12.50.0.36 (like Safari/8615.2.9)',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]',
  'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0 Mobile Safari/537.36 YandexSearch/23.30',
])('the browser of an app is a person: %s', async (agent) => {
  const made = stored(t).passes!.length;
  await t.fetch(`/pass/create.php?templateHash=${templateHash}`, { headers: { 'user-agent': agent } });
  expect(stored(t).passes).toHaveLength(made + 1);
});
