import { expect, test } from 'vitest';
import { openTestApp, pointsTemplate } from './fixtures/open-app.ts';
import { openPackage, verifyPackage } from './fixtures/pass/open-package.ts';

test('from template to a signed pass that changes when it is scanned', async () => {
  const t = await openTestApp();
  const template = await t.template(pointsTemplate());
  const pass = await t.pass(template, { structure_secondaryFields_name_value: 'Ada' });
  const before = openPackage(await t.file(pass)).passJson as any;
  expect(before.storeCard.headerFields[0].value).toBe(0);
  expect(
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 }),
  ).toMatchObject({ success: true, updated: true });
  const bytes = await t.file(pass);
  await verifyPackage(bytes, await t.rootPem(), t.now());
  const after = openPackage(bytes).passJson as any;
  expect(after.storeCard.headerFields[0].value).toBe(1);
  expect(after.storeCard.secondaryFields).toHaveLength(2);
  await t.close();
});
