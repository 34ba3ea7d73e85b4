// Which language a page answers in: holders' pages speak five, the owner's pages two.
import { expect, test } from 'vitest';
import { openTestApp, pointsTemplate } from '../fixtures/open-app.ts';

test('a French browser gets holders’ pages in French and the owner’s in English', async () => {
  const t = await openTestApp();
  const templateHash = await t.template(pointsTemplate());
  const hashedSerialNumber = await t.pass(templateHash);
  const langOf = async (path: string) => {
    const page = await t.fetch(path, { headers: { 'accept-language': 'fr-FR,fr;q=0.9' } });
    return /<html lang="([a-z]+)"/.exec(await page.text())?.[1];
  };
  expect(await langOf(`/pass/create.php?hashedSerialNumber=${hashedSerialNumber}`)).toBe('fr');
  expect(await langOf(`/pass/register.php?templateHash=${templateHash}`)).toBe('fr');
  expect(await langOf('/pass/create.php?hashedSerialNumber=absent')).toBe('fr');
  for (const path of ['/', '/docs', '/scanner', '/pass/editor.php?hashedSerialNumber=absent']) {
    expect(await langOf(path), path).toBe('en');
  }
  await t.close();
});
