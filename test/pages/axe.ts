// Finds what keeps people out of a page: axe's serious and critical violations.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * One line for each violation; empty for a good page. Leaves out the front of a pass, whose colours
 * are its owner's choice.
 */
export async function violations(page: Page): Promise<string[]> {
  // The policy of the pages blocks evaluated text, so evaluate axe from outside the page.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations: found } = await (globalThis as unknown as { axe: typeof axe }).axe.run({ exclude: ['.front'] });
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
  });
}
