// The manual: eleven short pages in both languages, open to whoever wants to read them, with pictures that
// the server has itself.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HELP_SLUGS } from '../../src/http/help/pages.ts';
import { textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const MOST_WORDS = 250;
const LARGEST_PICTURE = 80_000;

test.each(['en', 'de'])('each page is there without a login, short, and leads on (%s)', async (language) => {
  const get = (path: string) => t.fetch(path, { headers: { 'accept-language': language } });
  const contents = await (await get('/help')).text();
  expect(HELP_SLUGS).toHaveLength(11);
  for (const [index, slug] of HELP_SLUGS.entries()) {
    expect(contents).toContain(`href="/help/${slug}"`);
    const answer = await get(`/help/${slug}`);
    const page = await answer.text();
    const body = page.slice(page.indexOf('<main'));
    const words = textOf(body).split(' ').length;
    expect([slug, answer.status, words <= MOST_WORDS]).toEqual([slug, 200, true]);
    const next = HELP_SLUGS[index + 1];
    if (next !== undefined) expect(page).toContain(`href="/help/${next}"`);
    // Offline: nothing comes from another host.
    expect(body.match(/(?:src|href)="(?!\/)[^"]*"/g)).toBe(null);
    const [, picture = ''] = /<img src="([^"]+)" alt="[^"]{20,}"/.exec(page) ?? [];
    const file = await t.fetch(picture);
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect([slug, file.headers.get('content-type')]).toEqual([slug, 'image/webp']);
    expect([slug, bytes.length < LARGEST_PICTURE, Buffer.from(bytes.slice(8, 12)).toString()]).toEqual([
      slug,
      true,
      'WEBP',
    ]);
  }
});

test('what the manual does not have is not found', async () => {
  for (const path of ['/help/nothing', '/help/pictures/en/nothing.webp', '/help/pictures/..%2F..%2Fpages/ts']) {
    expect([path, (await t.fetch(path)).status]).toEqual([path, 404]);
  }
});
