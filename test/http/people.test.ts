// The people of an account: invitations, logins of their own, roles that count at once, and the log of
// what they did.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/examples.ts';
import { de } from '../../src/ui/texts/de/index.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { cookieOf, ownerCookie, person, sendForm } from '../fixtures/http/people.ts';
import { allStored } from '../fixtures/http/stored.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeEach(async () => {
  t = await openTestApp();
});
afterEach(() => t.close());

const get = (path: string, cookie = '', headers: Record<string, string> = {}) =>
  t.fetch(path, { headers: { cookie, ...headers } });
const PASSWORD = 'battery staple';

async function invite(email: string, role: string): Promise<string> {
  const answer = await sendForm(t, '/settings/people/invite', ownerCookie(t), { email, role });
  // A reload of the page after it must not invite again.
  expect(answer.status).toBe(303);
  return linkIn(await (await get(answer.headers.get('location')!, ownerCookie(t))).text(), email);
}

function linkIn(page: string, email: string): string {
  return new RegExp(`${email}[\\s\\S]*?http://passes\\.test(/join/[\\w-]{32})<`).exec(page)![1]!;
}

async function joined(email: string, role: string): Promise<string> {
  const answer = await sendForm(t, await invite(email, role), '', { name: 'Bob', password: PASSWORD });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  return cookieOf(answer);
}

const login = (email: string, password = PASSWORD) => sendForm(t, '/login', '', { email, password });
const acts = async () =>
  (await t.app.context.store.auditOf(t.owner.id, { before: 1e9, count: 50 })).map(
    ({ who, what, subject, before, after }) => ({
      who,
      what,
      subject,
      before,
      after,
    }),
  );

