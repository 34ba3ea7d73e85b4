// A card's history: who made each version and why, any two compared, an old one brought back, and
// runs that name the version that ran.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerOf } from '../../src/operations/access/caller.ts';
import { editDraft, openDraft } from '../../src/operations/templates/drafts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const NEWS = 'structure_backFields_news_value';
const card = (parts: JsonObject = {}) =>
  pointsTemplate({
    structure: {
      ...(pointsTemplate().structure as JsonObject),
      backFields: [{ key: 'news', label: 'Latest news', value: 'Old', changeMessage: '%@' }],
    },
    additional: { note: '', counter: 0, psPortalUpdatePaths: NEWS },
    ...parts,
  });

let t: TestApp;
let owner: OwnersBrowser;
let hash: string;
let id: number;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
  hash = await t.template(card(), { templateName: 'Bonus card' });
  id = (await t.app.context.store.templateByHash(hash))!.template.id;
});
afterAll(() => t.close());

const save = (parts: JsonObject) =>
  t.call('insertUpdateTemplate', { clientHash: t.clientHash, templateHash: hash, passConstructor: card(parts) });
const page = (path: string, language?: string) => owner.page(`/cards/${hash}${path}`, language).then(textOf);
const authors = async (count: number) =>
  (await t.app.context.store.templateVersions(id, { before: 99, count })).map(({ author }) => author);
const edit = async (part: JsonObject) => {
  const { revision } = await openDraft(t.app.context, ownerOf(t.owner), hash);
  const change = { revision, edit: (given: JsonObject) => ({ ...given, ...part }) };
  return editDraft(t.app.context, ownerOf(t.owner), hash, change);
};
const draftOf = () => t.app.context.store.draftOf(id);

describe('every writer of a card', () => {
  test('makes a version with its author', async () => {
    await save({ logoText: 'Second' });
    expect(await authors(1)).toEqual(['PassSource API']);
    expect((await owner.post(`/cards/${hash}/news`, { [NEWS]: 'New', [`was:${NEWS}`]: 'Old' })).status).toBe(303);
    expect(await authors(1)).toEqual([t.owner.email]);
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const images = { clientHash: t.clientHash, templateHash: hash, logo: `data:image/png;base64,${png}` };
    expect(await t.call('uploadTemplateImages', images)).toMatchObject({ success: true });
    expect(await authors(4)).toEqual(['PassSource API', t.owner.email, 'PassSource API', 'PassSource API']);
    await t.deliver();
  });
});

describe('the history', () => {
  test('lists versions, newest first, each with what it changed', async () => {
    const said = await page('/versions');
    expect(said).toMatch(/Version 4 published now .* by PassSource API New: the logo/);
    expect(said).toMatch(/Version 3 .* by you Latest news: Old → New/);
    expect(said).toMatch(/Version 2 .* New: the text beside the logo, Second/);
    expect(said).toMatch(/Version 1 .* The first version\./);
    expect(await page('/versions', 'de')).toMatch(/Version 3 .* von Ihnen Latest news: Old → New/);
  });

  test('has pages of ten', async () => {
    for (let number = 5; number <= 14; number++) await save({ logoText: `Version ${number}` });
    const first = await owner.page(`/cards/${hash}/versions`);
    expect([...first.matchAll(/<strong>Version (\d+)<\/strong>/g)].map(([, number]) => Number(number))).toEqual(
      Array.from({ length: 10 }, (_, index) => 14 - index),
    );
    const next = /\/versions\?before=(\d+)/.exec(first)![1];
    const second = await page(`/versions?before=${next}`);
    expect(second).toContain('Version 4');
    expect(second).toContain('Version 1');
    expect(second).not.toContain('Version 5');
    expect(second).toContain('Newest versions');
  });

  test('shows one version as it was, beside the one before or any other', async () => {
    const html = await owner.page(`/cards/${hash}/versions/3`);
    expect(textOf(html)).toContain('From version 2 to version 3 Fields Latest news: Old → New');
    expect(html).toContain('The JSON side by side');
    expect(textOf(html)).toMatch(/−\d+ &?.*Old.*\+\d+ .*New/);
    const other = await page('/versions/2?with=14');
    expect(other).toContain('From version 2 to version 14');
    expect(other).toContain('The text beside the logo: Second → “Version 14”');
    expect(await page('/versions/2?with=2')).toContain('Both versions are written alike.');
    expect(await page('/versions/1')).toContain('The first version.');
    for (const missing of ['/versions/99', '/versions/2?with=99', '/versions/99/restore']) {
      expect((await owner.get(`/cards/${hash}${missing}`)).status, missing).toBe(404);
    }
  });

  test('draws the card of a version, not the card of today', async () => {
    const drawn = (html: string) => /class="drawnVersion">.*?<\/figure>/s.exec(html)![0];
    expect(textOf(drawn(await owner.page(`/cards/${hash}/versions/2`)))).toContain('Second');
    expect(textOf(drawn(await owner.page(`/cards/${hash}/versions/14`)))).toContain('Version 14');
  });
});

describe('an old version', () => {
  const restore = (number: number, revision: string) =>
    owner.post(`/cards/${hash}/versions/${number}/restore`, { revision });
  const revision = async () => (await openDraft(t.app.context, ownerOf(t.owner), hash)).revision;

  test('comes back as a draft', async () => {
    const sent = await restore(2, await revision());
    expect(sent.headers.get('location')).toBe('../../versions?restored=2');
    expect(await draftOf()).toMatchObject({ baseVersion: 14, passConstructor: { logoText: 'Second' } });
    expect(await page('/versions?restored=2')).toContain('The draft is version 2 now.');
    expect(await page('/publish')).toContain('The text beside the logo: “Version 14” → Second');
  });

  test('takes the place of another draft only once somebody was asked', async () => {
    const html = await owner.page(`/cards/${hash}/versions/3`);
    expect(html).toContain(`href="/cards/${hash}/versions/3/restore"`);
    expect(html).not.toContain('method="post" action="/cards');
    const asked = await page('/versions/3/restore');
    expect(asked).toContain('Bring version 3 back?');
    expect(asked).toContain('The text beside the logo: “Version 14” → Second');
    const old = await revision();
    await edit({ labelColor: 'red' });
    const stale = await restore(3, old);
    expect(stale.status).toBe(409);
    expect(textOf(await stale.text())).toContain('the colour of the labels, red');
    expect((await restore(3, await revision())).status).toBe(303);
    expect((await draftOf())!.passConstructor.labelColor).toBeUndefined();
  });

  test('that is published already leaves no draft', async () => {
    expect((await restore(14, await revision())).headers.get('location')).toBe('../../versions?same=14');
    expect(await draftOf()).toBeNull();
    expect(await page('/versions/14')).toContain('This version is the published one');
  });
});

describe('a run', () => {
  test('names the version that ran, which people who change cards may open', async () => {
    const pass = await t.pass(hash);
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
    await save({ logoText: 'After the scan' });
    const { store } = t.app.context;
    const { events } = await store.eventsOf([id], { before: Number.MAX_SAFE_INTEGER, count: 1, look: 1 }, {});
    expect(events[0]).toMatchObject({ accessType: 7, templateVersion: 14 });
    const html = await owner.page(`/runs/${events[0]!.id}`);
    expect(textOf(html)).toContain('Bonus card , version 14');
    expect(html).toContain(`/cards/${hash}/versions/14`);
  });
});
