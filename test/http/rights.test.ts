// Every page and form of the owner's pages, tried by everybody: nobody, an account of its own, each role
// and a till. Who may not is refused and changes nothing; a till's token opens nothing but the scanner.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/examples.ts';
import { workshopRoutes } from '../../src/http/workshop/router.ts';
import { createGuessThrottle } from '../../src/operations/access/guess-throttle.ts';
import { ALL_RIGHTS, ROLES, roleHas } from '../../src/operations/access/roles.ts';
import { people } from '../../src/ui/texts/en/people.ts';
import { ownerCookie, person, sendForm, tillDevice } from '../fixtures/http/people.ts';
import { stored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { TABLE } from './rights-table.ts';

let t: TestApp;
beforeEach(async () => {
  t = await openTestApp();
});
afterEach(() => t.close());

/** What stands in an address for each parameter, of the owner's account. */
type Things = Readonly<Record<string, string>>;

async function thingsOf(): Promise<Things> {
  const template = await t.template(
    pointsTemplate({ additional: { note: '', psExportPaths: 'structure_headerFields_points_value' } }),
  );
  const pass = await t.pass(template);
  const { store } = t.app.context;
  const { pass: row } = (await store.passByHash(pass))!;
  const { events } = await store.eventsOfPass(row.id, { before: Number.MAX_SAFE_INTEGER, count: 1 });
  const { till } = await tillDevice(t);
  const { member } = await person(t, 'counter');
  const times = { createdAt: t.now(), expiresAt: t.now() + 1e6 };
  const invited = { accountId: t.owner.id, email: 'invited@example.com', role: 'counter', nonce: 'x' } as const;
  const invitation = await store.invite({ ...invited, codeHash: 'x', invitedBy: t.owner.email, ...times }, 100);
  await t.apiKey('passkit');
  const [key] = await store.apiKeys(t.owner.id);
  const certificate = await store.certificateFor(t.owner.id, null, t.now());
  const expect = { changes: true, values: {} };
  const content = { name: 'Counts', event: 'onScan', times: 1, at: '2026-11-29T14:00:00Z', pass: {}, expect };
  const check = await store.addCheck(row.templateId, { name: content.name, content }, t.now(), 1);
  return {
    card: template,
    check: String(check!.id),
    templateHash: template,
    pass,
    hash: pass,
    hashedSerialNumber: pass,
    customer: pass,
    batch: 'no-such-batch',
    id: String(events[0]!.id),
    name: 'none',
    event: String(events[0]!.id),
    run: String(events[0]!.id),
    home: 'onScan',
    number: '1',
    till: String(till.id),
    member: String(member.id),
    invitation: String(invitation.id),
    code: 'no-such-code',
    certificate: String(certificate!.id),
    key: String(key!.id),
    backup: 'passwright-2026-01-01-000000.sqlite',
  };
}

/** The address of a pattern; pages of links get what they ask for in the query. */
function addressOf(pattern: string, things: Things): string {
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => {
    const thing = things[name];
    if (thing === undefined) throw new Error(`thingsOf in rights.test.ts has nothing for :${name} of ${pattern}`);
    return thing;
  });
  if (/editor\.php$/.test(path)) return `${path}?hashedSerialNumber=${things.pass}`;
  return /export\.php$/.test(path) ? `${path}?templateHash=${things.card}` : path;
}

const isRefused = (status: number) => status === 401 || status === 403;
const leadsToLogin = (response: Response) => (response.headers.get('location') ?? '').startsWith('/?next=');

async function send(
  method: string,
  path: string,
  cookie: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  if (method !== 'GET') return sendForm(t, path, cookie, {}, headers);
  const response = await t.fetch(path, { headers: { cookie, ...headers } });
  // A stream goes on for minutes.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) await response.body?.cancel();
  return response;
}

/** The expression of a parameter: in braces, which may hold braces. */
const EXPRESSION = /\{(?:[^{}]|\{[^{}]*\})*\}/g;

/** The routes of the owner's pages, as the table names them. */
function routes(): readonly string[] {
  const all = workshopRoutes(t.app.context, createGuessThrottle()).routes;
  return all
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(EXPRESSION, '')}`);
}

test('every route has a row', () => {
  const missing = routes().filter((route) => TABLE[route] === undefined);
  expect(missing, 'add a row to rights-table.ts').toEqual([]);
});

const rows = Object.entries(TABLE).flatMap(([route, row]) => {
  const [method = '', pattern = ''] = route.split(' ');
  return row.right === 'open' ? [] : [{ method, pattern, right: row.right, isLink: 'link' in row }];
});

describe('who may open', () => {
  test.each(rows)('$method $pattern (right: $right)', async ({ method, pattern, right, isLink }) => {
    // A row may be there before its page is.
    if (!routes().includes(`${method} ${pattern}`)) return;
    const path = addressOf(pattern, await thingsOf());
    const people = await Promise.all(ROLES.map(async (role) => ({ role, ...(await person(t, role)) })));
    const { cookie: till } = await tillDevice(t);
    const other = await t.account('other@example.com');
    const before = stored(t);

    for (const cookie of ['', till, 'passwright_session=m1.99999999999999.00']) {
      const response = await send(method, path, cookie);
      // Addresses in passes say what is missing; pages lead to the login.
      expect(isLink ? response.status : leadsToLogin(response), `${cookie} ${response.status}`).toBe(
        isLink ? 401 : true,
      );
    }
    for (const { role, cookie } of people.filter((each) => !roleHas(each.role, right))) {
      expect((await send(method, path, cookie)).status, role).toBe(403);
    }
    if (method !== 'GET') {
      const foreign = { origin: 'https://elsewhere.test', 'sec-fetch-site': 'cross-site' };
      expect((await send(method, path, ownerCookie(t), foreign)).status).toBe(403);
    }
    // What belongs to somebody else is refused, or is not there: a form about it changes nothing.
    const isAboutSomething = pattern.includes(':') || isLink;
    if (isAboutSomething) {
      const status = (await send(method, path, ownerCookie(t, other.account))).status;
      expect([303, 400, 403, 404], `another account: ${status}`).toContain(status);
    }
    expect(stored(t), 'a refused call changed something').toEqual(before);

    for (const { role, cookie } of people.filter((each) => roleHas(each.role, right))) {
      const response = await send(method, path, cookie);
      expect(isRefused(response.status) || leadsToLogin(response), `${role}: ${response.status}`).toBe(false);
      expect(response.status, role).toBeLessThan(500);
    }
  });
});

test('a till’s token opens nothing but the scanner', async () => {
  const things = { ...(await thingsOf()), file: 'clientInfo.php', name: 'style.css' };
  const { cookie } = await tillDevice(t);
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
