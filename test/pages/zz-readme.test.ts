import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { OWNER } from '../fixtures/open-app.ts';
import { openPages } from '../fixtures/pages/browser.ts';
import { ownersBrowser } from '../fixtures/http/workshop.ts';
test('picture', async () => {
  const pages = await openPages({ examples: await readExamples() });
  const { t } = pages;
  const { store, clock } = t.app.context;
  await store.changeAccount(t.owner.id, { name: 'Bäckerei Lindner', timeZone: 'Europe/Berlin' });
  const { id: _, ...development } = (await store.certificateFor(t.owner.id, null, clock.now()))!;
  await store.createCertificate({ ...development, accountId: t.owner.id, passTypeIdentifier: 'pass.de.lindner', publicId: 'own' });
  const browser = await ownersBrowser(t);
  const hashes: string[] = [];
  for (const [example, colour] of [['Thanks for installing', '#fdeadb'], ['Club membership with registration', '#2f4858'], ['Gift card with a balance', '#7c5c1e'], ['Bonus for registering', '#1f6f54'], ['Loyalty card with automatic redemption', '#8a2f3c']] as const) {
    const data = new FormData();
    for (const [k, v] of Object.entries({ example, shop: 'Bäckerei Lindner', colour })) data.append(k, v);
    const made = await browser.post('/cards/new', data);
    hashes.push(/cards\/([\w-]+)/.exec(made.headers.get('location')!)![1]!);
  }
  const [, , , points, stamps] = hashes as [string, string, string, string, string];
  const names = ['Ada Byron', 'Grace Hopper', 'Emmy Noether', 'Lise Meitner', 'Sophie Germain', 'Mary Somerville'];
  const passes: string[] = [];
  for (const name of names) {
    const pass = await t.pass(points, { structure_secondaryFields_name_value: name });
    passes.push(pass);
    await t.install(pass);
    t.advance(60_000 * 7);
  }
  for (let count = 0; count < 9; count++) await t.install(await t.pass(stamps));
  for (const at of [0, 2, 1, 5, 4, 0, 3, 2]) {
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: passes[at], accessType: 7 });
    t.advance(60_000 * 4);
  }
  const { page, close } = await pages.open({ viewport: { width: 1100, height: 700 } });
  await page.goto(pages.root);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /^Today/ }).waitFor();
  const one = await page.screenshot();
  await page.goto(`${pages.root}/cards`);
  const two = await page.screenshot();
  await close();
  await pages.close();
  const composed = await sharp({ create: { width: 2220, height: 700, channels: 3, background: '#d5dae0' } })
    .composite([{ input: one, left: 0, top: 0 }, { input: two, left: 1120, top: 0 }])
    .png().toBuffer();
  await writeFile('.github/workshop.png', await sharp(composed).resize(1480).png({ palette: true, colours: 128 }).toBuffer());
});
