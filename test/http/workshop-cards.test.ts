// The pages of cards as a whole: the gallery, new cards from examples and files, copies, the end of a
// card, passes for trying out, and the page for programs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { ROLES } from '../../src/operations/access/roles.ts';
import { readTemplateFile } from '../../src/template-files/read.ts';
import { person } from '../fixtures/http/people.ts';
import { allStored } from '../fixtures/http/stored.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

const STAMPS = 'Loyalty card with automatic redemption';
let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp({ examples: await readExamples() });
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const tilesIn = (html: string) =>
  [...html.matchAll(/class="tile">.*?class="cover">([^<]*)<.*?<\/li>/gs)].map(([tile, name]) => ({
    name: name!,
    says: textOf(tile.slice(tile.indexOf('</article>'))),
  }));
const gallery = async (query = '') => tilesIn(await owner.page(`/cards${query}`));
const hashOf = (response: Response) => /\/cards\/([\w-]+)/.exec(response.headers.get('location') ?? '')?.[1] ?? '';
const constructorOf = async (hash: string) =>
  (await t.call('templateInfo', { clientHash: t.clientHash, templateHash: hash })).passConstructor;
const audited = async (what: string) =>
  (await t.app.context.store.auditOf(t.owner.id, { before: Number.MAX_SAFE_INTEGER, count: 50 })).filter(
    (entry) => entry.what === what,
  );
const form = (fields: Record<string, string | Blob>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
};

describe('the gallery', () => {
  test('shows our examples to an account without cards, and hides them for good', async () => {
    const { account } = await t.account('gallery@example.com');
    const { cookie: _, ...other } = await ownersBrowser(t, { email: account.email, password: 'correct horse' });
    expect(textOf(await other.page('/cards'))).toContain('You have no card of your own yet.');
    expect(await other.page('/cards')).not.toContain('Examples to look at');
    const first = await gallery();
    expect(first).toHaveLength(12);
    const hash = await t.template(pointsTemplate(), { templateName: 'Own' });
    expect((await gallery()).map(({ name }) => name)).toEqual(['Own']);
    expect(await owner.page('/cards')).toContain('Examples to look at (12)');
    expect(await gallery('?examples=1')).toHaveLength(13);
    const [points] = t.app.first!.templates;
    await t.pass(points!.hash);
    expect((await owner.post('/cards/examples/hide', {})).headers.get('location')).toBe('/cards');
    // An example that customers have stays in sight.
    expect((await gallery('?examples=1')).map(({ name, says }) => [name, says.includes('Example')])).toEqual([
      ['Own', false],
      ['Points on scan', true],
    ]);
    expect(await audited('examples.hide')).toHaveLength(1);
    await t.call('deleteTemplate', { clientHash: t.clientHash, templateHash: hash });
    await t.app.context.store.setMark(t.owner.id, 'examples_hidden', 0);
  });

  test('says of each card how many phones have it, today’s scans, and its state', async () => {
    const hash = await t.template(pointsTemplate(), { templateName: 'Counted', triggersPaused: true });
    const [one, two] = [await t.pass(hash), await t.pass(hash)];
    await t.install(one);
    for (const hashedSerialNumber of [one, two, two]) {
      await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
    }
    const [card] = await gallery();
    expect(card).toEqual({ name: 'Counted', says: 'Counted 1 on phones · 3 scans today Paused' });
    t.advance(24 * 60 * 60 * 1000);
    expect((await gallery())[0]!.says).toContain('0 scans today');
    await t.call('deleteTemplate', { clientHash: t.clientHash, templateHash: hash });
  });

  test('has pages of 24 cards, and one that cannot be drawn hides no other', async () => {
    const { account, clientHash } = await t.account('many@example.com');
    const many = await ownersBrowser(t, { email: account.email, password: 'correct horse' });
    for (let count = 1; count <= 30; count++) {
      const named = { clientHash, templateName: `Card ${count}`, passConstructor: pointsTemplate() };
      await t.call('insertUpdateTemplate', named);
    }
    const first = await many.page('/cards');
    const next = /href="(\/cards\?before=\d+)"/.exec(first)![1]!;
    const rest = tilesIn(await many.page(next)).map(({ name }) => name);
    expect(tilesIn(first)[0]!.name).toBe('Card 30');
    expect([tilesIn(first).length, rest]).toEqual([24, ['Card 6', 'Card 5', 'Card 4', 'Card 3', 'Card 2', 'Card 1']]);
    expect(await many.page(next)).toContain('Newest cards');
    expect((await many.get('/cards?before=x')).status).toBe(400);
  });
});

