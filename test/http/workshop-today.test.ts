// Today: its numbers in the account's day, the first steps, what needs somebody, the last runs, and
// the stream that keeps the page up to date.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MOST_OF_ACCOUNT } from '../../src/operations/today/live-streams.ts';
import { person } from '../fixtures/http/people.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const DAY = 24 * 60 * 60 * 1000;
let t: TestApp;
let owner: OwnersBrowser;
beforeEach(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterEach(() => t.close());

const scan = (hashedSerialNumber: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
const today = async (language = 'en') => textOf(await owner.page('/', language));
const numbersIn = (html: string) =>
  [...html.matchAll(/<strong>([\d.,]+)<\/strong> ([^<]*)/g)].map(([, count, text]) => `${count} ${text}`);

describe('the numbers', () => {
  test('count the day of the account’s time zone, and phones that have a card now', async () => {
    await t.app.context.store.changeAccount(t.owner.id, { timeZone: 'Pacific/Auckland' });
    const hash = await t.template(pointsTemplate());
    const pass = await t.pass(hash);
    await t.install(pass);
    await scan(pass);
    // 12:00 UTC is 01:00 of the next day there.
    expect(await today()).toContain('Today, Monday, March 2');
    expect(numbersIn(await owner.page('/'))).toEqual(['1 scan today', '1 new card today', '1 on phones', '0 need you']);
    expect(await today('de')).toContain('Heute, Montag, 2. März');
    expect(await today('de')).toContain('1 Scan heute');
    t.advance(23 * 60 * 60 * 1000);
    expect(numbersIn(await owner.page('/'))).toEqual([
      '0 scans today',
      '0 new cards today',
      '1 on phones',
      '0 need you',
    ]);
  });

  test('are not for the counter, who is led to the scanner', async () => {
    const { cookie } = await person(t, 'counter');
    const page = await (await t.fetch('/', { headers: { cookie } })).text();
    expect([page.includes('class="numbers"'), page.includes('/today/live')]).toEqual([false, false]);
    expect(textOf(page)).toContain('Scan cards with the scanner, or look up a customer');
    expect(page).toContain('<a href="/" aria-current="page">');
    expect((await t.fetch('/today/live', { headers: { cookie } })).status).toBe(403);
    expect((await t.fetch('/today/live')).headers.get('location')).toBe('/?next=%2Ftoday%2Flive');
  });
});

describe('the first steps', () => {
  test('are ticked off one by one, go away when all are done, and when she says so', async () => {
    expect(await today()).toContain('Make your own card with your name');
    const hash = await t.template(pointsTemplate());
    expect(await today()).toContain('Make your own card ✓ done');
    expect(await owner.page('/')).toContain(`href="/cards/${hash}/test"`);
    // A test card on a phone is a card on a phone, though no number counts it.
    const made = await owner.post(`/cards/${hash}/test`, {});
    const pass = new URL(made.headers.get('location')!, 'http://x').searchParams.get('hashedSerialNumber')!;
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 2 });
    expect(await today()).toContain('Put a first card on a phone ✓ done');
    const { store, clock } = t.app.context;
    const { id: _, ...development } = (await store.certificateFor(t.owner.id, null, clock.now()))!;
    const mine = { accountId: t.owner.id, passTypeIdentifier: 'pass.com.example', publicId: 'own' };
    await store.createCertificate({ ...development, ...mine });
    expect(await today()).not.toContain('To do');
    expect(await today()).not.toContain('Phones refuse your cards');
    const { account } = await t.account('second@example.com');
    const second = await ownersBrowser(t, { email: account.email, password: OWNER.password });
    expect(await second.page('/')).toContain('To do');
    expect((await second.post('/today/steps/hide', {})).headers.get('location')).toBe('/');
    expect(await second.page('/')).not.toContain('To do');
    const manager = await person(t, 'manager', account);
    await store.setMark(account.id, 'steps_hidden', 0);
    expect(await (await t.fetch('/', { headers: { cookie: manager.cookie } })).text()).not.toContain('To do');
  });
});

