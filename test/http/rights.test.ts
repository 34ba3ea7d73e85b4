// Every page and form of the owner's pages, tried by everybody: nobody, an account of its own, each role
// and a till. Who may not is refused and changes nothing; a till's token opens nothing but the scanner.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/examples.ts';
import { workshopRoutes } from '../../src/http/workshop/router.ts';
import { createGuessThrottle } from '../../src/operations/access/guess-throttle.ts';
import { ALL_RIGHTS, ROLES, type Role, roleHas } from '../../src/operations/access/roles.ts';
import { people } from '../../src/ui/texts/en/people.ts';
import { ownerCookie, type Person, person, sendForm, tillDevice } from '../fixtures/http/people.ts';
import { stored } from '../fixtures/http/stored.ts';
import { addressOf, EXPRESSION, type Things, workshopThings } from '../fixtures/http/workshop-things.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { TABLE } from './rights-table.ts';

/** An app with one of everything, and whoever tries its pages. */
interface Shop {
  readonly t: TestApp;
  readonly things: Things;
  readonly staff: readonly (Person & { readonly role: Role })[];
  /** The cookie of a till. */
  readonly till: string;
  /** The cookie of another account. */
  readonly other: string;
  readonly before: ReturnType<typeof stored>;
}

async function openShop(): Promise<Shop> {
  const t = await openTestApp();
  const things = await workshopThings(t);
  const staff = await Promise.all(ROLES.map(async (role) => ({ role, ...(await person(t, role)) })));
  const { cookie: till } = await tillDevice(t);
  const other = ownerCookie(t, (await t.account('other@example.com')).account);
  return { t, things, staff, till, other, before: stored(t) };
}

// The tests share a shop until one of them changes what is stored: opening one takes a third of a second.
let shop: Shop;
beforeEach(async () => {
  if (shop !== undefined && isDeepStrictEqual(stored(shop.t), shop.before)) return;
  await shop?.t.close();
  shop = await openShop();
});
afterAll(() => shop?.t.close());

const isRefused = (status: number) => status === 401 || status === 403;
const leadsToLogin = (response: Response) => (response.headers.get('location') ?? '').startsWith('/?next=');

async function send(
  method: string,
  path: string,
  cookie: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  if (method !== 'GET' && path === '/batch/create.php') return sendFile(path, cookie, headers);
  if (method !== 'GET') return sendForm(shop.t, path, cookie, {}, headers);
  const response = await shop.t.fetch(path, { headers: { cookie, ...headers } });
  // A stream goes on for minutes.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) await response.body?.cancel();
  return response;
}

/** A form that takes files is read as one only. */
function sendFile(path: string, cookie: string, headers: Record<string, string>): Promise<Response> {
  const body = new FormData();
  body.append('mode', 'links');
  return shop.t.fetch(path, {
    method: 'POST',
    headers: { cookie, origin: new URL(shop.t.config.rootUrl).origin, ...headers },
    body,
  });
}

