// Tills: a code makes one device a till, which scans and does nothing else, learns no clientHash, and
// ends when somebody locks it out.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MOST_AT_ONCE } from '../../src/operations/tills/scan-here.ts';
import { cookieOf, ownerCookie, person, scannerCall, sendForm, tillDevice } from '../fixtures/http/people.ts';
import { allStored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeEach(async () => {
  t = await openTestApp();
});
afterEach(() => t.close());

const get = (path: string, cookie = '') => t.fetch(path, { headers: { cookie } });
const POINTS = 'structure_headerFields_points_value';
const points = async (hash: string) =>
  (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: hash })).userFields[POINTS];

/** Makes a till on the pages and answers the address of its code. */
async function setUp(cookie: string, fields: Record<string, string> = {}): Promise<{ link: string; id: string }> {
  const made = await sendForm(t, '/tills/new', cookie, { name: 'Till 1', scope: 'all', ...fields });
  expect(made.status).toBe(303);
  const page = await get(made.headers.get('location')!, cookie);
  const link = /http:\/\/passes\.test(\/scanner\/setup\/[\w-]{32})</.exec(await page.text())![1]!;
  return { link, id: /\/tills\/(\d+)\/code/.exec(made.headers.get('location')!)![1]! };
}

describe('setting up a till', () => {
  test('the code works once, on the device that presses the button, and logs the device out', async () => {
    const owner = ownerCookie(t);
    const { link, id } = await setUp(owner, { mayUndo: 'true' });
    // An app that opens links in advance uses nothing up.
    for (let look = 0; look < 3; look++) expect((await get(link)).status).toBe(200);
    const device = ownerCookie(t);
    expect(await (await get(link, device)).text()).toContain('owner@example.com is logged in here');
    const opened = await sendForm(t, link, device);
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/scanner']);
    const cookies = opened.headers.getSetCookie();
    expect(cookies[0]).toMatch(/^passwright_session=; Max-Age=0/);
    expect(cookies[1]).toMatch(/^passwright_till=till[0-9a-f]{64}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/);
    const till = cookies[1]!.split(';')[0]!;
    const who = { email: null, till: { name: 'Till 1', mayUndo: true, mayFind: false } };
    expect(await (await get('/scanner/session', till)).json()).toEqual(who);
    expect((await get('/tills', device)).headers.get('location')).toMatch(/^\/\?next=/);

    expect((await get(link)).status).toBe(404);
    expect((await sendForm(t, link, '')).status).toBe(404);
    expect(await (await get(`/tills/${id}/code`, owner)).text()).toContain('This code was used');
    // The token is nowhere in the database, and neither is the code.
    const all = JSON.stringify(await allStored(t));
    expect(all).not.toContain(till.split('=')[1]);
    expect(all).not.toContain(link.split('/').at(-1));
  });

  test('the code ends after ten minutes, and another one replaces it', async () => {
    const owner = ownerCookie(t);
    const { link, id } = await setUp(owner);
    t.advance(10 * 60 * 1000 - 1);
    expect((await get(link)).status).toBe(200);
    t.advance(1);
    const ended = await sendForm(t, link, '');
    expect([ended.status, ended.headers.get('set-cookie')]).toEqual([404, null]);
    expect(await ended.text()).toContain('Ask for a new one');
    const again = await sendForm(t, `/tills/${id}/code`, owner);
    const next = /\/scanner\/setup\/[\w-]{32}/.exec(
      await (await get(again.headers.get('location')!, owner)).text(),
    )![0];
    expect(next).not.toBe(link);
    const first = cookieOf(await sendForm(t, next, ''));
    expect(await (await get('/scanner/session', first)).json()).toMatchObject({ till: { name: 'Till 1' } });

    // A second device takes the till over, and the first one is none any more.
    await sendForm(t, `/tills/${id}/code`, owner);
    const third = /\/scanner\/setup\/[\w-]{32}/.exec(await (await get(`/tills/${id}/code`, owner)).text())![0];
    await sendForm(t, third, '');
    expect(await (await get('/scanner/session', first)).json()).toEqual({ email: null });
  });

  test('codes cannot be guessed for long, and another site makes no device a till', async () => {
    const { link } = await setUp(ownerCookie(t));
    const foreign = await sendForm(t, link, '', {}, { origin: 'https://elsewhere.test' });
    expect([foreign.status, foreign.headers.get('set-cookie')]).toEqual([403, null]);
    const statuses: number[] = [];
    for (let guess = 0; guess < 32; guess++) {
      statuses.push((await get(`/scanner/setup/${String(guess).padStart(32, 'x')}`)).status);
    }
    expect(statuses.filter((status) => status === 404)).toHaveLength(30);
    expect(statuses.slice(30)).toEqual([429, 429]);
  });

  test.each([
    [{ name: ' ' }, 'Give the till a name.'],
    [{ name: 'x'.repeat(61) }, 'at most 60 characters'],
    [{ name: 'Bar', scope: 'some' }, 'Choose at least one card'],
    [{ name: 'Bar', scope: 'some', 'cards[]': 'no-such-card' }, 'There is no template'],
  ])('a form with a mistake is shown again with what was typed: %o', async (fields, sentence) => {
    const before = await allStored(t);
    const refused = await sendForm(t, '/tills/new', ownerCookie(t), { scope: 'all', mayFind: 'true', ...fields });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    const text = await refused.text();
    expect(text).toContain(sentence);
    expect(text).toContain(`value="${fields.name}"`);
    expect(text).toMatch(/name="mayFind" value="true" checked/);
    expect(await allStored(t)).toEqual(before);
  });

  test("a till is not for another account's cards", async () => {
    const other = await t.account('other@example.com');
    const theirs = (
      await t.call('insertUpdateTemplate', {
        clientHash: other.clientHash,
        templateName: 'Theirs',
        passConstructor: pointsTemplate(),
      })
    ).templateHash;
    const fields = { name: 'Bar', scope: 'some', 'cards[]': theirs };
    expect((await sendForm(t, '/tills/new', ownerCookie(t), fields)).status).toBe(404);
  });
});