describe('what needs somebody', () => {
  test('failed runs, mails and pushes, until they were seen', async () => {
    // No request of a template reaches this machine itself.
    const failing = { action: 'PSActionURL', url: 'http://127.0.0.1:1/' };
    const hash = await t.template(pointsTemplate({ triggers: { onScan: failing } }));
    const pass = await t.pass(hash);
    await scan(pass);
    const { store } = t.app.context;
    const times = { createdAt: t.now(), giveUpAt: t.now() + 1 };
    const mail = { kind: 'pass_link', recipient: 'bob@example.com', language: null, ...times } as const;
    await store.changePass(pass, () => ({ mail, result: null }));
    const [queued] = await store.claimMails(1, t.now());
    await store.recordMail(queued!.id, { state: 'failed', error: '550 no such user' });
    await t.install(pass);
    await store.changePass(pass, () => ({ touchedAt: t.now(), push: true, result: null }));
    const [job] = await t.jobs();
    const givenUp = { accountId: t.owner.id, devices: 2, status: 503, reason: 'Shutdown', time: t.now() };
    await store.recordPushes(job!, [], { kind: 'done' }, givenUp);
    const said = await today();
    expect(said).toContain('Needs you');
    expect(said).toContain('A mail was not delivered to bob@example.com . 550 no such user');
    expect(said).toContain('2 phones could not be told of a change');
    expect(numbersIn(await owner.page('/'))[3]).toBe('3 need you');
    expect(await today('de')).toContain('2 Telefone haben eine Änderung nicht erfahren');
    t.advance(1000);
    await owner.post('/today/seen', {});
    expect(await today()).not.toContain('Needs you');
    t.advance(1);
    await scan(pass);
    expect(numbersIn(await owner.page('/'))[3]).toBe('1 needs you');
    // A week later it is no news any more.
    t.advance(8 * DAY);
    owner = await ownersBrowser(t);
    expect(await today()).not.toContain('Needs you');
  });

  test('rules that have not applied for 14 days, of cards that customers have', async () => {
    const rule = { action: 'PSActionSetValue', targetPath: 'note', value: 'x', PSConditions: '{note} = 1' };
    const hash = await t.template(pointsTemplate({ triggers: { onScan: rule } }), { templateName: 'Quiet card' });
    t.advance(15 * DAY);
    owner = await ownersBrowser(t);
    expect(await today()).not.toContain('Quiet card');
    await t.pass(hash);
    expect(await today()).toContain('Quiet card : 1 rule has not applied for 14 days.');
    await owner.post('/today/seen', {});
    expect(await today()).not.toContain('has not applied');
  });

  test('a certificate that ends', async () => {
    const { store, clock } = t.app.context;
    const { id: _, ...development } = (await store.certificateFor(t.owner.id, null, clock.now()))!;
    const ends = { notAfter: t.now() + 10 * DAY + 1, accountId: t.owner.id, passTypeIdentifier: 'pass.de.lindner' };
    await store.createCertificate({ ...development, ...ends, publicId: 'own' });
    expect(await today()).toContain('Your certificate ends on March 11, 2026, in 10 days. pass.de.lindner');
    t.advance(11 * DAY);
    owner = await ownersBrowser(t);
    expect(await today()).toContain('Your certificate ended on March 11, 2026');
  });
});

