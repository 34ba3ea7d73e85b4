// Recipes in the owner's pages: the tiles, the questions with what the answers would do, and the draft
// that they end up in. Also new cards by the job that they do.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { RECIPE_NAMES } from '../../src/rules/recipes/recipe.ts';
import { stored } from '../fixtures/http/stored.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp({ examples: await readExamples() });
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const hidden = (page: string, name: string) => {
  const value = new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
  return value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
};
const draftOf = async (hash: string) => {
  const { template } = (await t.app.context.store.templateByHash(hash))!;
  return t.app.context.store.draftOf(template.id);
};
/** Opens a recipe with some answers, and adds what the page shows. */
const add = async (hash: string, name: string, answers: Record<string, string> = {}) => {
  const address = `/cards/${hash}/rules/recipes/${name}`;
  const page = await owner.page(`${address}?${new URLSearchParams(answers)}`);
  const fields = { ...answers, revision: hidden(page, 'revision'), seen: hidden(page, 'seen') };
  return owner.post(address, fields);
};

describe('recipes', () => {
  test('are thirteen tiles, each with a page that says what it does and draws the card', async () => {
    const hash = await t.template(pointsTemplate());
    const list = await owner.page(`/cards/${hash}/rules/recipes`);
    for (const name of RECIPE_NAMES) {
      expect(list).toContain(`href="/cards/${hash}/rules/recipes/${name}"`);
      const answers = { from: '2026-12-01T16:00', until: '2026-12-01T17:00', address: 'https://shop.example/' };
      const page = await owner.page(`/cards/${hash}/rules/recipes/${name}?${new URLSearchParams(answers)}`);
      expect([name, textOf(page).includes('What it does'), page.includes('recipePreview')]).toEqual([name, true, true]);
    }
  });

  test('go into the draft and not onto a phone; the same in German', async () => {
    const hash = await t.template(pointsTemplate(), { templateName: 'Draft of a recipe' });
    const before = (await t.call('templateInfo', { clientHash: t.clientHash, templateHash: hash })).passConstructor;
    const added = await add(hash, 'stamps', { count: '5', reward: 'One loaf', start: '1' });
    expect([added.status, added.headers.get('location')]).toEqual([303, `/cards/${hash}/rules?added=stamps`]);
    const draft = (await draftOf(hash))!;
    expect(JSON.stringify(draft.passConstructor)).toContain('You have %@ of 5 stamps');
    expect((await t.call('templateInfo', { clientHash: t.clientHash, templateHash: hash })).passConstructor).toEqual(
      before,
    );
    const german = textOf(await owner.page(`/cards/${hash}/rules/recipes/stamps`, 'de'));
    expect(german).toContain('Wenn eine Karte gescannt wird');
    // A second stamp card stands beside the first one.
    expect(german).toContain('STEMPEL');
  });

  test('with answers that nobody has seen are shown before they are added', async () => {
    const hash = await t.template(pointsTemplate());
    const address = `/cards/${hash}/rules/recipes/visits`;
    const page = await owner.page(address);
    const sent = {
      revision: hidden(page, 'revision'),
      seen: hidden(page, 'seen'),
      count: '3',
      label: 'SWIMS',
      none: 'No',
    };
    const shown = await owner.post(address, sent);
    expect(shown.status).toBe(200);
    const next = await shown.text();
    expect(textOf(next)).toContain('The answers have changed.');
    expect(textOf(next)).toContain('take 1 away from SWIMS');
    expect(await draftOf(hash)).toBe(null);
    expect((await owner.post(address, { ...sent, seen: hidden(next, 'seen') })).status).toBe(303);
    expect(JSON.stringify((await draftOf(hash))!.passConstructor)).toContain('SWIMS');
  });

  test.each([
    ['stamps', { count: '1', reward: 'One <loaf>', start: '0' }, 'Give a whole number from 2 to 100.', 'count'],
    ['stamps', { count: '5', reward: '', start: '0' }, 'Give an answer.', 'reward'],
    ['stamps', { count: '5', reward: 'x', start: '7' }, 'more than the answer to “With how many stamps', 'count'],
    ['tell', { address: 'shop' }, 'Give an address that begins with https://', 'address'],
    ['period', { from: '2026-12-01T16:00', until: '' }, 'Give a day and a time.', 'until'],
  ])('%s with %o are shown again, and nothing is stored', async (name, answers, said, field) => {
    const hash = await t.template(pointsTemplate());
    const before = stored(t);
    const address = `/cards/${hash}/rules/recipes/${name}`;
    const refused = await owner.post(address, { ...answers, revision: '1.0', seen: '' });
    const page = await refused.text();
    expect([refused.status, textOf(page).includes(said), page.includes(`href="#${field}"`)]).toEqual([400, true, true]);
    if ('reward' in answers && answers.reward !== '')
      expect(page).toContain(answers.reward.replace('<', '&lt;').replace('>', '&gt;'));
    expect(stored(t)).toEqual(before);
  });

  test('on a card that somebody has changed meanwhile add nothing, and say so', async () => {
    const hash = await t.template(pointsTemplate());
    const page = await owner.page(`/cards/${hash}/rules/recipes/ticket`);
    expect((await add(hash, 'visits')).status).toBe(303);
    const fields = { revision: hidden(page, 'revision'), seen: hidden(page, 'seen') };
    const refused = await owner.post(`/cards/${hash}/rules/recipes/ticket`, fields);
    expect(refused.status).toBe(409);
    expect(textOf(await refused.text())).toContain('Nothing was saved: the draft of this card was changed by you');
    expect(JSON.stringify((await draftOf(hash))!.passConstructor)).not.toContain('admittedAt');
  });

  test('take values of the card by their labels', async () => {
    const hash = await t.template(pointsTemplate());
    await add(hash, 'ticket', { welcome: 'Hello {Name}!', used: 'Used at {Time of admission}', after: 'same' });
    const texts = JSON.stringify((await draftOf(hash))!.passConstructor);
    expect(texts).toContain('Hello {structure_secondaryFields_name_value}!');
    expect(texts).toContain('Used at {admittedAt}');
    const page = await owner.page(`/cards/${hash}/rules/recipes/ticket`);
    expect(page).toContain('data-value="structure_secondaryFields_name_value"');
    expect(page).not.toContain(t.clientHash);
  });

  test('that are none are not found', async () => {
    const hash = await t.template(pointsTemplate());
    expect((await owner.get(`/cards/${hash}/rules/recipes/cake`)).status).toBe(404);
    expect((await owner.get('/cards/00000000/rules/recipes')).status).toBe(404);
  });
});