describe('a till', () => {
  const SECRET = { psInformationURL: '{rootPath}/i?h={clientHash}', psDisplayURL: 'https://x.test/?{clientHash}' };

  test('scans and checks, and its events name it', async () => {
    const { till, cookie } = await tillDevice(t);
    const hash = await t.pass(await t.template(pointsTemplate()));
    expect(await scannerCall(t, 'track', cookie, { hashedSerialNumber: hash, accessType: 0 })).toMatchObject({
      success: true,
      updated: false,
    });
    t.advance(1000);
    const scanned = await scannerCall(t, 'track', cookie, { hashedSerialNumber: hash, accessType: 7 });
    expect(scanned).toMatchObject({ success: true, updated: true });
    expect(await points(hash)).toBe(1);
    const { store } = t.app.context;
    const { pass } = (await store.passByHash(hash))!;
    const { events } = await store.eventsOfPass(pass.id, { before: Number.MAX_SAFE_INTEGER, count: 10 });
    expect(events.slice(0, 2).map(({ accessType, tillId }) => [accessType, tillId])).toEqual([
      [7, till.id],
      [0, till.id],
    ]);
    expect(await store.tillById(till.id)).toMatchObject({ lastScanAt: t.now() });
  });

  test('logs no other event, whatever it asks for', async () => {
    const { cookie } = await tillDevice(t);
    const hash = await t.pass(await t.template(pointsTemplate()));
    const before = await t.events(hash);
    for (const accessType of [1, 2, 3, 4, 5, 6, 8, 'onDelete']) {
      const answer = await scannerCall(t, 'track', cookie, { hashedSerialNumber: hash, accessType });
      expect(answer).toMatchObject({ success: false, code: 'parameter_invalid', field: 'accessType' });
    }
    expect(await t.events(hash)).toEqual(before);
  });

  test('learns no clientHash: not in addresses, texts, reasons, refusals or replays', async () => {
    const { cookie } = await tillDevice(t);
    const stop = {
      action: 'PSActionSetValue',
      targetPath: 'psTriggerError',
      value: `No ${t.clientHash}`,
      PSConditions: '{counter} = 2',
    };
    const count = { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 };
    const hash = await t.pass(
      await t.template(
        pointsTemplate({
          additional: { note: '', counter: 0, psScanText: `Literal ${t.clientHash}`, psTriggerError: '', ...SECRET },
          triggers: { onScan: [stop, count] },
        }),
      ),
    );
    const secret = t.clientHash;
    // Whoever may see the clientHash gets it, so the template does ask for it.
    const owners = await scannerCall(t, 'track', ownerCookie(t), { hashedSerialNumber: hash, accessType: 0 });
    expect(owners.informationURL).toContain(secret);
    const answers = [];
    for (const key of ['a', 'a', 'b', 'c', 'c']) {
      answers.push(
        await scannerCall(t, 'track', cookie, { hashedSerialNumber: hash, accessType: 7 }, { 'idempotency-key': key }),
      );
    }
    expect(answers.map(({ code }) => code)).toEqual([
      undefined,
      undefined,
      undefined,
      'trigger_error',
      'trigger_error',
    ]);
    expect(answers[0].informationURL).toBe('http://passes.test/i?h=');
    const { cookie: counter } = await person(t, 'counter');
    answers.push(await scannerCall(t, 'track', counter, { hashedSerialNumber: hash, accessType: 0 }));
    expect(JSON.stringify(answers)).not.toContain(secret);
    expect(JSON.stringify(answers)).not.toContain(secret.split('-')[1]);
  });

  test('scans only the cards that it is for', async () => {
    const [mine, other] = [await t.template(pointsTemplate()), await t.template(pointsTemplate())];
    const { cookie } = await tillDevice(t, { templateHashes: [mine] });
    const hash = await t.pass(other);
    const before = await allStored(t);
    for (const accessType of [0, 7]) {
      expect(await scannerCall(t, 'track', cookie, { hashedSerialNumber: hash, accessType })).toMatchObject({
        code: 'till_scope',
      });
    }
    expect(await allStored(t)).toEqual(before);
    const own = await scannerCall(t, 'track', cookie, { hashedSerialNumber: await t.pass(mine), accessType: 7 });
    expect(own.success).toBe(true);
  });

  test('is no till of another account, and scans nothing of one', async () => {
    const { cookie } = await tillDevice(t);
    const { clientHash } = await t.account('other@example.com');
    const { templateHash } = await t.call('insertUpdateTemplate', {
      clientHash,
      templateName: 'Theirs',
      passConstructor: pointsTemplate(),
    });
    const { hashedSerialNumber } = await t.call('createPassFromTemplateFields', { clientHash, templateHash });
    expect(await scannerCall(t, 'track', cookie, { hashedSerialNumber, accessType: 7 })).toMatchObject({
      code: 'access_denied',
    });
  });

  test('ends at once when somebody locks it out, and its waiting scans with it', async () => {
    const { till, cookie } = await tillDevice(t);
    const hash = await t.pass(await t.template(pointsTemplate()));
    const owner = ownerCookie(t);
    expect(await (await get(`/tills/${till.id}/lock`, owner)).text()).toContain(`Lock out ${till.name}?`);
    expect((await sendForm(t, `/tills/${till.id}/lock`, owner)).status).toBe(303);
    for (const [name, input] of [
      ['track', { hashedSerialNumber: hash, accessType: 7 }],
      ['undo', { hashedSerialNumber: hash, event: 1 }],
      ['find', { text: 'Ada' }],
    ] as const) {
      expect(await scannerCall(t, name, cookie, input)).toMatchObject({ success: false, code: 'till_locked' });
    }
    expect(await (await get('/scanner/session', cookie)).json()).toEqual({ email: null, till: null, locked: true });
    // Whoever logs in on the device scans as a person.
    const both = `${cookie}; ${(await person(t, 'counter')).cookie}`;
    expect(await (await get('/scanner/session', both)).json()).toMatchObject({
      email: expect.stringMatching(/^counter/),
    });
    const spare = await t.pass(await t.template(pointsTemplate()));
    expect((await scannerCall(t, 'track', both, { hashedSerialNumber: spare, accessType: 7 })).success).toBe(true);
    expect(await points(hash)).toBeUndefined();
    const list = await (await get('/tills', owner)).text();
    expect(list).toContain('Locked out');
    expect(list).not.toContain(`/tills/${till.id}/lock`);
    expect((await sendForm(t, `/tills/${till.id}/code`, owner)).status).toBe(404);
    expect(
      (await t.app.context.store.auditOf(t.owner.id, { before: 1e9, count: 9 })).map(({ what, who }) => [what, who]),
    ).toEqual([['till.lock', t.owner.email]]);
  });

  test('is heard of: how many scans wait on it, and when it last spoke', async () => {
    const { till, cookie } = await tillDevice(t);
    const { store } = t.app.context;
    const made = t.now();
    t.advance(30_000);
    await scannerCall(t, 'seen', cookie, { waiting: 0 });
    expect(await store.tillById(till.id)).toMatchObject({ lastSeenAt: made, waiting: 0 });
    await scannerCall(t, 'seen', cookie, { waiting: 3 });
    expect(await store.tillById(till.id)).toMatchObject({ lastSeenAt: made + 30_000, waiting: 3 });
    expect(await (await get('/tills', ownerCookie(t))).text()).toContain('3 scans wait on it');
    await scannerCall(t, 'seen', cookie, { waiting: -7 });
    t.advance(60_000);
    await scannerCall(t, 'seen', cookie, { waiting: 1e8 });
    expect(await store.tillById(till.id)).toMatchObject({ lastSeenAt: made + 90_000, waiting: 100_000 });
    expect(await scannerCall(t, 'seen', '', { waiting: 1 })).toEqual({ success: true, email: null });
  });

  test('counts one scan for several, in one event, as so many scans would', async () => {
    const { cookie } = await tillDevice(t);
    const template = await t.template(pointsTemplate());
    const [one, other] = [await t.pass(template), await t.pass(template)];
    const track = (hashedSerialNumber: string, amount: unknown, key = 'k') =>
      scannerCall(t, 'track', cookie, { hashedSerialNumber, accessType: 7, amount }, { 'idempotency-key': key });
    const answer = await track(one, 3);
    expect(answer).toMatchObject({ success: true, updated: true, counted: 3 });
    expect(await track(one, 3)).toEqual(answer);
    expect(await track(one, 2)).toMatchObject({ code: 'idempotency_mismatch' });
    for (const key of ['1', '2', '3']) await track(other, 1, key);
    expect([await points(one), await points(other)]).toEqual([3, 3]);
    const scans = (await t.events(one)).filter(({ accessType }) => accessType === 7);
    expect(scans.map(({ trace }) => (trace as { times: number }).times)).toEqual([3]);
    for (const amount of [0, MOST_AT_ONCE + 1, 1.5, 'many', -1]) {
      expect(await track(one, amount, 'x')).toMatchObject({ code: 'parameter_invalid', field: 'amount' });
    }
    expect(await points(one)).toBe(3);
    const check = { hashedSerialNumber: one, accessType: 0, amount: 5 };
    expect(await scannerCall(t, 'track', cookie, check)).not.toHaveProperty('counted');
  });

  test('takes back its own last scan of a pass, all that it counted for, for ten minutes', async () => {
    const { till, cookie } = await tillDevice(t);
    const { cookie: neighbour } = await tillDevice(t);
    const hash = await t.pass(await t.template(pointsTemplate()));
    const scan = async (amount = 1, by = cookie) =>
      (await scannerCall(t, 'track', by, { hashedSerialNumber: hash, accessType: 7, amount })).undo as number;
    const undo = (event: number, by = cookie) => scannerCall(t, 'undo', by, { hashedSerialNumber: hash, event });
    const first = await scan();
    const second = await scan(3);
    expect(await points(hash)).toBe(4);
    expect(await undo(first)).toMatchObject({ success: false, code: 'undo_impossible' });
    expect(await undo(second, neighbour)).toMatchObject({ success: false, code: 'till_scope' });
    expect(await undo(second)).toMatchObject({ success: true });
    expect(await points(hash)).toBe(1);
    expect(await undo(second)).toMatchObject({ success: false, code: 'undo_impossible' });
    expect(await points(hash)).toBe(1);
    const third = await scan();
    t.advance(10 * 60 * 1000 + 1);
    expect(await undo(third)).toMatchObject({ success: false, code: 'undo_late' });
    const [entry] = await t.app.context.store.auditOf(t.owner.id, { before: 1e9, count: 1 });
    expect(entry).toMatchObject({ who: till.name, what: 'customer.undo' });

    const strict = await tillDevice(t, { mayUndo: false });
    const answer = await scannerCall(t, 'track', strict.cookie, { hashedSerialNumber: hash, accessType: 7 });
    expect(answer).not.toHaveProperty('undo');
    expect(await undo(third, strict.cookie)).toMatchObject({ success: false, code: 'till_scope' });
    // A person at the counter takes back whoever scanned.
    const { cookie: counter } = await person(t, 'counter');
    const fourth = await scan();
    expect(await undo(fourth, counter)).toMatchObject({ success: true });
  });

  test('looks up customers by name, of its cards, and learns no more than it takes to know them', async () => {
    const shown = { note: 'secret note', counter: 0, psPassDescription: '{structure_secondaryFields_name_value}' };
    const [mine, other] = [
      await t.template(pointsTemplate({ additional: shown }), { templateName: 'Coffee' }),
      await t.template(pointsTemplate({ additional: shown }), { templateName: 'Tea' }),
    ];
    const name = 'structure_secondaryFields_name_value';
    const ada = await t.pass(mine, { [name]: 'Ada Müller' });
    const ben = await t.pass(other, { [name]: 'Ben Müller' });
    const { cookie } = await tillDevice(t);
    const find = (text: string, by = cookie) => scannerCall(t, 'find', by, { text });
    const row = (hash: string, who: string, card: string) => {
      return { hashedSerialNumber: hash, name: who, card, ending: hash.slice(-4) };
    };
    expect(await find('muller')).toEqual({
      success: true,
      found: [row(ben, 'Ben Müller', 'Tea'), row(ada, 'Ada Müller', 'Coffee')],
      more: false,
    });
    const scoped = await tillDevice(t, { templateHashes: [mine] });
    expect((await find('müller', scoped.cookie)).found).toEqual([row(ada, 'Ada Müller', 'Coffee')]);
    expect(await find(' ')).toMatchObject({ success: false, field: 'text' });
    expect((await find('nobody')).found).toEqual([]);
    expect(await find('Ada', (await tillDevice(t, { mayFind: false })).cookie)).toMatchObject({ code: 'till_scope' });
    for (let guest = 0; guest < 22; guest++) await t.pass(mine, { [name]: `Zoe ${guest}` });
    const many = await find('zoe');
    expect([many.found.length, many.more]).toEqual([20, true]);
  });
});