describe('the last runs', () => {
  const NAME = 'structure_secondaryFields_name_value';
  const linesOf = (html: string) =>
    [...html.matchAll(/<li><a href="(\/(?:runs|send)\/[^"]+)">/g)].map(([, href]) => href!);

  test('have one line for a batch, and one for each of its links that somebody opened', async () => {
    const templateHash = await t.template(pointsTemplate());
    const pass = await t.pass(templateHash, { [NAME]: 'Ada' });
    await scan(pass);
    t.advance(1000);
    const { clientHash } = t;
    const rows = Array.from({ length: 60 }, (_, at) => `Guest ${at}`);
    const made = await t.call('batchCreate', {
      ...{ clientHash, templateHash, mode: 'passes', file: `${NAME}\n${rows.join('\n')}\n` },
    });
    await t.deliver();
    const page = await owner.page('/');
    expect(linesOf(page)[0]).toBe(`/send/${made.batchId}`);
    expect(linesOf(page).slice(1)).toEqual([expect.stringMatching('/runs/'), expect.stringMatching('/runs/')]);
    expect(textOf(page)).toContain('60 cards were made');
    expect(await today('de')).toContain('60 Karten wurden erstellt');
    expect(textOf(await owner.page(`/cards/${templateHash}`))).not.toContain('Guest 59');

    const links = await t.call('batchCreate', { clientHash, templateHash, file: `${NAME}\nGrace\n` });
    const table = await t.fetch(`/batch/result.php?batchId=${links.batchId}&clientHash=${clientHash}`);
    const [path] = /\/c\/[\w-]+/.exec(await table.text())!;
    await t.fetch(path, { headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140' } });
    expect(await today()).toContain('Grace');
  });

  test('a mail of a batch that failed leads to the batch', async () => {
    const templateHash = await t.template(pointsTemplate());
    const { clientHash } = t;
    const file = `${NAME},recoveryEmail\nAda,ada@example.com\n`;
    const { batchId } = await t.call('batchCreate', { clientHash, templateHash, file });
    const { store } = t.app.context;
    const { id } = (await store.batchByHash(batchId))!;
    await store.startMailing(id, { rate: 20, language: 'en', now: t.now() });
    const times = { createdAt: t.now(), giveUpAt: t.now() + 1 };
    const mail = { kind: 'row_link', recipient: 'ada@example.com', language: 'en', ...times } as const;
    const step = { after: 0, cursor: 2, runAt: null, now: t.now() };
    await store.queueRowMails(id, step, [{ number: 2, runAt: t.now(), mail }]);
    const [queued] = await store.claimMails(1, t.now());
    await store.recordMail(queued!.id, { state: 'failed', error: '550 no such user' });
    const [, href] = /href="(\/send\/[^"]+)"/.exec(await owner.page('/')) ?? [];
    expect(href).toBe(`/send/${batchId}`);
    expect((await owner.get(href!)).status).toBe(200);
  });
});

describe('the stream', () => {
  /** Reads a stream until it has sent `count` messages, or has ended. */
  const messages = async (response: Response, count: number) => {
    const reader = response.body!.getReader();
    let text = '';
    const found = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!));
    while (found().length < count) {
      const { done, value } = await reader.read();
      if (done) break;
      text += Buffer.from(value).toString();
    }
    return { found: found(), reader };
  };
  const open = () => t.fetch('/today/live', { headers: { cookie: owner.cookie } });

  test('sends the parts at once, then those that a scan has changed', async () => {
    const pass = await t.pass(await t.template(pointsTemplate()), { structure_secondaryFields_name_value: 'Ada' });
    const response = await open();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const { found, reader } = await messages(response, 1);
    expect(Object.keys(found[0])).toEqual(['numbers', 'needs', 'runs']);
    reader.releaseLock();
    await scan(pass);
    const next = await messages(response, 1);
    expect(Object.keys(next.found[0])).toEqual(['numbers', 'runs']);
    expect(textOf(next.found[0].numbers)).toContain('1 scan today');
    expect(textOf(next.found[0].runs)).toContain('Scanned');
    await next.reader.cancel();
  });

  test('an account has so many, and a closed one makes room', async () => {
    const streams: Response[] = [];
    for (let count = 0; count < MOST_OF_ACCOUNT; count++) streams.push(await open());
    const refused = await open();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    await streams[0]!.body!.cancel();
    expect((await open()).status).toBe(200);
  });

  test('ends with the server, and with the session', async () => {
    const pass = await t.pass(await t.template(pointsTemplate()));
    const first = await messages(await open(), 1);
    await owner.post('/logout', {});
    await scan(pass);
    const rest = async () => {
      for (;;) {
        const { done, value } = await first.reader.read();
        if (done) return 'ended';
        if (Buffer.from(value).toString().includes('data:')) return 'more';
      }
    };
    expect(await rest()).toBe('ended');
    owner = await ownersBrowser(t);
    const second = await messages(await open(), 1);
    t.app.context.live.close();
    expect((await second.reader.read()).done).toBe(true);
    expect((await open()).status).toBe(429);
  });
});
