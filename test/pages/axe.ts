// What axe finds on a page that keeps people out: serious and critical violations.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** One line for each; empty for a good page. The front of a pass is left out: its colours are its owner's. */
export async function violations(page: Page): Promise<string[]> {
  // The policy of our pages lets no page run a text, so axe is evaluated from outside.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations: found } = await (globalThis as unknown as { axe: typeof axe }).axe.run({ exclude: ['.front'] });
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
  });
}