describe('a new card', () => {
  test('from an example has the shop’s name, logo and colour everywhere, and its rules run', async () => {
    const logo = new Blob([new Uint8Array(await noise(900, 200, '#ffffff'))], { type: 'image/png' });
    const fields = { example: STAMPS, shop: ' Bäckerei  Lindner ', colour: '#203040', logo };
    const made = await owner.post('/cards/new', form(fields));
    expect(made.status).toBe(303);
    const hash = hashOf(made);
    const written = await constructorOf(hash);
    expect(written).toMatchObject({
      description: 'Loyalty card of Bäckerei Lindner',
      organizationName: 'Bäckerei Lindner',
      // The logo is wide, so the name stands in it.
      logoText: '',
      backgroundColor: 'rgb(32, 48, 64)',
      foregroundColor: 'rgb(255, 255, 255)',
    });
    expect(JSON.stringify(written)).not.toMatch(/Café Central|#7a4a21/i);
    // What sets the colour back sets the new one.
    expect(written.additional.redeem[1]).toMatchObject({ targetPath: 'backgroundColor', value: 'rgb(32, 48, 64)' });
    const { template } = (await t.app.context.store.templateByHash(hash))!;
    expect(template).toMatchObject({ name: `${STAMPS} Bäckerei  Lindner`, triggersPaused: false, isExample: false });
    const pass = await t.pass(hash);
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
    expect((await t.app.context.store.passByHash(pass))!.pass.overrides).toMatchObject({
      structure_headerFields_stamps_value: 1,
    });
    expect(await audited('card.create')).toMatchObject([{ subject: template.name, before: STAMPS }]);
  });

  test('on a light colour has dark text, and no rule sets a colour on which it could not be read', async () => {
    const made = await owner.post('/cards/new', form({ example: 'Points on scan', shop: 'Sol', colour: '#ffe9a8' }));
    const written = await constructorOf(hashOf(made));
    expect(written).toMatchObject({ foregroundColor: 'rgb(20, 20, 20)', logoText: 'Sol' });
    const set = written.triggers.onScan.filter(
      ({ targetPath }: { targetPath: string }) => targetPath === 'backgroundColor',
    );
    expect(set.map(({ value }: { value: string }) => value)).toEqual(set.map(() => 'rgb(255, 233, 168)'));
    expect(written.images).not.toHaveProperty('logo');
  });

  test.each([
    ['no name', { shop: ' ' }, 'shop', 'Give the name of your shop.'],
    ['a magic string', { shop: '{clientHash}' }, 'shop', 'no curly brackets'],
    ['a name too long', { shop: 'x'.repeat(61) }, 'shop', 'at most 60 characters'],
    ['no colour', { colour: 'reddish' }, 'colour', 'is no colour'],
    ['no picture', { logo: new Blob(['<svg'], { type: 'image/png' }) }, 'logo', 'logo'],
  ])('with %s is shown again with what was typed, and nothing is made', async (_, wrong, field, said) => {
    const before = await allStored(t);
    const fields = { example: STAMPS, shop: 'Lindner', colour: '#123456', ...wrong };
    const refused = await owner.post('/cards/new', form(fields));
    expect(refused.status).toBe(400);
    const page = await refused.text();
    expect(page).toContain(`href="#${field}"`);
    expect(textOf(page)).toContain(said);
    if (field !== 'shop') expect(page).toContain('value="Lindner"');
    if (field === 'logo') expect(textOf(page)).toContain('Please choose the logo again');
    expect(await allStored(t)).toEqual(before);
  });

  test('from a file arrives with its rules paused; what it exports makes the same card again', async () => {
    const source = await t.template(pointsTemplate(), { templateName: 'To and fro' });
    const file = await owner.get(`/cards/${source}/code/template.json`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="To-and-fro.json"');
    const bytes = new Blob([await file.arrayBuffer()], { type: 'application/json' });
    const made = await owner.post('/cards/import', form({ file: bytes }));
    const hash = hashOf(made);
    expect(made.headers.get('location')).toBe(`/cards/${hash}/code?imported=1&left=0`);
    expect(textOf(await owner.page(`/cards/${hash}/code?imported=1&left=0`))).toContain('Its rules are paused');
    const [one, two] = [await constructorOf(source), await constructorOf(hash)];
    expect(two).toEqual(one);
    expect((await t.app.context.store.templateByHash(hash))!.template).toMatchObject({
      name: 'To and fro',
      triggersPaused: true,
    });
    const run = await owner.post(`/cards/${hash}/pause`, { paused: 'false' });
    expect(run.headers.get('location')).toBe(`/cards/${hash}`);
    expect((await t.app.context.store.templateByHash(hash))!.template.triggersPaused).toBe(false);
    expect(await audited('card.run')).toMatchObject([{ subject: 'To and fro' }]);
    const pass = new Blob([new Uint8Array(await t.file(await t.pass(source)))]);
    const ofPass = await owner.post('/cards/import', form({ file: pass }));
    expect((await t.app.context.store.templateByHash(hashOf(ofPass)))!.template.name).toBe('Points card');
  });

  test.each([
    ['nothing', new Blob([]), 'Choose a file'],
    ['text that is no JSON', new Blob(['{"type": }']), 'Line 1, column 10'],
    ['a list', new Blob(['[]']), 'a template is a JSON object'],
    ['a template with mistakes', new Blob(['{"type": "postcard"}']), 'type'],
    ['an archive that is no pass', new Blob([Buffer.from('504b0506'.padEnd(44, '0'), 'hex')]), 'File'],
    ['a picture beside it', new Blob(['{"type":"coupon","images":{"icon":"icon.png"}}']), 'the image icon.png'],
  ])('from %s is refused beside the file, and nothing is made', async (_, file, said) => {
    const before = await allStored(t);
    const refused = await owner.post('/cards/import', form({ file }));
    expect(refused.status).toBe(400);
    const page = await refused.text();
    expect([page.includes('href="#file"'), textOf(page).includes(said)]).toEqual([true, true]);
    expect(await allStored(t)).toEqual(before);
  });

  test('of an example that is none is not found', async () => {
    expect((await owner.get('/cards/new?example=Nothing')).status).toBe(404);
    expect((await owner.post('/cards/new', form({ example: 'x', shop: 'y', colour: '#123456' }))).status).toBe(404);
  });

  test('of each example can be made in any colour, and draws', async () => {
    for (const { templateName } of await readExamples()) {
      for (const colour of ['#ffffff', '#101010', '#d9480f']) {
        const made = await owner.post('/cards/new', form({ example: templateName, shop: 'Zoë & Söhne', colour }));
        expect([templateName, colour, made.status]).toEqual([templateName, colour, 303]);
        expect(await owner.page(`/cards/${hashOf(made)}/code`)).toContain('class="front"');
      }
    }
  });
});

describe('a card as a whole', () => {
  test('is copied under a name, and a name that is none is shown again', async () => {
    const hash = await t.template(pointsTemplate(), { templateName: 'Original' });
    expect(await owner.page(`/cards/${hash}/copy`)).toContain('value="Original (copy)"');
    expect(await (await owner.get(`/cards/${hash}/copy`, 'de')).text()).toContain('value="Original (Kopie)"');
    const refused = await owner.post(`/cards/${hash}/copy`, { name: 'x'.repeat(201) });
    expect([refused.status, (await refused.text()).includes('x'.repeat(201))]).toEqual([400, true]);
    const copy = hashOf(await owner.post(`/cards/${hash}/copy`, { name: 'Second' }));
    expect(await constructorOf(copy)).toEqual(await constructorOf(hash));
    expect(await audited('card.copy')).toMatchObject([{ subject: 'Second', before: 'Original' }]);
  });

  test('is copied and deleted from its overview, which they come from and go back to', async () => {
    const hash = await t.template(pointsTemplate());
    for (const page of ['copy', 'delete']) {
      const html = await owner.page(`/cards/${hash}/${page}`);
      expect([page, html]).toEqual([page, expect.stringContaining(`<a href="/cards/${hash}" aria-current="page">`)]);
      expect([page, html]).toEqual([page, expect.stringContaining(`<a href="/cards/${hash}">Cancel</a>`)]);
    }
  });

  test('is deleted with its passes once its name is typed; the log says what went', async () => {
    const hash = await t.template(pointsTemplate(), { templateName: 'Old  Card' });
    const pass = await t.pass(hash);
    await t.install(pass);
    await t.pass(hash);
    const page = textOf(await owner.page(`/cards/${hash}/delete`));
    expect(page).toContain('the cards of 2 customers; on 1 phone');
    const before = await allStored(t);
    const refused = await owner.post(`/cards/${hash}/delete`, { name: 'Older card' });
    expect([refused.status, await allStored(t)]).toEqual([400, before]);
    const done = await owner.post(`/cards/${hash}/delete`, { name: ' old card ' });
    expect(done.headers.get('location')).toBe('/cards?deleted=Old++Card');
    expect(await t.app.context.store.templateByHash(hash)).toBeNull();
    expect(await t.app.context.store.passByHash(pass)).toBeNull();
    expect(await audited('card.delete')).toMatchObject([
      { subject: 'Old  Card', before: { templateHash: hash, passes: 2, onPhones: 1 } },
    ]);
    expect((await owner.get(`/cards/${hash}/delete`)).status).toBe(404);
  });

  test('has test cards that count nowhere and go together', async () => {
    const hash = await t.template(pointsTemplate(), { templateName: 'Tried' });
    const made = await owner.post(`/cards/${hash}/test`, {});
    const pass = new URL(made.headers.get('location')!, 'http://passes.test').searchParams.get('hashedSerialNumber')!;
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
    await t.install(pass);
    const counts = async () =>
      (await t.call('templateStats', { clientHash: t.clientHash, templateHash: hash })) as object;
    expect(await counts()).toMatchObject({ created: 0, installed: 0, scanned: 0 });
    expect((await gallery())[0]).toEqual({ name: 'Tried', says: 'Tried 0 on phones · 0 scans today Test only' });
    const customer = await t.pass(hash);
    expect(await counts()).toMatchObject({ created: 1, scanned: 0 });
    for (let count = 1; count < 20; count++) await owner.post(`/cards/${hash}/test`, {});
    const full = await owner.post(`/cards/${hash}/test`, {});
    expect([full.status, textOf(await full.text()).includes('Delete them, then make a new one.')]).toEqual([409, true]);
    const listed = textOf(await owner.page(`/cards/${hash}/test`));
    expect([listed.includes('Tried 20'), listed.includes('Delete all 20 test cards')]).toEqual([true, true]);
    await owner.post(`/cards/${hash}/test/delete`, {});
    expect(await t.app.context.store.passByHash(pass)).toBeNull();
    expect(await t.app.context.store.passByHash(customer)).not.toBeNull();
    expect(await counts()).toMatchObject({ created: 1, installed: 0, scanned: 0 });
    expect(await audited('card.tests_delete')).toMatchObject([{ subject: 'Tried', before: { passes: 20 } }]);
  });

  test('tells programs its names, its paths and what is worth a look', async () => {
    const hash = await t.template(pointsTemplate({ additional: { psExportPaths: 'note', note: '' } }));
    const page = await owner.page(`/cards/${hash}/code`);
    const text = textOf(page);
    for (const said of [hash, `/pass/create.php?templateHash=${hash}`, `/pass/register.php?templateHash=${hash}`]) {
      expect(text).toContain(said);
    }
    expect(text).toContain('structure_headerFields_points_value');
    expect(text).toContain('Worth a look images_icon Wallet refuses a pass without an icon');
    expect(page).toContain(`href="http://passes.test/batch/export.php?templateHash=${hash}"`);
    expect(page).not.toContain(t.clientHash);
  });
});

describe('who may', () => {
  test('each role opens what the table of roles says, and nobody what is another account’s', async () => {
    const hash = await t.template(pointsTemplate(), { templateName: 'Guarded' });
    const other = await t.account('other@example.com');
    const stranger = await ownersBrowser(t, { email: other.account.email, password: 'correct horse' });
    const paths = ['/cards', '/cards/new', `/cards/${hash}/code`, `/cards/${hash}/copy`, `/cards/${hash}/delete`];
    const seen: Record<string, number[]> = {};
    for (const role of ROLES) {
      const { cookie } = await person(t, role);
      const open = async (path: string) => (await t.fetch(path, { headers: { cookie } })).status;
      seen[role] = await Promise.all([...paths, `/cards/${hash}/test`].map(open));
    }
    expect(seen).toEqual({
      counter: [403, 403, 403, 403, 403, 403],
      manager: [200, 403, 403, 403, 403, 200],
      developer: [200, 200, 200, 200, 200, 200],
      owner: [200, 200, 200, 200, 200, 200],
    });
    for (const path of [...paths.slice(2), `/cards/${hash}/test`]) {
      expect([path, (await stranger.get(path)).status]).toEqual([path, 403]);
      expect([path, (await t.fetch(path)).headers.get('location')]).toEqual([
        path,
        `/?next=${encodeURIComponent(path)}`,
      ]);
    }
    const before = await allStored(t);
    const posts: [string, Record<string, string>][] = [
      ['/cards/examples/hide', {}],
      ['/cards/new', { example: STAMPS, shop: 'x', colour: '#123456' }],
      [`/cards/${hash}/copy`, { name: 'y' }],
      [`/cards/${hash}/delete`, { name: 'Guarded' }],
      [`/cards/${hash}/pause`, { paused: 'true' }],
      [`/cards/${hash}/test`, {}],
      [`/cards/${hash}/test/delete`, {}],
    ];
    const counter = await person(t, 'counter');
    const people = await allStored(t);
    for (const [path, fields] of posts) {
      const elsewhere = await owner.post(path, fields, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' });
      expect([path, elsewhere.status]).toEqual([path, 403]);
      const own = { cookie: counter.cookie, origin: 'http://passes.test' };
      const refused = await t.fetch(path, { method: 'POST', headers: own, body: new URLSearchParams(fields) });
      expect([path, refused.status]).toEqual([path, 403]);
      if (path.includes(hash)) expect([path, (await stranger.post(path, fields)).status]).toEqual([path, 403]);
    }
    expect(await allStored(t)).toEqual(people);
    expect(people).not.toEqual(before);
  });
});

test('the six jobs that a new card offers have their examples', async () => {
  const page = await owner.page('/cards/new');
  const jobs = [...page.matchAll(/class="cover">([^<]*)</g)].slice(0, 6).map(([, name]) => name);
  expect(jobs).toEqual(['Stamp card', 'Points card', 'Gift card', 'Ticket', 'Coupon', 'Membership']);
  expect((await readTemplateFile('examples/02-loyalty-card')).templateName).toBe(STAMPS);
});
