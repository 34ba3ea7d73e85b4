// What the owner's pages say when something is not there or not allowed: inside the shell for people
// who are logged in, so that they can go on.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerCookie, person, sendForm } from '../fixtures/http/people.ts';
import { textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

async function open(path: string, cookie = ownerCookie(t), language = 'en') {
  const response = await t.fetch(path, { headers: { cookie, 'accept-language': language } });
  const html = await response.text();
  const [, rail = ''] = /<nav class="rail"[^>]*>([\s\S]*?)<\/nav>/.exec(html) ?? [];
  const places = [...rail.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  const [, here = null] = /href="([^"]*)" aria-current="page"/.exec(rail) ?? [];
  return { status: response.status, html, text: textOf(html), places, here };
}

test.each([
  ['/cards/no-such-card', '/cards'],
  ['/cards/no-such-card/news', '/cards'],
  ['/send/no-such-batch', '/cards'],
  ['/customers/nobody', '/customers'],
  ['/customers/nobody/nothing', '/customers'],
  ['/tills/999/lock', '/tills'],
  ['/settings/nothing', '/settings'],
  ['/runs/999999', '/'],
])('%s is not there: 404 in the shell', async (path, place) => {
  const { status, places, here, html } = await open(path);
  expect([status, here]).toEqual([404, place]);
  expect(places).toEqual(['/', '/cards', '/customers', '/tills', '/settings']);
  expect(html.match(/<h1/g)).toHaveLength(1);
});

test('a role without the right reads why, beside the pages that the role has', async () => {
  const { cookie } = await person(t, 'counter');
  const { status, text, places } = await open('/settings/people', cookie);
  expect(status).toBe(403);
  expect(text).toContain('Your role in this account does not allow that.');
  expect(places).toEqual(['/', '/customers', '/tills', '/settings']);
  // The page is the owner's own: nobody gave this person a link.
  expect(text).not.toContain('ask whoever sent it');
});

test('the sentence is in the language of the page, with the exact message of the API beside it', async () => {
  const { text } = await open('/runs?result=good', ownerCookie(t), 'de');
  expect(text).toContain('must be changed, unchanged, failed or stopped');
  expect(text).toContain('Heute');
});

test('a form of another site is refused in the shell as well', async () => {
  const foreign = { origin: 'https://elsewhere.test', 'sec-fetch-site': 'cross-site' };
  const response = await sendForm(t, '/tills/new', ownerCookie(t), {}, foreign);
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('class="rail"')]);
});

test('nobody’s pages, and pages of holders, have no shell', async () => {
  expect((await open('/cards/none', '')).html).not.toContain('class="rail"');
  expect((await open('/settings/nothing', '')).places).toEqual([]);
  const pass = await t.pass(await t.template(pointsTemplate()));
  for (const path of ['/pass/create.php?hashedSerialNumber=none', '/nothing/here', `/pass/other.php?x=${pass}`]) {
    expect([path, (await open(path)).places]).toEqual([path, []]);
  }
});
