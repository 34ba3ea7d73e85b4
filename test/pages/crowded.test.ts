// What Wallet leaves out and cuts: lint names the parts that the drawing lacks, and the drawing is whole at every width.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lintTemplate } from '../../src/operations/templates/lint-template.ts';
import { FRONT_GROUPS } from '../../src/rules/passes/fit.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { openPages, overflow, type Pages, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { CROWDED } from '../fixtures/pages/crowded.ts';
import { GALLERY } from '../fixtures/pages/gallery.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { sharedPictures } from '../fixtures/pictures/shared-pictures.ts';

const pathOf = (pass: string) => `/pass/create.php?hashedSerialNumber=${pass}`;
const NAMES = Object.keys(CROWDED);

/** The texts of the front that have a place of their own, with their paths. */
function textsOf({ logoText, structure }: any): Map<string, string> {
  const texts = new Map<string, string>();
  if (logoText !== undefined) texts.set('logoText', logoText);
  for (const group of FRONT_GROUPS) {
    for (const { key, label, value } of structure[group] ?? []) {
      texts.set(`structure_${group}_${key}_label`, label);
      texts.set(`structure_${group}_${key}_value`, String(value));
    }
  }
  return texts;
}

describe('lint and the drawing', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await openTestApp();
  });
  afterAll(() => t.close());

  const linted = async (passConstructor: JsonObject, code: string) =>
    (await lintTemplate(sharedPictures(), passConstructor)).filter((one) => one.code === code).map(({ path }) => path);

  /** The lines that the page of a pass draws on its front: the text of each, and whether it is cut. */
  const drawn = async (passConstructor: JsonObject) => {
    const html = await (await t.fetch(pathOf(await t.pass(await t.template(passConstructor))))).text();
    const front = html.slice(html.indexOf('<article'), html.indexOf('</article>'));
    return [...front.matchAll(/<span class="line( cut)?"[^>]*>([^<]*)</g)].map(([, cut, text]) => ({
      text: text!,
      isCut: cut !== undefined,
    }));
  };

  test.each(NAMES)('name the same parts: %s', async (name) => {
    const { passConstructor, leftOut = [], cut = [] } = CROWDED[name]!;
    const lines = await drawn(passConstructor);
    const lacking = [...textsOf(passConstructor)]
      .filter(([path, text]) => path.endsWith('_value') && !lines.some((line) => line.text === text))
      .map(([path]) => path.split('_').slice(1, 3).join('/'));
    expect(
      (await linted(passConstructor, 'fields_left_out')).map((path) => path.split('_').slice(1).join('/')),
    ).toEqual(leftOut);
    expect(lacking.sort()).toEqual([...leftOut].sort());
    const cutLines = lines.filter(({ isCut }) => isCut).map(({ text }) => text);
    const cutPaths = [...textsOf(passConstructor)].filter(([, text]) => cutLines.includes(text)).map(([path]) => path);
    expect((await linted(passConstructor, 'value_too_long')).sort()).toEqual([...cut].sort());
    expect(cutPaths.sort()).toEqual([...cut].sort());
  });

  test('saving answers the same warnings, with what to do', async () => {
    const { passConstructor } = CROWDED['store card, too many']!;
    const saved = await t.call('insertUpdateTemplate', {
      clientHash: t.clientHash,
      templateName: 'Crowded',
      passConstructor: JSON.stringify(passConstructor),
    });
    expect(saved.warnings).toContainEqual({
      path: 'structure_primaryFields_p2',
      message:
        'Wallet leaves out this field, because it shows at most 1 primaryFields on a storeCard. ' +
        'Move it to backFields or to a row with room, or give it a condition.',
    });
  });
});