describe('a new card by its job', () => {
  test('has the owner’s language, name and colour, and its rules run at once', async () => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ job: 'stamp', shop: 'Bäckerei Lindner', colour: '#203040' })) {
      data.append(name, value);
    }
    const made = await owner.post('/cards/new', data, { 'accept-language': 'de' });
    const hash = /\/cards\/([\w-]+)/.exec(made.headers.get('location') ?? '')?.[1] ?? '';
    const { passConstructor } = await t.call('templateInfo', { clientHash: t.clientHash, templateHash: hash });
    expect(passConstructor).toMatchObject({
      description: 'Stempelkarte von Bäckerei Lindner',
      organizationName: 'Bäckerei Lindner',
      backgroundColor: 'rgb(32, 48, 64)',
      foregroundColor: 'rgb(255, 255, 255)',
    });
    // The picture is that of the example, in the new colour.
    expect(Object.keys(passConstructor.images)).toEqual(['strip']);
    expect((await t.app.context.store.templateByHash(hash))!.template).toMatchObject({
      name: 'Stempelkarte Bäckerei Lindner',
      triggersPaused: false,
    });
    const pass = await t.pass(hash);
    const scan = { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 };
    expect(await t.call('trackPassAccess', scan)).toMatchObject({ scanText: 'Stempel 1 von 10' });
  });

  test('is one of six, drawn in each language; any other is not found', async () => {
    const page = textOf(await owner.page('/cards/new', 'de'));
    for (const word of [
      'Stempelkarte',
      'Punktekarte',
      'Geschenkkarte',
      'Eintrittskarte',
      'Gutschein',
      'Mitgliedskarte',
    ]) {
      expect(page).toContain(word);
    }
    expect(page).toContain('STEMPEL');
    expect((await owner.get('/cards/new?job=cake')).status).toBe(404);
  });
});
