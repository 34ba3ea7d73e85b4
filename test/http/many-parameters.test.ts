// Anybody may send parameters: more than any form has are refused before each is looked up.
import { expect, test } from 'vitest';
import { openTestApp, pointsTemplate } from '../fixtures/open-app.ts';

test('a request has at most 2000 parameters, whatever it is written in', async () => {
  const t = await openTestApp();
  const templateHash = await t.template(pointsTemplate());
  const names = Array.from({ length: 2001 }, (_, at) => `k${at}`);
  const object = { templateHash, ...Object.fromEntries(names.map((name) => [name, 1])) };
  for (const body of [
    JSON.stringify(object),
    new URLSearchParams({ templateHash, JSON: JSON.stringify(object) }).toString(),
    `templateHash=${templateHash}&${names.join('&')}`,
    `templateHash=${templateHash}${'&a[]=1'.repeat(1_000_000)}`,
  ]) {
    const response = await t.fetch('/api/createPassFromTemplateFields.php', { method: 'POST', body });
    expect(await response.json()).toMatchObject({
      success: false,
      code: 'body_invalid',
      message: expect.stringContaining('A request has at most 2000 parameters'),
    });
  }
  const few = JSON.stringify({ templateHash, ...Object.fromEntries(names.slice(2).map((name) => [name, 1])) });
  const made = await t.fetch('/api/createPassFromTemplateFields.php', { method: 'POST', body: few });
  expect(await made.json()).toMatchObject({ success: true });
  await t.close();
});
