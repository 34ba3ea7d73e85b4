// A card's news (the guide, "Template Portal" and "Push notifications to installed users"): what the
// form offers, what it writes, whom it tells, and what it refuses.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUSH } from '../../src/rules/passes/facts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const NEWS = 'structure_backFields_news_value';
let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const back = (news: unknown, more: JsonObject = {}) =>
  ({ backFields: [{ key: 'news', label: 'Latest News', value: news, ...more }] }) as JsonObject;
const card = (
  additional: JsonObject = { psPortalUpdatePaths: NEWS },
  structure = back('Old', { changeMessage: '%@' }),
) =>
  t.template(
    pointsTemplate({ structure: { ...(pointsTemplate().structure as JsonObject), ...structure }, additional }),
  );
const stored = async (hash: string) => {
  const { template } = (await t.app.context.store.templateByHash(hash))!;
  const passConstructor = (await t.app.context.store.templateVersion(template.id, template.version))!;
  return { template, passConstructor: passConstructor as any };
};
const newsIn = (passConstructor: any) => passConstructor.structure.backFields[0].value;
const pushes = async () => (await t.jobs()).filter(({ kind }) => kind === 'push_template');
const send = (hash: string, fields: Record<string, string>) => owner.post(`/cards/${hash}/news`, fields);

