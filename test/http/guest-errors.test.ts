// What guests read when a page cannot be shown: no words of the API, and advice that helps. Owners read the exact error.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stored } from '../fixtures/http/stored.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let templateHash = '';
let pass = '';
beforeAll(async () => {
  t = await openTestApp();
  templateHash = await t.template(pointsTemplate());
  pass = await t.pass(templateHash);
});
afterAll(() => t.close());

/** What a visitor reads: the page without its tags. */
async function textOf(response: Response): Promise<string> {
  const html = (await response.text()).replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '');
  return html.replace(/^[\s\S]*<body[^>]*>/, '').replace(/<[^>]+>/g, ' ');
}

/** Names of parameters, API paths and codes, and what only programs send. */
const API_WORDS = /[Hh]ash|[a-z][A-Z]|\w_\w|JSON|\bAPI\b|[Pp]arameter|certificate for/;

const LINKS: readonly (readonly [name: string, path: string, status: number])[] = [
  ['no pass', '/pass/create.php?hashedSerialNumber=nope', 404],
  ['no template', '/pass/create.php?templateHash=nope', 404],
  ['an empty link', '/pass/create.php', 400],
  ['a link of nonsense', `/pass/create.php?templateHash=${'x'.repeat(5000)}`, 404],
  ['a short link with nothing behind it', '/d/nope', 404],
  ['no pass to register', '/pass/register.php?hashedSerialNumber=nope', 404],
  ['no template to register', '/pass/register.php?templateHash=nope', 404],
  ['nothing to register', '/pass/register.php', 400],
  ['nobody to thank', '/pass/registered.php', 400],
  ['a pass that is gone, thanked for', '/pass/registered.php?hashedSerialNumber=nope', 404],
  ['bytes that are no text', '/pass/create.php?templateHash=%FF%FE', 400],
  ['an unknown address', '/pass/nothing-here', 404],
];

describe.each(['en', 'de'])('guests (%s)', (language) => {
  test.each(LINKS)('%s', async (_, path, status) => {
    const response = await t.fetch(path, { headers: { 'accept-language': language } });
    const text = await textOf(response);
    expect([response.status, API_WORDS.exec(text)?.[0]]).toEqual([status, undefined]);
    expect(text.trim().length).toBeGreaterThan(20);
  });

  test('a pass of another template than the link names', async () => {
    const other = await t.template(pointsTemplate());
    const query = new URLSearchParams({ hashedSerialNumber: pass, templateHash: other, note: 'x' });
    const before = stored(t);
    const response = await t.fetch(`/pass/create.php?${query}`, { headers: { 'accept-language': language } });
    expect([response.status, API_WORDS.exec(await textOf(response))?.[0]]).toEqual([400, undefined]);
    expect(stored(t)).toEqual(before);
  });
});

test('an owner who is logged in, or whose clientHash is in the link, reads the exact error', async () => {
  const login = await t.fetch('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(OWNER).toString(),
  });
  const cookie = login.headers.get('set-cookie')!.split(';')[0]!;
  const path = '/pass/create.php?hashedSerialNumber=nope';
  const exact = 'There is no pass with this hashedSerialNumber.';
  expect(await textOf(await t.fetch(path))).not.toContain(exact);
  expect(await textOf(await t.fetch(path, { headers: { cookie } }))).toContain(exact);
  expect(await textOf(await t.fetch(`${path}&clientHash=${t.clientHash}`))).toContain(exact);
  const posted = await t.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientHash: t.clientHash }),
  });
  expect(await textOf(posted)).toContain(exact);
});

test('a trigger that refuses a creation is told in its own words', async () => {
  const refusing = await t.template(
    pointsTemplate({
      additional: { note: '', counter: 0, psTriggerError: '' },
      triggers: { onCreate: { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'Sold out today' } },
    }),
  );
  const response = await t.fetch(`/pass/create.php?templateHash=${refusing}`);
  expect([response.status, await textOf(response)]).toEqual([400, expect.stringContaining('Sold out today')]);
});

describe('how long to wait', () => {
  const secondsOf = (response: Response) => Number(response.headers.get('retry-after'));

  test.each(['en', 'de'])('a login that was tried too often (%s)', async (language) => {
    const email = `guess-${language}@example.com`;
    const attempt = () =>
      t.fetch('/login', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          'accept-language': language,
        },
        body: new URLSearchParams({ email, password: 'wrong' }).toString(),
      });
    let response = await attempt();
    for (let tries = 0; tries < 10; tries++) response = await attempt();
    expect(response.status).toBe(429);
    // An account waits a quarter of an hour, not the minute of an address.
    expect(secondsOf(response)).toBeGreaterThan(14 * 60);
    expect(await textOf(response)).toMatch(language === 'en' ? /Please wait 15 minutes/ : /warten Sie 15 Minuten/);
  });

  test('the API says the same in a header and beside its message', async () => {
    const attempt = () =>
      t.fetch('/api/login.php', {
        method: 'POST',
        body: new URLSearchParams({ email: 'a@example.com', password: 'x' }),
      });
    let response = await attempt();
    for (let tries = 0; tries < 10; tries++) response = await attempt();
    const answer = await response.json();
    expect([response.status, answer.code, answer.retryAfter]).toEqual([429, 'login_throttled', secondsOf(response)]);
    expect(answer.message).toBe(`Too many failed logins. Try again in ${answer.retryAfter} seconds.`);
  });
});

test('a form calls its fields by what stands on the pass where its owner gives no PSLabel', async () => {
  const editable = (value: string) => ({ PSValue: value, PSEditable: true });
  const hash = await t.template(
    pointsTemplate({
      backgroundColor: { ...editable('red'), PSAttributeType: 'PSAttributeTypeColor' },
      structure: {
        headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
        secondaryFields: [
          { key: 'name', label: 'NAME', value: editable('') },
          { key: 'town', value: editable('') },
        ],
      },
      additional: { note: editable(''), counter: 0 },
    }),
  );
  const labels = async (language: string) => {
    const page = await t.fetch(`/pass/register.php?templateHash=${hash}`, { headers: { 'accept-language': language } });
    const text = await textOf(page);
    expect(text).not.toMatch(/structure_|backgroundColor|_value/);
    return text;
  };
  const english = await labels('en');
  for (const label of ['Background colour', 'NAME', 'town', 'note']) expect(english).toContain(label);
  expect(await labels('de')).toContain('Hintergrundfarbe');
});