describe('an invitation', () => {
  test('makes one login, and the page has its link where no mail can be sent', async () => {
    const link = await invite('bob@example.com', 'manager');
    expect(await (await get('/settings/people', ownerCookie(t))).text()).toContain(link);
    const form = await (await get(link)).text();
    expect(form).toContain('You will log in as bob@example.com. Your role is: Manager.');
    const done = await sendForm(t, link, '', { name: 'Bob', password: PASSWORD });
    expect(done.status).toBe(303);
    expect(cookieOf(done)).toMatch(/^passwright_session=m1\.\d+\.[0-9a-f]{80}$/);
    expect((await get('/settings/me', cookieOf(done))).status).toBe(200);
    for (const again of [await get(link), await sendForm(t, link, '', { name: 'Eve', password: PASSWORD })]) {
      expect(again.status).toBe(404);
      expect(await again.text()).toContain('This invitation was used, withdrawn or has ended');
    }
    const back = await login('BOB@example.com');
    expect(back.status).toBe(303);
    expect(await (await get('/scanner/session', cookieOf(back))).json()).toEqual({
      email: 'bob@example.com',
      mayUndo: true,
      mayFind: true,
    });
    expect(await acts()).toEqual([
      { who: 'bob@example.com', what: 'person.join', subject: t.owner.name, before: null, after: 'manager' },
      { who: OWNER.email, what: 'person.invite', subject: 'bob@example.com', before: null, after: 'manager' },
    ]);
    const all = JSON.stringify(await allStored(t));
    expect(all).not.toContain(link.split('/').at(-1));
    expect(all).not.toContain(PASSWORD);
  });

  test('ends after seven days, when it is withdrawn, and when another one replaces it', async () => {
    const late = await invite('late@example.com', 'counter');
    t.advance(7 * 24 * 60 * 60 * 1000);
    expect((await get(late)).status).toBe(404);
    expect(await (await get('/settings/people', ownerCookie(t))).text()).toContain('This invitation has ended.');
    const first = await invite('bob@example.com', 'counter');
    const second = await invite('Bob@Example.com', 'owner');
    expect([(await get(first)).status, (await get(second)).status]).toEqual([404, 200]);
    const page = await (await get('/settings/people', ownerCookie(t))).text();
    const withdraw = /\/settings\/people\/invitations\/\d+\/withdraw/g;
    for (const [path] of page.matchAll(withdraw)) expect((await sendForm(t, path, ownerCookie(t))).status).toBe(303);
    expect((await get(second)).status).toBe(404);
    expect((await acts())[0]).toMatchObject({ what: 'person.uninvite' });
  });

  test.each([
    [{ email: 'nobody', role: 'counter' }, 400, 'Give one e-mail address'],
    [{ email: 'a@example.com, b@example.com', role: 'counter' }, 400, 'Give one e-mail address'],
    [{ email: 'bob@example.com', role: 'king' }, 400, 'Choose one of the roles'],
    [{ email: OWNER.email.toUpperCase(), role: 'counter' }, 409, 'uses this e-mail address'],
  ])('a form with a mistake is shown again: %o', async (fields, status, sentence) => {
    const before = await allStored(t);
    const refused = await sendForm(t, '/settings/people/invite', ownerCookie(t), fields);
    const text = await refused.text();
    expect(refused.status).toBe(status);
    expect(text).toContain(sentence);
    expect(text).toContain(`value="${fields.email}"`);
    expect(await allStored(t)).toEqual(before);
  });

  test.each([
    [{ name: ' ', password: PASSWORD }, 'Give your name.'],
    [{ name: 'x'.repeat(101), password: PASSWORD }, 'at most 100 characters'],
    [{ name: 'Bob', password: 'tiny77!' }, 'at least 8 characters'],
  ])('whoever joins with a mistake may try again: %o', async (fields, sentence) => {
    const link = await invite('bob@example.com', 'counter');
    const refused = await sendForm(t, link, '', fields);
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([400, null]);
    const text = await refused.text();
    expect(text).toContain(sentence);
    expect(text).not.toContain(fields.password);
    expect((await sendForm(t, link, '', { name: 'Bob', password: PASSWORD })).status).toBe(303);
  });

  test('a mistake is told in the language of the page', async () => {
    const link = await invite('bob@example.com', 'counter');
    const german = { 'accept-language': 'de' };
    const joining = await sendForm(t, link, '', { name: '', password: PASSWORD }, german);
    expect(await joining.text()).toContain('Geben Sie Ihren Namen an.');
    const fields = { email: 'nobody', role: 'counter' };
    const inviting = await sendForm(t, '/settings/people/invite', ownerCookie(t), fields, german);
    expect(await inviting.text()).toContain('Geben Sie eine E-Mail-Adresse an');
    const till = await sendForm(t, '/tills/new', ownerCookie(t), { name: 'Bar', scope: 'some' }, german);
    expect(await till.text()).toContain('Wählen Sie mindestens eine Karte für die Kasse.');
  });

  test('only pages of this site may accept one', async () => {
    const link = await invite('bob@example.com', 'counter');
    const foreign = await sendForm(
      t,
      link,
      '',
      { name: 'Bob', password: PASSWORD },
      { origin: 'https://elsewhere.test' },
    );
    expect([foreign.status, foreign.headers.get('set-cookie')]).toEqual([403, null]);
    expect((await get(link)).status).toBe(200);
  });
});

