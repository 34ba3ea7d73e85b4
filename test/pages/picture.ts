// Draws the README's picture from the real thing: `npx tsx test/pages/picture.ts <out.png>` starts
// the app with the examples, makes a "Points on scan" pass by its link, scans it through the API,
// and puts three views of its page side by side.
import { stat } from 'node:fs/promises';
import { readExamples } from '../../src/examples.ts';
import { OWNER } from '../open-app.ts';
import { openPages, type Pages, type WatchedPage } from './browser.ts';

const TEMPLATE = 'Points on scan';
/** CSS pixels of the whole picture. */
const WIDTH = 1400;
const LARGEST = 300_000;

const out = process.argv[2];
if (out === undefined) throw new Error('Say where to: npx tsx test/pages/picture.ts <out.png>');
const pages = await openPages({ examples: await readExamples() });
try {
  const phone = await pages.open({ viewport: { width: 390, height: 800 }, deviceScaleFactor: 2 });
  const address = await makePass(phone);
  const shots: [caption: string, png: Buffer][] = [['Made by a link', await shoot(phone)]];
  await scan(address, 1);
  shots.push(['After one scan', await shoot(phone)]);
  await scan(address, 9);
  shots.push(['After ten scans', await shoot(phone)]);
  if (phone.complaints.length > 0) throw new Error(phone.complaints.join('\n'));
  await compose(pages, shots, out);
  const { size } = await stat(out);
  if (size > LARGEST) throw new Error(`${out} has ${size} bytes, more than ${LARGEST}.`);
  console.log(`${out}: ${size} bytes`);
} finally {
  await pages.close();
}

/** Opens the creation link as a guest would, and answers the pass's hash. */
async function makePass({ page }: WatchedPage): Promise<string> {
  const { store } = pages.t.app.context;
  const owner = await store.accountByEmail(OWNER.email);
  const template = (await store.templatesOf(owner!.id)).find(({ name }) => name === TEMPLATE);
  await page.goto(
    `${pages.root}/pass/create.php?templateHash=${template!.hash}&structure_secondaryFields_name_value=Ada`,
  );
  await page.waitForURL(/hashedSerialNumber=/);
  return new URL(page.url()).searchParams.get('hashedSerialNumber')!;
}

async function scan(hashedSerialNumber: string, times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    const parameters = { clientHash: pages.t.clientHash, hashedSerialNumber, accessType: 7 };
    const answer = await pages.t.call('trackPassAccess', parameters);
    if (answer.updated !== true) throw new Error(`The scan changed nothing: ${JSON.stringify(answer)}`);
  }
}

async function shoot({ page }: WatchedPage): Promise<Buffer> {
  await page.reload();
  const end = await page.locator('.downloadButton').evaluate((button) => button.getBoundingClientRect().bottom);
  return page.screenshot({ clip: { x: 0, y: 0, width: 390, height: Math.ceil(end) + 16 } });
}

async function compose(from: Pages, shots: readonly (readonly [string, Buffer])[], file: string): Promise<void> {
  const { page, close } = await from.open({ viewport: { width: WIDTH, height: 800 }, bypassCSP: true });
  const figures = shots.map(
    ([caption, png]) =>
      `<figure><img src="data:image/png;base64,${png.toString('base64')}" alt=""><figcaption>${caption}</figcaption></figure>`,
  );
  await page.setContent(`<style>
    body { margin: 0; background: #fff; font: 600 22px/1.4 Arial, sans-serif; color: #1b1f24; }
    main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 28px; padding: 28px; }
    figure { margin: 0; text-align: center; }
    img { display: block; width: 100%; border: 1px solid #d5dae0; border-radius: 24px; }
    figcaption { padding-top: 14px; }
  </style><main>${figures.join('')}</main>`);
  await page.locator('main').screenshot({ path: file, animations: 'disabled' });
  await close();
}