/** The routes of the owner's pages, as the table names them. */
function routes(): readonly string[] {
  const all = workshopRoutes(shop.t.app.context, createGuessThrottle(shop.t.app.context.limits, 'login')).routes;
  return all
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(EXPRESSION, '')}`);
}

test('every route has a row, and every row a route', () => {
  const known = routes();
  const missing = known.filter((route) => TABLE[route] === undefined);
  expect(missing, 'add a row to rights-table.ts').toEqual([]);
  const gone = Object.keys(TABLE).filter((route) => !known.includes(route));
  expect(gone, 'a row of rights-table.ts has no route: nobody tries it').toEqual([]);
});

const rows = Object.entries(TABLE).flatMap(([route, row]) => {
  const [method = '', pattern = ''] = route.split(' ');
  return row.right === 'open' ? [] : [{ method, pattern, right: row.right, isLink: 'link' in row }];
});

describe('who may open', () => {
  test.each(rows)('$method $pattern (right: $right)', async ({ method, pattern, right, isLink }) => {
    const { t, things, staff, till, other, before } = shop;
    const path = addressOf(pattern, things);

    for (const cookie of ['', till, 'passwright_session=m1.99999999999999.00']) {
      const response = await send(method, path, cookie);
      // Addresses in passes say what is missing; pages lead to the login.
      expect(isLink ? response.status : leadsToLogin(response), `${cookie} ${response.status}`).toBe(
        isLink ? 401 : true,
      );
    }
    for (const { role, cookie } of staff.filter((each) => !roleHas(each.role, right))) {
      expect((await send(method, path, cookie)).status, role).toBe(403);
    }
    if (method !== 'GET') {
      const foreign = { origin: 'https://elsewhere.test', 'sec-fetch-site': 'cross-site' };
      expect((await send(method, path, ownerCookie(t), foreign)).status).toBe(403);
    }
    // What belongs to somebody else is refused, or is not there: a form about it changes nothing.
    const isAboutSomething = pattern.includes(':') || isLink;
    if (isAboutSomething) {
      const status = (await send(method, path, other)).status;
      expect([303, 400, 403, 404], `another account: ${status}`).toContain(status);
    }
    expect(stored(t), 'a refused call changed something').toEqual(before);

    for (const { role, cookie } of staff.filter((each) => roleHas(each.role, right))) {
      const response = await send(method, path, cookie);
      expect(isRefused(response.status) || leadsToLogin(response), `${role}: ${response.status}`).toBe(false);
      expect(response.status, role).toBeLessThan(500);
    }
  });
});

test.each(Object.keys(TABLE).filter((route) => TABLE[route]!.right === 'open'))(
  '%s is open to everybody',
  async (route) => {
    const [method = '', pattern = ''] = route.split(' ');
    const path = addressOf(pattern, shop.things);
    const counter = shop.staff.find(({ role }) => role === 'counter')!;
    for (const cookie of ['', shop.till, ownerCookie(shop.t), counter.cookie]) {
      const { status } = await send(method, path, cookie);
      // A wrong password is no refusal of the page.
      expect(status, path).toBeLessThan(method === 'POST' ? 500 : 400);
      expect(status, path).not.toBe(403);
    }
  },
);

test('a till’s token opens nothing but the scanner', async () => {
  const { t, till: cookie } = shop;
  const things = { ...shop.things, file: 'clientInfo.php', name: 'style.css' };
  const patterns = t.app.server.routes.filter(
    ({ method, path }) => ['GET', 'POST', 'PUT', 'DELETE'].includes(method) && !path.startsWith('/scanner'),
  );
  const seen = [...new Set(patterns.map(({ method, path }) => `${method} ${path}`))];
  expect(seen.length).toBeGreaterThan(60);
  const different: string[] = [];
  for (const route of seen) {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern
      .replace(EXPRESSION, '')
      .replace(/:(\w+)\??/g, (_, name: string) => things[name as 'file'] ?? 'none');
    const ask = async (headers: Record<string, string>) => {
      const response = await t.fetch(path.replaceAll('*', 'x'), {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: new URLSearchParams({ a: 'b' }) }),
      });
      const text = response.headers.get('content-type')?.includes('html') ? withoutChance(await response.text()) : '';
      return JSON.stringify([response.status, response.headers.get('location'), text]);
    };
    const own = { origin: 'http://passes.test' };
    if ((await ask(own)) !== (await ask({ ...own, cookie }))) different.push(route);
  }
  expect(different).toEqual([]);
});

/** A page without what differs from one request to the next: ids of requests and keys of forms. */
function withoutChance(page: string): string {
  return page.replace(/[\w-]{24,}/g, '…');
}

test('the README has the table of roles', () => {
  const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
  const names = ROLES.map((role) => people.roles[role]);
  const table = [
    `| | ${names.join(' | ')} |`,
    `| --- |${' --- |'.repeat(ROLES.length)}`,
    ...ALL_RIGHTS.map((right) => {
      const marks = ROLES.map((role) => (roleHas(role, right) ? 'yes' : ''));
      return `| ${people.rights[right]} | ${marks.join(' | ')} |`;
    }),
  ].join('\n');
  expect(readme).toContain(table);
});
