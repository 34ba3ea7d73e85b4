// The pictures of the manual: each page that it speaks of, in both languages, with a shop that has
// customers, tills and people. `npm run manual` takes the pictures anew; a usual run looks only
// whether the pages are there.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { HELP_SLUGS, type HelpSlug } from '../../src/http/help/pages.ts';
import { PICTURE } from '../../src/http/help/pictures.ts';
import { ownerOf } from '../../src/operations/access/caller.ts';
import { editDraft, openDraft } from '../../src/operations/templates/drafts.ts';
import { startCard } from '../../src/operations/templates/start-card.ts';
import { editCard } from '../../src/rules/recipes/card-edit.ts';
import { readAnswers, withRecipe } from '../../src/rules/recipes/recipe.ts';
import { RECIPES } from '../../src/rules/recipes/table.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { de } from '../../src/ui/texts/de/index.ts';
import { en, type Texts } from '../../src/ui/texts/en/index.ts';
import type { TestApp } from '../fixtures/open-app.ts';
import { openPages, type Pages, SIZES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'src', 'http', 'help', 'pictures');
/** Wide enough for the rail at the side; the picture is the part beside it. */
const VIEWPORT = { width: 1100, height: 733 };

async function keep(page: Page, language: string, slug: string): Promise<void> {
  if (process.env.MANUAL === undefined) return;
  const picture = await page.screenshot({ animations: 'disabled' });
  await mkdir(join(FOLDER, language), { recursive: true });
  const webp = await sharp(picture)
    .resize(PICTURE.width * 1.5, PICTURE.height * 1.5, { fit: 'cover', position: 'top' })
    .webp({ quality: 72 })
    .toBuffer();
  await writeFile(join(FOLDER, language, `${slug}.webp`), webp);
}

/** A points card as its owner makes one, with a text on its back that changes for everybody. */
async function newCard({ app, call, clientHash, owner }: TestApp, shop: string, texts: Texts): Promise<string> {
  const start = { job: 'points', words: texts.recipes.card, examples: await readExamples() } as const;
  const templateName = `${texts.cards.jobs.points.name} ${shop}`;
  const caller = ownerOf(owner);
  const hash = await startCard(app.context, caller, start, { templateName, shop, colour: '#1f5f6b', logo: null });
  // Images that a change does not name stay.
  const { images: _, ...card } = (await openDraft(app.context, caller, hash)).passConstructor;
  await call('insertUpdateTemplate', { clientHash, templateHash: hash, passConstructor: withNews(card, texts) });
  return hash;
}

function withNews(card: JsonObject, { news }: Texts): JsonObject {
  const edit = editCard(card);
  const path = edit.addField(['backFields'], {
    key: 'news',
    label: news.title,
    value: '',
    changeMessage: '%@',
  });
  edit.addSpecial('psPortalUpdatePaths', path);
  return edit.passConstructor();
}

/** A draft to publish: the card becomes a punch card as well. */
async function addVisits({ app, owner }: TestApp, hash: string, { recipes }: Texts): Promise<void> {
  const caller = ownerOf(owner);
  const { revision } = await openDraft(app.context, caller, hash);
  const questions = RECIPES.visits.questions({}, recipes.card);
  const { answers } = readAnswers(RECIPES.visits, questions, {}, 'UTC');
  const edit = (card: JsonObject) => withRecipe(RECIPES.visits, card, answers, recipes.card);
  await editDraft(app.context, caller, hash, { revision, edit });
}

/** Sends a form as the page that is logged in would. */
async function post(page: Page, root: string, path: string, form: Record<string, string>): Promise<void> {
  const headers = { origin: root, 'sec-fetch-site': 'same-origin' };
  const answer = await page.request.post(root + path, { form, headers, maxRedirects: 0 });
  expect([path, answer.status()]).toEqual([path, 303]);
}

describe.skipIf(WITHOUT_BROWSER)('The manual', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages({ examples: await readExamples() });
  });
  afterAll(() => pages?.close());

  test.each([
    ['en', 'en-GB', en, ['Ada Byron', 'Grace Hopper', 'Alan Turing']],
    ['de', 'de-DE', de, ['Emmy Noether', 'Konrad Zuse', 'Clara Immerwahr']],
  ])('has a page in sight for each of its pages (%s)', async (language, locale, texts, names) => {
    const { t, root } = pages;
    const { page, close } = await pages.open({
      viewport: VIEWPORT,
      deviceScaleFactor: 1.5,
      locale,
      colorScheme: 'light',
    });
    await logIn(page, root);

    const shop = language === 'de' ? 'Bäckerei Lindner' : 'Corner Bakery';
    const hash = await newCard(t, shop, texts);
    const passes: string[] = [];
    for (const name of names) {
      const pass = await t.pass(hash, { structure_secondaryFields_name_value: name });
      passes.push(pass);
      await t.install(pass);
      await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
    }
    const ofCard = `/cards/${hash}`;
    await addVisits(t, hash, texts);
    await post(page, root, '/tills/new', { name: texts === de ? 'Theke' : 'Counter', scope: 'all', mayUndo: 'true' });
    await post(page, root, '/settings/people/invite', { email: `${language}@example.com`, role: 'counter' });
    const scenes: Readonly<Record<HelpSlug, string>> = {
      'first-card': '/cards/new',
      rules: `${ofCard}/rules/recipes/stamps#preview`,
      try: `${ofCard}/try?event=onScan&pass=${passes[0]}#result`,
      publish: `${ofCard}/publish`,
      'give-away': `${ofCard}/send`,
      customers: `/customers/${passes[0]}`,
      tills: '/tills',
      news: `${ofCard}/news`,
      people: '/settings/people',
      settings: '/settings/certificate',
      google: '/settings/google',
    };
    for (const slug of HELP_SLUGS) {
      const answer = await page.goto(root + scenes[slug]);
      expect([slug, answer?.status()]).toEqual([slug, 200]);
      await page.locator('#content').waitFor();
      await keep(page, language, slug);
    }
    await close();
  });

  test.each(Object.entries(SIZES))('is easy to read (%s)', async (size, viewport) => {
    const { page, complaints, close } = await pages.open({ viewport });
    for (const path of ['', ...HELP_SLUGS.map((slug) => `/${slug}`)]) {
      await page.goto(`${pages.root}/help${path}`);
      expect(await faultsOf(page, 0), path).toEqual([]);
      if (path === '/rules') await keepScreenshot(page, `help-${size}`);
    }
    expect(complaints).toEqual([]);
    await close();
  });
});