describe('a role', () => {
  test('counts with the next click, and a login ends at once', async () => {
    const bob = await joined('bob@example.com', 'counter');
    const elsewhere = cookieOf(await login('bob@example.com'));
    expect((await get('/settings/people', bob)).status).toBe(403);
    const { id } = (await t.app.context.store.memberByEmail('bob@example.com'))!;
    expect((await sendForm(t, `/settings/people/${id}/role`, ownerCookie(t), { role: 'owner' })).status).toBe(303);
    expect((await get('/settings/people', bob)).status).toBe(200);
    expect(await (await get(`/settings/people/${id}/remove`, ownerCookie(t))).text()).toContain('Renew the clientHash');
    expect((await sendForm(t, `/settings/people/${id}/remove`, ownerCookie(t))).status).toBe(303);
    for (const cookie of [bob, elsewhere]) {
      expect(await (await get('/scanner/session', cookie)).json()).toEqual({ email: null });
      expect((await get('/settings/people', cookie)).headers.get('location')).toMatch(/^\/\?next=/);
    }
    expect((await login('bob@example.com')).status).toBe(401);
    // The address is free again, and the old session is nobody's.
    await joined('bob@example.com', 'owner');
    expect(await (await get('/scanner/session', bob)).json()).toEqual({ email: null });
    expect((await acts()).map(({ what, before, after }) => [what, before, after])).toEqual([
      ['person.join', null, 'owner'],
      ['person.invite', null, 'owner'],
      ['person.remove', 'owner', null],
      ['person.role', 'counter', 'owner'],
      ['person.join', null, 'counter'],
      ['person.invite', null, 'counter'],
    ]);
  });

  test('decides whether the API gives out the clientHash', async () => {
    const attempt = async (role: 'counter' | 'manager' | 'developer' | 'owner') => {
      await joined(`new-${role}@example.com`, role);
      const body = new URLSearchParams({ email: `new-${role}@example.com`, password: PASSWORD });
      const response = await t.fetch('/api/login.php', { method: 'POST', body });
      const { clientHash, code } = await response.json();
      return [clientHash === t.clientHash, code, response.headers.get('set-cookie') !== null];
    };
    expect(await attempt('counter')).toEqual([false, 'role_forbidden', false]);
    expect(await attempt('manager')).toEqual([false, 'role_forbidden', false]);
    expect(await attempt('developer')).toEqual([true, undefined, true]);
    expect(await attempt('owner')).toEqual([true, undefined, true]);
  });

  test('counts at the doors that take a session: creation links, the editor and the export', async () => {
    const template = await t.template(pointsTemplate({ additional: { note: '', psExportPaths: 'note' } }));
    const hash = await t.pass(template);
    const note = async () =>
      (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: hash })).userFields.note;
    for (const [role, may] of [
      ['counter', false],
      ['manager', true],
    ] as const) {
      const { cookie } = await person(t, role);
      await get(`/pass/create.php?hashedSerialNumber=${hash}&note=${role}`, cookie);
      expect(await note()).toBe(may ? role : undefined);
      const editor = `/pass/editor.php?hashedSerialNumber=${hash}`;
      expect((await get(editor, cookie)).status).toBe(may ? 200 : 403);
      const edited = await sendForm(t, editor, cookie, { note: `edited by ${role}`, psSave: '1' });
      expect(edited.status).toBe(may ? 200 : 403);
      expect((await get(`/batch/export.php?templateHash=${template}`, cookie)).status).toBe(may ? 200 : 403);
    }
  });

  test('is no way into another account', async () => {
    const other = await t.account('other@example.com');
    const { cookie } = await person(t, 'owner');
    const theirs = await person(t, 'counter', other.account);
    const id = theirs.member.id;
    for (const path of [`/settings/people/${id}/role`, `/settings/people/${id}/remove`]) {
      expect((await sendForm(t, path, cookie, { role: 'owner' })).status).toBe(404);
    }
    expect(await t.app.context.store.memberById(id)).toEqual(theirs.member);
    expect(await (await get('/settings/people', cookie)).text()).not.toContain(theirs.member.email);
    expect(await (await get('/settings/audit', theirs.cookie)).text()).not.toContain(t.owner.email);
  });
});

describe('one’s own login', () => {
  test('changes name and language, and the pages speak it', async () => {
    const bob = await joined('bob@example.com', 'counter');
    const english = { 'accept-language': 'en' };
    expect(await (await get('/settings/me', bob, english)).text()).toContain('My login');
    const saved = await sendForm(t, '/settings/me', bob, { name: 'Robert', language: 'de' });
    expect(saved.headers.get('location')).toBe('/settings/me?done=saved');
    const page = await (await get('/settings/me?done=saved', bob, english)).text();
    expect(page).toMatch(/<html lang="de">[\s\S]*Gespeichert\.[\s\S]*value="Robert"/);
    await sendForm(t, '/settings/me', bob, { name: 'Robert', language: '' });
    expect(await (await get('/settings/me', bob, english)).text()).toContain('My login');
    expect((await sendForm(t, '/settings/me', bob, { name: '' })).status).toBe(400);
  });

  test('another password needs the present one, and ends the person’s other sessions', async () => {
    const bob = await joined('bob@example.com', 'counter');
    const elsewhere = cookieOf(await login('bob@example.com'));
    const change = (present: string, password: string) =>
      sendForm(t, '/settings/me/password', bob, { present, password });
    const wrong = await change('wrong', 'another staple');
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('not your present password')]);
    expect((await change(PASSWORD, 'short')).status).toBe(400);
    const right = await change(PASSWORD, 'another staple');
    expect([right.status, right.headers.get('location')]).toEqual([303, '/settings/me?done=password']);
    const session = async (cookie: string) => (await (await get('/scanner/session', cookie)).json()).email;
    expect([await session(cookieOf(right)), await session(bob), await session(elsewhere)]).toEqual([
      'bob@example.com',
      null,
      null,
    ]);
    expect((await login('bob@example.com')).status).toBe(401);
    expect((await login('bob@example.com', 'another staple')).status).toBe(303);
  });

  test('the account’s own login is changed with the account', async () => {
    const page = await (await get('/settings/me', ownerCookie(t))).text();
    expect(page).toContain('/settings/account');
    expect(page).not.toContain('type="password"');
    expect((await sendForm(t, '/settings/me', ownerCookie(t), { name: 'x' })).status).toBe(403);
  });
});

