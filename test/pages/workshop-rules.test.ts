// Rules as their owner writes them: from "every tenth coffee is free" to a paused rule, on a phone and
// a desktop, by keyboard, and once without scripts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { DESKTOP, openPages, type Pages, PHONE, SIZES, WITHOUT_BROWSER } from '../fixtures/pages/browser.ts';
import { faultsOf, looksWrong } from '../fixtures/pages/faults.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { keepScreenshot } from '../fixtures/pages/screenshot.ts';
import { reachByTab } from '../fixtures/pages/sight.ts';

const POINTS = 'structure_headerFields_points_value';

describe.skipIf(WITHOUT_BROWSER)('rules as sentences', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages?.close());

  const card = (triggers = {}) => pages.t.template(pointsTemplate({ triggers, additional: { note: '' } }));
  const rulesOf = async (hash: string) => {
    const { template } = (await pages.t.app.context.store.templateByHash(hash))!;
    return (await pages.t.app.context.store.draftOf(template.id))?.passConstructor.triggers;
  };
  const TENTH = [
    { action: 'PSActionSetValue', targetPath: 'psScanText', value: 'Free coffee!', PSConditions: `{${POINTS}} !< 10` },
  ];

  test.each(Object.entries(SIZES))('a rule is written, paused and deleted (%s)', async (size, viewport) => {
    const { page, complaints, close } = await pages.open({ viewport });
    await logIn(page, pages.root);
    const hash = await card();
    await page.goto(`${pages.root}/cards/${hash}/rules`);
    expect(await faultsOf(page)).toEqual([]);

    await page.getByRole('link', { name: 'Add a rule' }).click();
    await page.getByRole('heading', { name: 'New rule' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.locator('#row-0-subject').selectOption({ label: 'POINTS' });
    await page.locator('#row-0-test').selectOption({ label: 'is … or more' });
    await page.locator('#row-0-value').fill('10');
    // A chosen verb shows its inputs at once.
    await page.locator('#step-0-verb').selectOption({ label: 'say at the till' });
    await page.getByLabel('The words').fill('Free coffee!');
    const reads = page.getByRole('region', { name: 'Reads' });
    await reads.getByText('When a card is scanned and POINTS is 10 or more: say “Free coffee!” at the till.').waitFor();
    await reads.getByText('Try: a new card → would not apply: POINTS is 0.').waitFor();
    // Parts came at a choice, perhaps long after it on a busy machine, and moved others.
    expect(await looksWrong(page)).toEqual([]);
    await keepScreenshot(page, `rule-${size}`);
    await page.getByRole('button', { name: 'Save draft' }).last().click();
    await page.getByText('Saved as a draft').waitFor();
    expect(await rulesOf(hash)).toEqual({ onScan: TENTH });
    expect(await faultsOf(page)).toEqual([]);

    await page.locator('.ruleMore > summary').click();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Paused. This holds when you publish.').waitFor();
    expect(await rulesOf(hash)).toEqual({ onScan: [{ ...TENTH[0], PSPaused: true }] });
    await page.locator('.ruleMore > summary').click();
    await keepScreenshot(page, `rules-${size}`);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Delete', exact: true }).click();
    await page.getByRole('heading', { name: 'Delete this rule?' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Deleted from the draft.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('a condition as text is completed and judged while it is typed', async () => {
    const { page, complaints, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    const hash = await card({ onScan: { action: 'PSActionSetValue', targetPath: 'note', value: 'x' } });
    await page.goto(`${pages.root}/cards/${hash}/rules/onScan/1`);
    await page.getByRole('button', { name: 'Write it as text' }).click();
    const text = page.getByLabel('Condition as text');
    await text.focus();
    await page.keyboard.type('{poi');
    await page.locator('.completions').getByText('POINTS', { exact: true }).first().waitFor();
    await page.keyboard.press('Enter');
    expect(await text.inputValue()).toBe(`{${POINTS}}`);
    await page.keyboard.type(' > 3 an');
    await page.keyboard.press('Tab');
    expect(await text.inputValue()).toBe(`{${POINTS}} > 3 AND`);
    await page.keyboard.press('Tab');
    await page.locator('#condition-fault').getByText('Line 1, column').waitFor();
    expect(await looksWrong(page)).toEqual([]);
    await keepScreenshot(page, 'rule-condition-desktop');
    await text.fill(`{${POINTS}} > 3 AND !scanned`);
    await text.blur();
    await page.getByText('In words: POINTS is more than 3 and the card was not scanned yet').waitFor();
    await page.getByRole('button', { name: 'Back to rows' }).click();
    await page.locator('#row-1-subject').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('a step that changes what its rule asks is to stand at the end', async () => {
    const { page, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    const condition = '{type} = "storeCard"';
    const hash = await card({
      onScan: [
        { action: 'PSActionSetValue', targetPath: 'type', value: 'coupon', PSConditions: condition },
        { action: 'PSActionSetValue', targetPath: 'note', value: 'x', PSConditions: condition },
      ],
    });
    await page.goto(`${pages.root}/cards/${hash}/rules/onScan/1`);
    await page.getByText('and the kind of card is a store card').first().waitFor();
    await page.getByText('Step 1 changes what this rule asks about.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Move step 1 down' }).click();
    await page.getByText('Step 1 changes what this rule asks about.').waitFor({ state: 'detached' });
    await close();
  });

  test('the same rule by keyboard alone', async () => {
    const { page, close } = await pages.open({ viewport: DESKTOP });
    await logIn(page, pages.root);
    const hash = await card();
    await page.goto(`${pages.root}/cards/${hash}/rules/onScan/new`);
    await reachByTab(page, page.locator('#step-0-verb'));
    // set, add, take away, set back, say
    for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowDown');
    await page.getByLabel('The words').waitFor();
    await reachByTab(page, page.locator('#step-0-text'));
    await page.keyboard.type('Free coffee!');
    await page.keyboard.press('Enter');
    await page.getByText('Saved as a draft').waitFor();
    expect(await rulesOf(hash)).toEqual({
      onScan: [{ action: 'PSActionSetValue', targetPath: 'psScanText', value: 'Free coffee!' }],
    });
    await close();
  });

  test('the same rule without scripts', async () => {
    const { page, close } = await pages.open({ viewport: PHONE, javaScriptEnabled: false });
    await logIn(page, pages.root);
    const hash = await card();
    await page.goto(`${pages.root}/cards/${hash}/rules`);
    await page.getByRole('link', { name: 'Add a rule' }).click();
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.locator('#row-0-subject').selectOption({ label: 'POINTS' });
    await page.locator('#row-0-test').selectOption({ label: 'is … or more' });
    await page.locator('#row-0-value').fill('10');
    await page.locator('#step-0-verb').selectOption({ label: 'say at the till' });
    await page.getByRole('button', { name: 'Show its inputs' }).click();
    await page.getByLabel('The words').fill('Free coffee!');
    await page.getByRole('button', { name: 'Save draft' }).last().click();
    await page.getByText('Saved as a draft').waitFor();
    expect(await rulesOf(hash)).toEqual({ onScan: TENTH });
    await close();
  });
});
