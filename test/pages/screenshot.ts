// Pictures of pages for people, stored in test/screenshots. Only SCREENSHOTS=1 makes them anew, so
// that a usual run writes nothing.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

const FOLDER = join(import.meta.dirname, '..', 'screenshots');

/** The largest picture, in bytes. */
const LARGEST = 60_000;

/**
 * Saves a picture of the whole page as name.png. Few colours are enough: people look at it, no test
 * compares it.
 */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS === undefined) return;
  const picture = await page.screenshot({ fullPage: true, animations: 'disabled' });
  await mkdir(FOLDER, { recursive: true });
  const drawn = (colours: number) => sharp(picture).png({ palette: true, colours }).toBuffer();
  const fine = await drawn(64);
  await writeFile(join(FOLDER, `${name}.png`), fine.length < LARGEST ? fine : await drawn(16));
}
