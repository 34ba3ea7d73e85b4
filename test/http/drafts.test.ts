// A card's draft: nothing of it is on a phone before somebody publishes it, two people are told of
// each other, and nothing is overwritten unseen.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, callerOfMember, ownerOf } from '../../src/operations/access/caller.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import {
  discardDraft,
  editDraft,
  LONGEST_NOTE,
  openDraft,
  publishDraft,
} from '../../src/operations/templates/drafts.ts';
import { storeImages } from '../../src/operations/templates/save-template.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type Person, person, sendForm } from '../fixtures/http/people.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let owner: OwnersBrowser;
let bob: Person;
let ada: Caller;
let bobs: Caller;
let hash: string;
let id: number;

beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
  bob = await person(t, 'developer');
  ada = ownerOf(t.owner);
  bobs = (await callerOfMember(t.app.context, bob.member))!;
});
beforeEach(async () => {
  hash = await t.template(pointsTemplate({ logoText: 'Bakery' }), { templateName: 'Bonus card' });
  id = (await t.app.context.store.templateByHash(hash))!.template.id;
});
afterAll(() => t.close());

const set = (part: JsonObject) => (passConstructor: JsonObject) => ({ ...passConstructor, ...part });
const open = (caller = ada) => openDraft(t.app.context, caller, hash);
const edit = (part: JsonObject, { revision, caller = ada }: { revision?: string; caller?: Caller } = {}) =>
  open().then((present) =>
    editDraft(t.app.context, caller, hash, { revision: revision ?? present.revision, edit: set(part) }),
  );
const publishing = { note: '', notice: false, overrule: false };
const publish = (revision: string, more: object = {}) =>
  publishDraft(t.app.context, ada, hash, { ...publishing, revision, ...more });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => ({ code: error.code, ...error.beside }),
  );
const versions = () => t.app.context.store.templateVersions(id, { before: 99, count: 9 });
const published = async () => (await open()).published;
const acts = async () =>
  (await t.app.context.store.auditOf(t.owner.id, { before: Number.MAX_SAFE_INTEGER, count: 1 }))[0];
const saveByApi = (parts: JsonObject) =>
  t.call('insertUpdateTemplate', {
    clientHash: t.clientHash,
    templateHash: hash,
    passConstructor: pointsTemplate({ logoText: 'Bakery', ...parts }),
  });
const page = (path: string) => owner.page(`/cards/${hash}${path}`).then(textOf);
const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

describe('a draft', () => {
  test('stands beside what is published, of which phones see nothing', async () => {
    const before = await open();
    expect(before).toMatchObject({ draft: null, revision: '1.0' });
    expect(before.passConstructor).toBe(before.published);
    const pass = await t.pass(hash);
    const after = await edit({ logoText: 'Bakery at the corner' });
    expect(after).toMatchObject({
      passConstructor: { logoText: 'Bakery at the corner' },
      published: { logoText: 'Bakery' },
      draft: { templateId: id, baseVersion: 1, editedBy: OWNER.email, editedAt: t.now() },
    });
    expect(after.revision).toBe(`1.${after.draft!.revision}`);
    expect(await open()).toEqual(after);
    expect(await versions()).toHaveLength(1);
    expect(await t.jobs()).toEqual([]);
    const info = await t.call('getPassFields', { clientHash: t.clientHash, hashedSerialNumber: pass });
    expect(JSON.stringify(info)).not.toContain('at the corner');
  });

  test('stores nothing for an edit that changes nothing, and goes with one that takes all back', async () => {
    expect((await edit({})).draft).toBeNull();
    const first = await edit({ logoText: 'New' });
    const same = await edit({ logoText: 'New' });
    expect(same.revision).toBe(first.revision);
    const back = await edit({ logoText: 'Bakery' });
    expect(back).toMatchObject({ draft: null, revision: '1.0' });
  });

  test('may have errors, but is neither too large nor too deep', async () => {
    const broken = await edit({ type: 'stamp card' });
    expect(broken.draft!.passConstructor.type).toBe('stamp card');
    let deep: JsonObject = { a: 1 };
    for (let level = 0; level < 40; level++) deep = { a: deep };
    expect(await codeOf(edit({ userInfo: deep }))).toEqual({ code: 'template_invalid' });
    expect(await codeOf(edit({ logoText: 'x'.repeat(9_000_000) }))).toEqual({ code: 'template_invalid' });
    expect((await open()).revision).toBe(broken.revision);
  });

  test('keeps new images, which are stored before the draft names them', async () => {
    const { passConstructor } = await open();
    const data = `data:image/png;base64,${(await noise(40, 40)).toString('base64')}`;
    const stored = await storeImages(t.app.context, { ...passConstructor, images: { logo: data } }, UNCALLED);
    const { logo } = stored.images as { logo: string };
    expect(logo).toMatch(/^[0-9a-f]{64}$/);
    await edit({ images: { logo } });
    expect(await t.app.context.store.image(logo)).not.toBeNull();
    await t.app.context.store.purgeImages(t.now() + 400 * 24 * 60 * 60 * 1000, true);
    expect(await t.app.context.store.image(logo)).not.toBeNull();
  });

  test('asks for the right to change cards', async () => {
    const manager = await person(t, 'manager');
    const caller = (await callerOfMember(t.app.context, manager.member))!;
    expect(await codeOf(open(caller))).toMatchObject({ code: 'role_forbidden' });
    await edit({ logoText: 'New' });
    const seen = await t.fetch(`/cards/${hash}`, { headers: { cookie: manager.cookie, 'accept-language': 'en' } });
    expect(textOf(await seen.text())).not.toContain('See and publish');
  });
});

