// The card in the browser: its page, manifest, icons and service worker, and the events that tell it of
// changes, on one server and on two.
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCardStreams, MOST_OF_ADDRESS } from '../../src/operations/passes/card-streams.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';

/** Reads the events of a stream, one at a time. */
function eventsOf(response: Response) {
  const reader = response.body!.getReader();
  let text = '';
  return {
    /** `name id` of the next event; null: the stream has ended. */
    async next(): Promise<string | null> {
      for (;;) {
        const end = text.indexOf('\n\n');
        const block = text.slice(0, Math.max(end, 0));
        if (end >= 0) {
          text = text.slice(end + 2);
          const name = /^event: (.*)$/m.exec(block)?.[1];
          if (name !== undefined) return `${name} ${/^id: (.*)$/m.exec(block)?.[1] ?? ''}`.trim();
          continue;
        }
        const { done, value } = await reader.read();
        if (done) return null;
        text += Buffer.from(value).toString();
      }
    },
    close: () => reader.cancel(),
  };
}

const tagOf = (html: string) => /data-tag="([^"]+)"/.exec(html)![1]!;
const scan = (t: TestApp, pass: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
const card = async (t: TestApp, pass: string, language = 'en') => {
  const response = await t.fetch(`/card/${pass}`, { headers: { 'accept-language': language } });
  return { response, html: await response.text() };
};
const events = (t: TestApp, pass: string, query = '', headers: Record<string, string> = {}) =>
  t.fetch(`/card/${pass}/events${query}`, { headers });

describe('on one server', () => {
  let t: TestApp;
  let template: string;
  beforeAll(async () => {
    t = await openTestApp();
    template = await t.template(pointsTemplate());
  });
  afterAll(() => t.close());

  test('the page shows the pass, strictly private, in the language of the phone, and logs no event', async () => {
    const pass = await t.pass(template);
    const before = (await t.events(pass)).length;
    const { response, html } = await card(t, pass);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(html).not.toMatch(/<script(?![^>]* src=)/);
    expect(html.length).toBeLessThan(150_000);
    expect(html).toContain('Show the code large');
    expect((await card(t, pass, 'de')).html).toContain('Code groß zeigen');
    expect(await t.events(pass)).toHaveLength(before);
    const page = await (await t.fetch(`/pass/create.php?hashedSerialNumber=${pass}`)).text();
    expect(page).toContain(`<a href="/card/${pass}">Open without a wallet app</a>`);
  });

  test('a link with a sign behind it leads to the card; an unknown one is not found', async () => {
    const pass = await t.pass(template);
    const { response } = await card(t, `${pass},`);
    expect([response.status, response.headers.get('location')]).toEqual([302, `/card/${pass}`]);
    for (const path of ['', '/events', '/manifest.webmanifest', '/icon-192.png', '/service-worker.js']) {
      expect((await t.fetch(`/card/nothing${path}`)).status, path).toBe(404);
    }
  });

  test('the manifest names the card, its icons are square PNGs, and the worker controls this card alone', async () => {
    const pass = await t.pass(template);
    const path = `/card/${pass}`;
    const answer = await t.fetch(`${path}/manifest.webmanifest`, { headers: { 'accept-language': 'de' } });
    expect(answer.headers.get('content-type')).toBe('application/manifest+json');
    const manifest = await answer.json();
    expect(manifest).toMatchObject({ id: path, start_url: path, scope: path, display: 'standalone', lang: 'de' });
    expect(manifest).toMatchObject({ name: 'Points card', theme_color: 'rgb(1, 2, 3)' });
    for (const { src, sizes } of manifest.icons) {
      const icon = await t.fetch(src);
      expect(icon.headers.get('content-type')).toBe('image/png');
      const { width, height } = await sharp(Buffer.from(await icon.arrayBuffer())).metadata();
      expect(`${width}x${height}`).toBe(sizes);
    }
    const worker = await t.fetch(`${path}/service-worker.js`);
    expect(worker.headers.get('service-worker-allowed')).toBe(path);
    expect(worker.headers.get('content-type')).toContain('text/javascript');
  });

  test('a card is told of scans, edits and publishing, and resumes where it was', async () => {
    const pass = await t.pass(template);
    const { html } = await card(t, pass);
    const response = await events(t, pass, `?tag=${tagOf(html)}`);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const stream = eventsOf(response);
    const told = async () => {
      const next = await stream.next();
      expect(next).toBe(`changed ${tagOf((await card(t, pass)).html)}`);
      return next;
    };
    await scan(t, pass);
    const afterScan = await told();
    // The other pass's change is no news of this one.
    await scan(t, await t.pass(template));
    await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: pass, note: 'x' });
    await t.call('updatePassFields', {
      clientHash: t.clientHash,
      hashedSerialNumber: pass,
      structure_secondaryFields_name_value: 'Ada',
    });
    expect(await told()).not.toBe(afterScan);
    await t.template(pointsTemplate({ description: 'Another' }), { templateHash: template });
    const last = await told();
    await stream.close();
    // The header of a browser that comes back goes before the address of its page.
    const back = eventsOf(await events(t, pass, `?tag=${tagOf(html)}`, { 'last-event-id': last!.split(' ')[1]! }));
    await scan(t, pass);
    expect(await back.next()).toBe(`changed ${tagOf((await card(t, pass)).html)}`);
    await back.close();
    for (const query of ['', `?tag=${tagOf(html)}`, `?tag=${'x'.repeat(61)}`]) {
      const late = eventsOf(await events(t, pass, query));
      expect(await late.next(), query).toBe(`changed ${tagOf((await card(t, pass)).html)}`);
      await late.close();
    }
    await t.template(pointsTemplate(), { templateHash: template });
  });

  test('a deleted pass says so, and its card is not found', async () => {
    const pass = await t.pass(template);
    const stream = eventsOf(await events(t, pass, `?tag=${tagOf((await card(t, pass)).html)}`));
    await t.app.context.store.deletePass(pass, t.now());
    expect(await stream.next()).toBe('gone');
    await stream.close();
    expect((await card(t, pass)).response.status).toBe(404);
  });

  test('a void pass shows that it is void, and no code on the whole screen', async () => {
    const pass = await t.pass(await t.template(pointsTemplate({ voided: true })));
    const { html } = await card(t, pass);
    expect(html).toContain('No longer valid');
    expect(html).not.toContain('data-enlarge');
  });

  test('an address has so many open cards, and a closed one makes room', async () => {
    const pass = await t.pass(template);
    const open = [];
    for (let count = 0; count < MOST_OF_ADDRESS; count++) open.push(await events(t, pass));
    const refused = await events(t, pass);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    await open[0]!.body!.cancel();
    open[0] = await events(t, pass);
    expect(open[0].status).toBe(200);
    await Promise.all(open.map((response) => response.body!.cancel()));
    expect(t.app.context.cards.size()).toBe(0);
  });

  test('nothing watches the store while no card is open', () => {
    let watching = 0;
    const watchEvents = () => {
      watching++;
      return () => void watching--;
    };
    const cards = createCardStreams({ watchEvents, passStates: async () => new Map() }, t.app.context.log);
    const stream = { address: '::1', hash: 'x', tag: 'y', changed() {}, same() {}, end() {} };
    expect(watching).toBe(0);
    const [first, second] = [cards.add(stream)!, cards.add(stream)!];
    expect(watching).toBe(1);
    first();
    first();
    expect([watching, cards.size()]).toEqual([1, 1]);
    second();
    expect([watching, cards.size()]).toEqual([0, 0]);
  });

  test('a pass with a passcode shows nothing before the passcode', async () => {
    const pass = await t.pass(template, { structure_secondaryFields_name_value: 'Ada' });
    await t.app.context.store.changePass(pass, () => ({ passcodeHash: 'no hash of any', result: null }));
    const { response, html } = await card(t, pass);
    expect(response.headers.get('x-passwright-card')).toBe(null);
    expect(html).toContain(`<form method="post" action="/card/${pass}"`);
    expect(html).not.toMatch(/Ada|Points card/);
    for (const path of ['/events', '/manifest.webmanifest', '/icon-192.png']) {
      expect((await t.fetch(`/card/${pass}${path}`)).status, path).toBeGreaterThanOrEqual(401);
    }
  });

  test('ends with the server', async () => {
    const own = await openTestApp();
    const pass = await own.pass(await own.template(pointsTemplate()));
    const tag = tagOf((await card(own, pass)).html);
    const stream = eventsOf(await events(own, pass, `?tag=${tag}`));
    own.app.context.cards.close();
    expect(await stream.next()).toBe(null);
    expect((await events(own, pass)).status).toBe(429);
    await own.close();
  });
});