describe('the tutorial of the guide', () => {
  test('a back field, a changeMessage, psPortalUpdatePaths, and the new message reaches the passes', async () => {
    const hash = await card();
    const pass = await t.install(await t.pass(hash));
    const before = await stored(hash);
    const page = await owner.page(`/cards/${hash}/news`);
    expect(textOf(page)).toContain('Latest News');
    expect(textOf(page)).toContain('Send to 1 card on a phone');

    const sent = await send(hash, { [NEWS]: 'Cake on Sunday at half price', [`was:${NEWS}`]: 'Old' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '?done=sent']);
    const { template, passConstructor } = await stored(hash);
    expect(newsIn(passConstructor)).toBe('Cake on Sunday at half price');
    expect(passConstructor.structure.backFields[0].changeMessage).toBe('%@');
    expect(template.version).toBe(before.template.version + 1);
    // Access type 5, and a push of all its passes, in the commit of the new version.
    expect(await t.app.context.store.lastOfTemplate(template.id, PUSH)).toBe(t.now());
    expect((await pushes()).map(({ subjectId }) => subjectId)).toContain(template.id);
    expect((await t.events(pass)).filter(({ accessType }) => accessType === PUSH)).toHaveLength(1);

    const waiting = await owner.page(`/cards/${hash}/news?done=sent`);
    expect(textOf(waiting)).toContain('the phones are being told');
    expect(textOf(waiting)).toContain('0 phones are told so far; 1 card is on phones.');
    const part = await owner.page(`/cards/${hash}/push`);
    expect(part).toMatch(/^<div class="pushStatus" id="push"[^>]* data-push="\/cards\//);
    await t.deliver();
    expect(await owner.page(`/cards/${hash}/push`)).not.toContain('data-push');
    expect(textOf(await owner.page(`/cards/${hash}/news`))).toContain('All phones that had the card were told (');
    expect(await t.file(pass)).toBeInstanceOf(Uint8Array);
    const [entry] = await t.app.context.store.auditOf(t.owner.id, { before: Number.MAX_SAFE_INTEGER, count: 1 });
    expect(entry).toMatchObject({
      what: 'card.news',
      before: { [NEWS]: 'Old' },
      after: { [NEWS]: 'Cake on Sunday at half price' },
    });
  });

  test('one text is also on the overview; several are on their own page, in the order of the paths', async () => {
    const one = await card();
    expect(await owner.page(`/cards/${one}`)).toContain(`name="${NEWS}"`);
    const two = await card({ psPortalUpdatePaths: `logoText, ${NEWS},logoText`, note: 'x' });
    expect(await owner.page(`/cards/${two}`)).not.toContain(`name="${NEWS}"`);
    const page = await owner.page(`/cards/${two}/news`);
    const names = [...page.matchAll(/ name="(logoText|structure_[^"]*)"/g)].map(([, name]) => name);
    expect(names).toEqual(['logoText', NEWS]);
  });
});

describe('the form', () => {
  test('each text has a field of its kind, under its PSLabel', async () => {
    const hash = await card({
      psPortalUpdatePaths: `${NEWS},level,open,points,backgroundColor`,
      level: { PSValue: 'silver', PSLabel: 'Level', PSOptions: { Silver: 'silver', Gold: 'gold' } },
      open: { PSValue: true, PSLabel: 'Open today', PSAttributeType: 'PSAttributeTypeCheckbox' },
      points: { PSValue: 5, PSLabel: 'Start with', PSAttributeType: 'PSAttributeTypeStepper', PSStepAmount: 5 },
    });
    const page = await owner.page(`/cards/${hash}/news`);
    for (const label of ['Latest News', 'Level', 'Open today', 'Start with'])
      expect(page).toContain(`<bdi>${label}</bdi>`);
    expect(page).toMatch(new RegExp(`<textarea[^>]* name="${NEWS}"`));
    expect(page).toMatch(/<select[^>]* name="level"/);
    expect(page).toMatch(/<input[^>]* name="open"[^>]* type="checkbox"/);
    expect(page).toContain('data-step="5"');
    const sent = await send(hash, {
      ...{ [NEWS]: 'Old', [`was:${NEWS}`]: 'Old', level: 'gold', 'was:level': 'silver' },
      ...{ open: 'false', 'was:open': 'true', points: '10', 'was:points': '5' },
    });
    expect(sent.headers.get('location')).toBe('?done=sent');
    const { passConstructor } = await stored(hash);
    expect(newsIn(passConstructor)).toBe('Old');
    // What a PSAttribute says besides its value stays, and a number stays a number.
    expect(passConstructor.additional.level).toEqual({
      PSValue: 'gold',
      PSLabel: 'Level',
      PSOptions: { Silver: 'silver', Gold: 'gold' },
    });
    expect([passConstructor.additional.open.PSValue, passConstructor.additional.points.PSValue]).toEqual([false, 10]);
  });

  test('says how many passes keep a text of their own, whole fields included', async () => {
    const hash = await card();
    await t.pass(hash, { [NEWS]: 'Mine' });
    await t.pass(hash, { [NEWS]: 'Mine too' });
    await t.pass(hash);
    expect(textOf(await owner.page(`/cards/${hash}/news`))).toContain(
      '2 cards have a text of their own here and keep it.',
    );
    expect(textOf(await owner.page(`/cards/${hash}/news`, 'de'))).toContain('2 Karten haben hier einen eigenen Text');
    const other = await card();
    expect(textOf(await owner.page(`/cards/${other}/news`))).not.toContain('of their own');
  });

  test('shows what lock screens say, and that a field without a changeMessage is silent', async () => {
    const loud = await card(undefined, back('Old', { changeMessage: 'News: %@' }));
    expect(textOf(await owner.page(`/cards/${loud}/news`))).toContain('Lock screens say News: Old');
    const silent = await card(undefined, back('Old'));
    const page = await owner.page(`/cards/${silent}/news`);
    expect(textOf(page)).toContain('Phones change the card without a word');
    const spoken = await owner.post(`/cards/${silent}/news/choose`, { path: NEWS });
    expect([spoken.status, spoken.headers.get('location')]).toEqual([303, '../news?done=chosen']);
    const { passConstructor } = await stored(silent);
    expect(passConstructor.structure.backFields[0]).toMatchObject({ value: 'Old', changeMessage: '%@' });
    expect(passConstructor.additional.psPortalUpdatePaths).toBe(NEWS);
  });

  test('a text that did not change tells nobody', async () => {
    const hash = await card();
    const before = await stored(hash);
    const jobs = (await pushes()).length;
    const sent = await send(hash, { [NEWS]: 'Old', [`was:${NEWS}`]: 'Old' });
    expect(sent.headers.get('location')).toBe('?done=unchanged');
    expect((await stored(hash)).template).toEqual(before.template);
    expect(await pushes()).toHaveLength(jobs);
    expect(await t.app.context.store.lastOfTemplate(before.template.id, PUSH)).toBeNull();
    expect(textOf(await owner.page(`/cards/${hash}/news?done=unchanged`))).toContain('no phone was told');
    expect(textOf(await owner.page(`/cards/${await card()}/news?done=sent`))).toContain('No phone has the card');
  });

  test('a text that somebody else changed meanwhile is not overwritten, and what was typed stays', async () => {
    const hash = await card();
    await send(hash, { [NEWS]: 'First', [`was:${NEWS}`]: 'Old' });
    const late = await send(hash, { [NEWS]: 'Second', [`was:${NEWS}`]: 'Old' });
    expect(late.status).toBe(400);
    const page = await late.text();
    expect(textOf(page)).toContain('Latest News was changed by somebody else meanwhile and is First now.');
    expect(page).toContain('\nSecond</textarea>');
    expect(newsIn((await stored(hash)).passConstructor)).toBe('First');
    // Sending the shown form again confirms the text.
    const again = await send(hash, { [NEWS]: 'Second', [`was:${NEWS}`]: 'First' });
    expect(again.headers.get('location')).toBe('?done=sent');
  });

  test.each([
    ['a number that is none', { points: 'many', 'was:points': '5' }, 'Start with must be a number, such as 2.5.'],
    ['a colour that is none', { backgroundColor: 'blueish', 'was:backgroundColor': '' }, 'backgroundColor'],
    ['a path that is not offered', { foregroundColor: 'red' }, 'foregroundColor is not among the psPortalUpdatePaths'],
  ])('%s is refused with its field, and nothing is sent', async (_, fields, message) => {
    const hash = await card(
      {
        psPortalUpdatePaths: `${NEWS},points,backgroundColor`,
        points: { PSValue: 5, PSLabel: 'Start with' },
      },
      back('Old'),
    );
    const before = await stored(hash);
    const refused = await send(hash, { [NEWS]: 'New', [`was:${NEWS}`]: 'Old', ...(fields as Record<string, string>) });
    expect(refused.status).toBe(400);
    const page = await refused.text();
    expect(textOf(page)).toContain(message);
    expect(textOf(page)).toContain('Nothing was sent.');
    expect(page).toContain('\nNew</textarea>');
    expect(await stored(hash)).toEqual(before);
  });

  test('a picture is uploaded, drawn anew and shown', async () => {
    const hash = await card({ psPortalUpdatePaths: 'images_strip' });
    const { default: sharp } = await import('sharp');
    const file = await sharp({ create: { width: 375, height: 144, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const form = new FormData();
    form.append('images_strip', new Blob([new Uint8Array(file)], { type: 'image/jpeg' }), 'strip.jpg');
    const sent = await owner.post(`/cards/${hash}/news`, form);
    expect(sent.headers.get('location')).toBe('?done=sent');
    const { passConstructor } = await stored(hash);
    expect(passConstructor.images.strip).toMatch(/^[0-9a-f]{64}$/);
    expect(await owner.page(`/cards/${hash}/news`)).toMatch(/<img class="present" src="\/images\//);
    // A form without a choice of a file changes nothing.
    const empty = new FormData();
    empty.append('images_strip', new Blob([]), '');
    expect((await owner.post(`/cards/${hash}/news`, empty)).headers.get('location')).toBe('?done=unchanged');
  });
});

describe('a card without news', () => {
  test('offers the texts of its back; the chosen one is the news', async () => {
    const hash = await card({}, back('Old'));
    const page = await owner.page(`/cards/${hash}/news`);
    expect(textOf(page)).toContain('This card has no news yet');
    expect(page).toContain(`value="${NEWS}"`);
    await owner.post(`/cards/${hash}/news/choose`, { path: NEWS });
    expect(textOf(await owner.page(`/cards/${hash}/news?done=chosen`))).toContain('Chosen. Write the first news now.');
    const sent = await send(hash, { [NEWS]: 'Hello', [`was:${NEWS}`]: 'Old' });
    expect(sent.headers.get('location')).toBe('?done=sent');
    const refused = await owner.post(`/cards/${hash}/news/choose`, { path: 'backgroundColor' });
    expect(refused.status).toBe(400);
  });

  test('says what to add where the back is empty, and names paths that the card lacks', async () => {
    const hash = await t.template(
      pointsTemplate({ additional: { psPortalUpdatePaths: 'structure_backFields_newz_value' } }),
    );
    const page = textOf(await owner.page(`/cards/${hash}/news`));
    expect(page).toContain('psPortalUpdatePaths names what this card does not have: structure_backFields_newz_value');
    expect(page).toContain('back has no text that is the same for everybody');
  });
});

test('only people of the account send news, and no other site does', async () => {
  const hash = await card();
  const fields = { [NEWS]: 'Spam', [`was:${NEWS}`]: 'Old' };
  const signedOut = await t.fetch(`/cards/${hash}/news`, { method: 'POST', body: new URLSearchParams(fields) });
  expect([signedOut.status, signedOut.headers.get('location')]).toEqual([303, `/?next=%2Fcards%2F${hash}%2Fnews`]);
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  expect((await owner.post(`/cards/${hash}/news`, fields, headers)).status).toBe(403);
  await t.account('bob@example.com');
  const other = await ownersBrowser(t, { ...OWNER, email: 'bob@example.com' });
  for (const path of [
    '',
    '/news',
    '/send',
    '/passes',
    '/export',
    '/push',
    '/send/qr.png',
    '/send/qr.svg',
    '/send/poster.pdf',
  ]) {
    expect([path, (await other.get(`/cards/${hash}${path}`)).status]).toEqual([path, 403]);
  }
  for (const path of ['/news', '/update', '/news/choose']) {
    expect([path, (await other.post(`/cards/${hash}${path}`, { path: NEWS, ...fields })).status]).toEqual([path, 403]);
  }
  expect(newsIn((await stored(hash)).passConstructor)).toBe('Old');
});