describe('two people', () => {
  test('are told of each other, and neither overwrites the other unseen', async () => {
    const { revision } = await open();
    const first = await edit({ logoText: 'Of Ada' });
    t.advance(60_000);
    const refused = await codeOf(edit({ labelColor: 'red' }, { revision, caller: bobs }));
    expect(refused).toEqual({
      code: 'draft_changed',
      fate: 'edited',
      who: OWNER.email,
      when: t.now() - 60_000,
      revision: first.revision,
    });
    expect((await open()).passConstructor).toEqual(first.passConstructor);
    const second = await edit({ labelColor: 'red' }, { revision: first.revision, caller: bobs });
    expect(second.draft).toMatchObject({ editedBy: bob.member.email, passConstructor: { logoText: 'Of Ada' } });
    expect(await codeOf(edit({ logoText: 'x' }, { revision: first.revision }))).toMatchObject({
      fate: 'edited',
      who: bob.member.email,
    });
  });

  test('that save at the same moment: one of them is refused', async () => {
    const { revision } = await open();
    const both = await Promise.all([
      codeOf(edit({ logoText: 'Of Ada' }, { revision })),
      codeOf(edit({ logoText: 'Of Bob' }, { revision, caller: bobs })),
    ]);
    expect(both.filter((each) => each === null)).toHaveLength(1);
    expect(both.find((each) => each !== null)).toMatchObject({ code: 'draft_changed', fate: 'edited' });
  });

  test('of whom one publishes or throws away what the other edits', async () => {
    const { revision } = await edit({ logoText: 'New' });
    await publish(revision);
    expect(await codeOf(edit({ labelColor: 'red' }, { revision, caller: bobs }))).toMatchObject({
      fate: 'published',
      who: OWNER.email,
      revision: '2.0',
    });
    const next = await edit({ logoText: 'Newer' });
    await discardDraft(t.app.context, bobs, hash, next.revision);
    expect(await acts()).toMatchObject({ what: 'card.discard_draft', who: bob.member.email, subject: 'Bonus card' });
    expect(await codeOf(edit({ labelColor: 'red' }, { revision: next.revision }))).toMatchObject({
      fate: 'discarded',
      revision: '2.0',
    });
    // A draft that begins anew has another revision than the one that is gone.
    await edit({ logoText: 'Newest' });
    expect(await codeOf(discardDraft(t.app.context, ada, hash, next.revision))).toMatchObject({ fate: 'edited' });
    expect((await open()).draft).not.toBeNull();
  });
});