describe('the log of acts', () => {
  test('says who did what, page by page, in the words of the page, and as a table', async () => {
    const owner = ownerCookie(t);
    expect(await (await get('/settings/audit', owner)).text()).toContain('Nobody changed anything yet.');
    const { store } = t.app.context;
    for (let time = 1; time <= 51; time++) {
      const act = { what: 'till.lock', subject: `=Till ${time}`, before: null, after: { count: time } };
      await store.appendAudit({ accountId: t.owner.id, who: 'command line', ...act, time });
    }
    const first = await (await get('/settings/audit', owner)).text();
    expect(first).toContain('Till locked out');
    expect(first).toContain('Command line');
    expect(first).toContain('=Till 51');
    expect(first).not.toContain('=Till 1<');
    const older = /\/settings\/audit\?before=\d+/.exec(first)![0];
    expect(await (await get(older, owner)).text()).toContain('=Till 1<');
    expect(await (await get('/settings/audit', owner, { 'accept-language': 'de' })).text()).toContain('Kasse gesperrt');
    const table = await get('/settings/audit/export.csv', owner);
    expect(table.headers.get('content-disposition')).toContain('log-of-acts.csv');
    const lines = (await table.text()).trim().split('\r\n');
    expect(lines[0]).toBe('"time","who","what","subject","before","after"');
    expect(lines).toHaveLength(52);
    expect(lines[1]).toBe(`"1970-01-01T00:00:00Z","command line","till.lock","'=Till 51","","{""count"":51}"`);
  });

  test('has words for every act of the code, in each language of the pages', () => {
    const files = readdirSync(join(packageRoot(), 'src/operations'), { recursive: true, encoding: 'utf8' });
    const sources = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(packageRoot(), 'src/operations', file));
    const codes = sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bwhat: '([a-z._]+\.[a-z_]+)'/g)].map(([, code]) => code!),
    );
    expect(codes.length).toBeGreaterThan(8);
    for (const texts of [en, de]) {
      expect(
        codes.filter((code) => texts.audit.what[code] === undefined),
        'add words to audit.ts',
      ).toEqual([]);
    }
  });

  test('names fields by their keys and has words for what a spreadsheet made', async () => {
    const { store } = t.app.context;
    const act = { accountId: t.owner.id, who: 'a@example.com', subject: 'x' };
    const after = { structure_backFields_how_value: 'Cake' };
    await store.appendAudit({ ...act, what: 'card.news', before: null, after, time: 5 });
    await store.appendAudit({ ...act, what: 'batch.start', before: null, after: { mode: 'links', rows: 3 }, time: 6 });
    const page = await (await get('/settings/audit', ownerCookie(t))).text();
    expect(page).toContain('<bdi>how: Cake</bdi>');
    expect(page).toContain('Spreadsheet started');
    expect(page).toContain('rows: 3');
    expect(page).not.toContain('structure_');
  });

  test('an unknown code is shown as it is, and what people wrote stays text', async () => {
    const act = { what: 'new.code', subject: '<b>x</b>', before: '<i>', after: null };
    await t.app.context.store.appendAudit({ accountId: t.owner.id, who: 'a@example.com', ...act, time: 5 });
    const page = await (await get('/settings/audit', ownerCookie(t))).text();
    expect(page).toContain('new.code');
    expect(page).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(page).not.toContain('<b>x</b>');
  });
});
