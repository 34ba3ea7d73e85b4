// Which brand a page has that is about no pass: that of whoever is logged in, else of the account
// that clientId names; and the further entries of an account's menu.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerOf } from '../../src/operations/access/caller.ts';
import { brandAccount } from '../../src/operations/accounts/brand.ts';
import type { Account } from '../../src/ports/store/accounts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { tillDevice } from '../fixtures/http/people.ts';
import { type OwnersBrowser, ownersBrowser } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let owner: OwnersBrowser;
let plain: Account;
let image = '';
beforeAll(async () => {
  t = await openTestApp();
  const logo = await noise(480, 224);
  const account = await brandAccount(t.app.context, ownerOf(t.owner), { whitelabel: true, logo, color: '#003366' });
  image = `/images/${account.logo!.imageHash}`;
  owner = await ownersBrowser(t);
  ({ account: plain } = await t.account('plain@example.com'));
});
afterAll(() => t.close());

const branded = async (response: Response | Promise<Response>) => {
  const page = await (await response).text();
  return { hasLogo: page.includes(image), names: /passwright/i.test(page), colour: page.includes('rgb(0, 51, 102)') };
};
const OWN = { hasLogo: true, names: false, colour: true };

describe('the brand of a whitelabelled account', () => {
  test('is on every page of the people who are logged in, on the scanner and the API’s pages too', async () => {
    const hash = await t.template(pointsTemplate());
    const paths = ['/', '/cards', '/cards/new', `/cards/${hash}`, `/cards/${hash}/code`, `/cards/${hash}/test`];
    const others = ['/scanner', '/docs', '/docs/passkit', '/docs/pass2u', '/cards/none', '/nothing/here?clientId=1'];
    for (const path of [...paths, ...others]) {
      expect([path, await branded(owner.get(path))]).toEqual([path, { ...OWN, names: path.startsWith('/docs') }]);
    }
    // No cache may give one account's page to another.
    for (const path of ['/scanner', '/docs', '/']) {
      expect((await owner.get(path)).headers.get('cache-control')).toMatch(/^private/);
    }
  });

  test('is on the scanner of its tills', async () => {
    const { cookie } = await tillDevice(t);
    expect(await branded(t.fetch('/scanner', { headers: { cookie } }))).toEqual(OWN);
  });

  test('is on pages of nobody that name it by clientId, through a login that fails', async () => {
    const id = String(t.owner.id);
    for (const path of ['/', '/login', '/docs', '/scanner', '/nothing/here', '/pass/create.php']) {
      const response = await t.fetch(`${path}?clientId=${id}`);
      expect([path, (await branded(response)).hasLogo]).toEqual([path, true]);
    }
    const asked = await t.fetch(`/cards?clientId=${id}`);
    expect(await branded(t.fetch(asked.headers.get('location')!))).toEqual(OWN);
    const body = new URLSearchParams({ email: 'x@example.com', password: 'wrong', clientId: id });
    const failed = await t.fetch('/login', { method: 'POST', body, headers: { origin: 'http://passes.test' } });
    expect([failed.status, await branded(failed)]).toEqual([401, OWN]);
  });

  test.each(['', '0', '999', '1e0', '01x', '-1', '1 OR 1', '9'.repeat(30), '%00'])(
    'is on no page that names %s',
    async (clientId) => {
      const response = await t.fetch(`/?clientId=${clientId}`);
      expect([response.status, (await branded(response)).hasLogo]).toEqual([200, false]);
    },
  );

  test('of another account shows nothing, and the owner of a pass goes before clientId', async () => {
    expect((await branded(t.fetch(`/?clientId=${plain.id}`))).hasLogo).toBe(false);
    const pass = await t.pass(await t.template(pointsTemplate()));
    const page = t.fetch(`/pass/create.php?hashedSerialNumber=${pass}&clientId=${plain.id}`);
    expect((await branded(page)).hasLogo).toBe(true);
  });
});

describe('psDashboard', () => {
  const linksOf = async (psDashboard: unknown) => {
    await t.app.context.store.changeAccount(t.owner.id, { additional: { psDashboard } as JsonObject });
    const [, rail = ''] = (await owner.page('/')).split('<nav');
    const menu = /<ul class="more"[^>]*>(.*?)<\/ul>/s.exec(rail)?.[1] ?? '';
    return [...menu.matchAll(/href="([^"]*)"[^>]*>([^<]*)</g)].map(([, href, label]) => `${label} ${href}`);
  };

  test('adds entries in their order; an address without http lies below the server’s root', async () => {
    const given = {
      Shop: 'https://shop.example/admin?a=1&b=2',
      Plain: 'http://shop.example',
      Ours: 'cards',
      Slash: '/docs',
      '2': 'tills',
      '1': 'customers',
    };
    expect((await linksOf(given)).sort()).toEqual(
      [
        'Shop https://shop.example/admin?a=1&amp;b=2',
        'Plain http://shop.example',
        'Ours http://passes.test/cards',
        'Slash http://passes.test/docs',
        '2 http://passes.test/tills',
        '1 http://passes.test/customers',
      ].sort(),
    );
  });

  test.each([
    ['a text', 'x'],
    ['a list', ['https://a.example']],
    ['nothing', null],
    ['numbers and objects', { a: 1, b: { c: 'https://x.example' }, d: null, e: true }],
    ['a script', { run: 'javascript:alert("http")', data: 'data:text/html,http' }],
  ])('that is %s adds no entry', async (_, psDashboard) => {
    expect(await linksOf(psDashboard)).toEqual([]);
  });

  test('with odd labels stays text, and a menu has 20 entries', async () => {
    expect(await linksOf({ '<b>"x"</b>': 'a"b' })).toEqual([
      '&lt;b&gt;&quot;x&quot;&lt;/b&gt; http://passes.test/a&quot;b',
    ]);
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, count) => [`Entry ${count}`, `page${count}`]));
    expect(await linksOf(many)).toHaveLength(20);
    await t.app.context.store.changeAccount(t.owner.id, { additional: {} });
  });
});