describe('publishing', () => {
  test('makes the draft the next version, with its author and note, and the draft is gone', async () => {
    const { revision } = await edit({ logoText: 'New' });
    expect(await publish(revision, { note: '  Colours of summer ' })).toMatchObject({ version: 2 });
    expect(await open()).toMatchObject({ draft: null, published: { logoText: 'New' }, revision: '2.0' });
    expect(await versions()).toMatchObject([
      { version: 2, author: OWNER.email, note: 'Colours of summer', createdAt: t.now() },
      { version: 1, author: 'PassSource API', note: null },
    ]);
    expect(await acts()).toMatchObject({
      what: 'card.publish',
      subject: 'Bonus card',
      before: { version: 1 },
      after: { version: 2, note: 'Colours of summer' },
    });
    expect(await codeOf(publish(revision))).toMatchObject({ code: 'draft_changed', fate: 'published' });
    expect(await versions()).toHaveLength(2);
  });

  test('quietly tells no phone, and with a notice tells those with the card', async () => {
    const pass = await t.install(await t.pass(hash));
    await t.deliver();
    await publish((await edit({ logoText: 'Quiet' })).revision);
    expect(await t.jobs()).toEqual([]);
    await publish((await edit({ logoText: 'Loud' })).revision, { notice: true });
    expect(await t.jobs()).toMatchObject([{ kind: 'push_template', subjectId: id }]);
    expect((await t.events(pass)).at(-1)).toMatchObject({ accessType: 5 });
    await t.deliver();
  });

  test('refuses errors, and the draft stays as it is', async () => {
    const { revision } = await edit({ type: 'stamp card' });
    const error = await publish(revision).catch((given) => given);
    expect(error).toMatchObject({ code: 'template_invalid', field: 'type' });
    expect((await open()).revision).toBe(revision);
    expect(await versions()).toHaveLength(1);
    const html = await page('/publish');
    expect(html).toContain('This has to be mended first');
    expect(html).not.toContain('Publish to');
    expect(await codeOf(publish(revision, { note: 'x'.repeat(LONGEST_NOTE + 1) }))).toEqual({
      code: 'parameter_invalid',
    });
  });

  test('overwrites no version that was published meanwhile, unless somebody has seen it', async () => {
    const { revision } = await edit({ logoText: 'New' });
    await saveByApi({ labelColor: 'red' });
    expect(await codeOf(publish(revision))).toMatchObject({ fate: 'published', who: 'PassSource API' });
    expect(await published()).toMatchObject({ labelColor: 'red' });
    await saveByApi({ labelColor: 'green' });
    expect(await codeOf(publish(revision, { seen: 2 }))).toMatchObject({ fate: 'published' });
    expect(await publish(revision, { seen: 3 })).toMatchObject({ version: 4 });
    expect(await published()).toMatchObject({ logoText: 'New' });
    expect((await published()).labelColor).toBeUndefined();
  });

  test('while others save and publish at the same moment loses nothing', async () => {
    const { revision } = await edit({ logoText: 'New' });
    const outcomes = await Promise.all([
      codeOf(publish(revision)),
      codeOf(edit({ labelColor: 'red' }, { revision, caller: bobs })),
      codeOf(publish(revision)),
    ]);
    const done = outcomes.filter((each) => each === null);
    expect(done.length).toBeGreaterThanOrEqual(1);
    const { draft, published: now } = await open();
    // Either the draft was published as it was seen, or it was edited and is still there.
    if (draft === null) expect(now).toMatchObject({ logoText: 'New' });
    else expect(draft.passConstructor).toMatchObject({ logoText: 'New', labelColor: 'red' });
    expect((await versions()).length).toBe(draft === null ? 2 : 1);
  });
});