describe('on two servers with one PostgreSQL database', () => {
  let all: Databases;
  let one: TestApp;
  let other: TestApp;
  beforeAll(async () => {
    all = await databases();
    const env = { DATABASE_URL: await all.empty(), SECRET_KEY: 's'.repeat(40) };
    const open = () => openTestApp({ firstStart: true, env });
    one = await open();
    other = await open();
  });
  afterAll(async () => {
    await one?.close();
    await other?.close();
    await all.stop();
  });

  test('a card that one server keeps up to date is told what the other one does', async () => {
    const pass = await one.pass(await one.template(pointsTemplate()));
    const stream = eventsOf(await events(other, pass, `?tag=${tagOf((await card(other, pass)).html)}`));
    await scan(one, pass);
    expect(await stream.next()).toBe(`changed ${tagOf((await card(other, pass)).html)}`);
    // An edit writes no event, and is told all the same.
    await one.call('updatePassFields', {
      clientHash: one.clientHash,
      hashedSerialNumber: pass,
      structure_secondaryFields_name_value: 'Ada',
    });
    expect(await stream.next()).toBe(`changed ${tagOf((await card(other, pass)).html)}`);
    await one.app.context.store.deletePass(pass, one.now());
    expect(await stream.next()).toBe('gone');
    await stream.close();
  });
});