describe.skipIf(WITHOUT_BROWSER)('the drawn card', () => {
  let pages: Pages;
  const shown: Record<string, string> = {};
  beforeAll(async () => {
    pages = await openPages();
    const all = { ...GALLERY, ...Object.fromEntries(NAMES.map((name) => [name, CROWDED[name]!.passConstructor])) };
    for (const [name, parts] of Object.entries(all))
      shown[name] = pathOf(await pages.t.pass(await pages.t.template(parts)));
  });
  afterAll(() => pages?.close());

  /** What is wrong on the card that is open, measured in the browser. */
  const faults = () => {
    const front = document.querySelector('.front')!;
    const card = front.getBoundingClientRect();
    const box = (selector: string) => front.querySelector(selector)?.getBoundingClientRect();
    const wrong: string[] = [];
    const lines = [...front.querySelectorAll<HTMLElement>('.line')];
    for (const line of lines) {
      const isCut = line.scrollWidth > line.clientWidth;
      const text = document.createRange();
      text.selectNodeContents(line);
      // The estimate allows for wider fonts: what it takes for cut may just fit here.
      const isClose = !isCut && text.getBoundingClientRect().width > line.clientWidth * 0.93;
      if (isCut !== line.classList.contains('cut') && !isClose)
        wrong.push(`${isCut ? 'cut' : 'not cut'}: ${line.textContent}`);
      const { left, right, height } = line.getBoundingClientRect();
      if (left < card.left - 0.5 || right > card.right + 0.5) wrong.push(`sticks out: ${line.textContent}`);
      if (height > Number.parseFloat(getComputedStyle(line).fontSize) * 3) wrong.push(`two lines: ${line.textContent}`);
    }
    const code = box('.barcode');
    if (code !== undefined) {
      if (Math.abs(card.bottom - code.bottom) > card.height * 0.05) wrong.push('the code is not at the bottom');
      const lowest = Math.max(
        ...[...front.querySelectorAll('.fields')].map((row) => row.getBoundingClientRect().bottom),
      );
      if (lowest > code.top + 0.5) wrong.push(`fields reach ${lowest - code.top} into the code`);
    }
    // At the far edge of the top, whatever the logo text says.
    const [header, top] = [box('.headerFields'), box('.top')!];
    if (header !== undefined) {
      const isMirrored = getComputedStyle(front).direction === 'rtl';
      if (Math.abs(isMirrored ? header.left - top.left : header.right - top.right) > 1)
        wrong.push('the header has moved');
      if (header.top < top.top - 0.5 || header.bottom > top.bottom + 0.5) wrong.push('the header leaves its row');
    }
    return { wrong, ratio: card.height / card.width, top: (top.height / card.width).toFixed(3) };
  };

  test.each([320, 390, 1280])(
    'is of one height, its code at the bottom, every text on one line (%i pixels)',
    async (width) => {
      const { page, complaints, close } = await pages.open({ viewport: { width, height: 900 } });
      const found: Record<string, unknown> = {};
      const pictures: string[] = [];
      for (const [name, path] of Object.entries(shown)) {
        await page.goto(pages.root + path);
        const { wrong, ratio, top } = await page.evaluate(faults);
        if (Math.abs(ratio - 476 / 376) > 0.01) wrong.push(`a height of ${ratio}`);
        if (top !== '0.133') wrong.push(`a top of ${top}`);
        const wider = await overflow(page);
        if (wider > 0) wrong.push(`${wider} pixels too wide`);
        if (wrong.length > 0) found[name] = wrong;
        if (process.env.SCREENSHOTS !== undefined && CROWDED[name] !== undefined)
          pictures.push((await page.locator('.pass').screenshot()).toString('base64'));
      }
      expect(found).toEqual({});
      expect(complaints).toEqual([]);
      await close();
      if (pictures.length === 0) return;
      const sheet = await pages.open({ viewport: { width: 2000, height: 900 }, bypassCSP: true });
      const images = pictures.map((png) => `<img src="data:image/png;base64,${png}" alt="">`).join('');
      await sheet.page.setContent(`<body style="margin:8px;display:flex;flex-wrap:wrap;gap:8px">${images}`);
      await keepScreenshot(sheet.page, `fronts-${width}`);
      await sheet.close();
    },
  );

  test('an event ticket has primary and secondary fields at the left of its thumbnail, and a strong blur behind', async () => {
    const { page, close } = await pages.open();
    await page.goto(pages.root + shown['event ticket, too many']);
    const box = async (selector: string) => (await page.locator(selector).boundingBox())!;
    const picture = await box('.thumbnail');
    for (const group of ['.primaryFields', '.secondaryFields']) {
      const { x, y, width } = await box(group);
      expect(x + width).toBeLessThanOrEqual(picture.x);
      expect(y).toBeLessThan(picture.y + picture.height);
    }
    expect((await box('.auxiliaryFields >> nth=0')).y).toBeGreaterThanOrEqual(picture.y + picture.height);
    const blur = await page.locator('.background').evaluate((image) => getComputedStyle(image).filter);
    expect(Number(/blur\(([\d.]+)px\)/.exec(blur)?.[1])).toBeGreaterThan(30);
    await close();
  });

  test('Code 128 is wide, and a void card is grey', async () => {
    const { page, close } = await pages.open();
    await page.goto(pages.root + shown['generic with a long code, too many']);
    const code = (await page.locator('.barcode img').boundingBox())!;
    const card = (await page.locator('.front').boundingBox())!;
    expect(code.width / card.width).toBeGreaterThan(0.75);
    expect(code.width / code.height).toBeGreaterThan(3.5);
    expect(await page.locator('.front').evaluate((front) => getComputedStyle(front).filter)).toBe('none');
    await page.goto(pages.root + shown['store card with the least']);
    expect(await page.getByText('No longer valid').isVisible()).toBe(true);
    expect(await page.locator('.front').evaluate((front) => getComputedStyle(front).filter)).toBe('grayscale(1)');
    await close();
  });
});