describe('the pages of a draft', () => {
  test('say on every page of the card what is not published yet', async () => {
    expect(await page('')).not.toContain('Draft:');
    await edit({ logoText: 'New', labelColor: 'red' });
    for (const path of ['', '/news', '/send', '/code', '/versions']) {
      expect(await page(path), path).toContain('Draft: 2 changes by you ,');
    }
    expect(textOf(await owner.page('/cards'))).toContain('Draft changes');
    expect(textOf(await owner.page(`/cards/${hash}`, 'de'))).toContain('Entwurf: 2 Änderungen von Ihnen ,');
    await edit({ logoText: 'Newer' }, { caller: bobs });
    expect(await page('')).toContain(`Draft: 2 changes by ${bob.member.email} ,`);
    const see = await page('/publish');
    expect(see).toContain('The text beside the logo: Bakery → Newer');
    expect(see).toContain('New: the colour of the labels, red');
  });

  test('publish by a form, with a note and a choice whether phones are told', async () => {
    await t.install(await t.pass(hash));
    await edit({
      structure: {
        ...((await published()).structure as JsonObject),
        headerFields: [{ key: 'points', label: 'POINTS', value: 5, changeMessage: 'You have %@ points' }],
      },
    });
    const html = await owner.page(`/cards/${hash}/publish`);
    expect(textOf(html)).toContain('You have 5 points');
    expect(textOf(html)).toContain('Publish to 1 phone');
    const sent = await owner.post(`/cards/${hash}/publish`, {
      revision: field(html, 'revision'),
      seen: field(html, 'seen'),
      notice: '1',
      note: 'Five to begin with',
    });
    expect(sent.status).toBe(303);
    const list = new URL(sent.headers.get('location')!, `http://passes.test/cards/${hash}/publish`);
    expect(list.pathname).toBe(`/cards/${hash}/versions`);
    const said = textOf(await owner.page(list.pathname + list.search));
    expect(said).toContain('Version 2 is published. 1 phone is being told.');
    expect(said).toContain('Version 2 published now');
    expect(said).toContain('by you Five to begin with POINTS: 0 → 5');
    expect(said).toContain('by PassSource API The first version.');
    await t.deliver();
  });

  test('show a form again that somebody else has overtaken, with what was typed', async () => {
    const { revision } = await edit({ logoText: 'New' });
    await edit({ logoText: 'Newer' }, { caller: bobs });
    const again = await owner.post(`/cards/${hash}/publish`, { revision, notice: '1', note: 'My note' });
    expect(again.status).toBe(409);
    const html = await again.text();
    expect(textOf(html)).toContain(`the draft of this card was changed by ${bob.member.email}`);
    expect(field(html, 'revision')).toBe((await open()).revision);
    expect(html).toContain('value="My note"');
    const long = await owner.post(`/cards/${hash}/publish`, {
      revision: field(html, 'revision'),
      note: 'x'.repeat(LONGEST_NOTE + 1),
    });
    expect(long.status).toBe(400);
    expect(textOf(await long.text())).toContain(`A note has at most ${LONGEST_NOTE} characters.`);
    expect(await versions()).toHaveLength(1);
  });

  test('ask before they undo what others published, and take it into the draft', async () => {
    const { revision } = await edit({ logoText: 'New', labelColor: 'red' });
    await saveByApi({ labelColor: 'green', organizationName: 'Another name' });
    const html = await owner.page(`/cards/${hash}/publish`);
    const said = textOf(html);
    expect(said).toContain('Since this draft began, version 2 was published by PassSource API. That changed:');
    expect(said).toContain('The name of the shop: “Corner Bakery” → “Another name”');
    expect(said).toContain('its values stay: the colour of the labels');
    const refused = await owner.post(`/cards/${hash}/publish`, { revision, seen: field(html, 'seen'), note: '' });
    expect(refused.status).toBe(409);
    expect(textOf(await refused.text())).toContain('Take the changes of others into the draft first');
    const renewed = await owner.post(`/cards/${hash}/publish/renew`, { revision });
    expect(renewed.status).toBe(303);
    expect(await open()).toMatchObject({
      draft: { baseVersion: 2 },
      passConstructor: { logoText: 'New', labelColor: 'red', organizationName: 'Another name' },
    });
    expect(await page('/publish?done=renewed')).toContain('The draft now has what others published.');
    expect(await page('/publish')).not.toContain('Since this draft began');
    const stale = await owner.post(`/cards/${hash}/publish/renew`, { revision });
    expect(stale.status).toBe(409);
    const { revision: now } = await open();
    expect((await owner.post(`/cards/${hash}/publish`, { revision: now })).status).toBe(303);
    expect(await published()).toMatchObject({ labelColor: 'red', organizationName: 'Another name' });
  });

  test('have no draft any more where others published the same', async () => {
    const { revision } = await edit({ logoText: 'New' });
    await saveByApi({ logoText: 'New' });
    expect((await owner.post(`/cards/${hash}/publish/renew`, { revision })).status).toBe(303);
    expect((await open()).draft).toBeNull();
    expect(await page('/publish?done=renewed')).toContain('There is no draft');
  });

  test('publish over the changes of others where somebody says so', async () => {
    const { revision } = await edit({ logoText: 'New' });
    await saveByApi({ labelColor: 'green' });
    const sent = await owner.post(`/cards/${hash}/publish`, { revision, seen: '2', replace: '1' });
    expect(sent.status).toBe(303);
    expect((await published()).labelColor).toBeUndefined();
  });

  test('throw a draft away once somebody has seen what goes', async () => {
    const { revision } = await edit({ logoText: 'New' });
    expect(await page('/discard')).toContain('The text beside the logo: Bakery → New');
    const stale = await owner.post(`/cards/${hash}/discard`, { revision: '1.0' });
    expect(stale.status).toBe(409);
    const sent = await owner.post(`/cards/${hash}/discard`, { revision });
    expect(sent.headers.get('location')).toBe('versions?discarded=1');
    expect((await open()).draft).toBeNull();
    expect(await page('/versions?discarded=1')).toContain('The draft was thrown away.');
    expect(await page('/publish')).toContain('There is no draft');
    expect(await page('/discard')).toContain('There is no draft');
  });

  test('refuse forms of other sites', async () => {
    const { revision } = await edit({ logoText: 'New' });
    for (const path of ['publish', 'publish/renew', 'discard', 'versions/1/restore']) {
      const forged = { origin: 'https://evil.example' };
      const answer = await sendForm(t, `/cards/${hash}/${path}`, bob.cookie, { revision }, forged);
      expect(answer.status, path).toBe(403);
    }
    expect((await open()).revision).toBe(revision);
  });
});
