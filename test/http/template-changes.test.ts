// What an owner does to templates by the API beside saving: copies of one's own, images of any name, trying paused triggers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stored } from '../fixtures/http/stored.ts';
import { verified } from '../fixtures/http/verified.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const call = (name: string, parameters: Record<string, unknown>) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });

describe('copy=true', () => {
  test('copies a template of one’s own, which stays as it is', async () => {
    const templateHash = await t.template(pointsTemplate(), { templateName: 'Points', templatePublic: true });
    const before = await call('templateInfo', { templateHash });
    const copied = await call('insertUpdateTemplate', { templateHash, copy: 'true' });
    expect(copied).toMatchObject({ success: true });
    expect(copied.templateHash).not.toBe(templateHash);
    expect(await call('templateInfo', { templateHash })).toEqual(before);
    expect(await call('templateInfo', { templateHash: copied.templateHash })).toMatchObject({
      templateName: 'Points (copy)',
      templatePublic: false,
      triggersPaused: false,
      passConstructor: before.passConstructor,
    });
    const named = await call('insertUpdateTemplate', { templateHash, copy: true, templateName: 'Other' });
    expect(await call('templateInfo', { templateHash: named.templateHash })).toMatchObject({ templateName: 'Other' });
  });

  test('paused triggers stay paused, and a manager’s copy is the owner’s', async () => {
    const { account, clientHash } = await t.account('client@example.com', 'owner@example.com');
    const saved = await t.call('insertUpdateTemplate', {
      clientHash,
      templateName: 'Theirs',
      passConstructor: pointsTemplate(),
      triggersPaused: true,
    });
    const copied = await call('insertUpdateTemplate', { templateHash: saved.templateHash, copy: true });
    const { template, owner } = (await t.app.context.store.templateByHash(copied.templateHash))!;
    expect([template.triggersPaused, owner.id]).toEqual([true, account.id]);
  });

  test('without a template, or of a stranger’s that is not public, nothing is made', async () => {
    const { clientHash } = await t.account('stranger@example.com');
    const templateHash = await t.template(pointsTemplate());
    const before = stored(t);
    expect(await call('insertUpdateTemplate', { copy: true })).toMatchObject({ code: 'parameter_missing' });
    expect(await t.call('insertUpdateTemplate', { clientHash, templateHash, copy: true })).toMatchObject({
      code: 'access_denied',
    });
    expect(stored(t)).toEqual(before);
  });
});

test('an image of any name is stored, answered and warned of, and is in no file', async () => {
  const templateHash = await t.template(pointsTemplate());
  const image = `data:image/png;base64,${Buffer.from(await noise(60, 60)).toString('base64')}`;
  const uploaded = await call('uploadTemplateImages', { templateHash, banner: image, images_logo: image });
  expect(uploaded).toEqual({ success: true, warnings: [{ path: 'images_banner', message: expect.any(String) }] });
  const { url } = await t.call('imageForName', { templateHash, image: 'banner' });
  expect((await t.fetch(new URL(url).pathname)).status).toBe(200);
  const { files } = await verified(t, await t.file(await t.pass(templateHash)));
  expect(Object.keys(files)).toContain('logo.png');
  expect(Object.keys(files).filter((name) => name.includes('banner'))).toEqual([]);
  // What templateInfo answers is saved again with it.
  const { passConstructor } = await call('templateInfo', { templateHash });
  expect(await call('insertUpdateTemplate', { templateHash, passConstructor })).toMatchObject({ success: true });
  expect(await call('uploadTemplateImages', { templateHash, banner: 'DELETE' })).toMatchObject({ success: true });
  expect(await t.call('imageForName', { templateHash, image: 'banner' })).toMatchObject({ code: 'image_not_found' });
});

test('simulate runs paused triggers and says that they are paused', async () => {
  const templateHash = await t.template(pointsTemplate(), { triggersPaused: true });
  const on = { event: 'onScan', templateHash };
  const paused = await call('simulate', on);
  expect(paused).toMatchObject({
    triggersPaused: true,
    trace: { outcome: 'fired', note: expect.stringContaining('paused') },
    userFields: { structure_headerFields_points_value: 1 },
  });
  await call('insertUpdateTemplate', { templateHash, triggersPaused: false });
  const running = await call('simulate', on);
  expect(running).toMatchObject({ triggersPaused: false, userFields: paused.userFields });
  expect(running.trace).not.toHaveProperty('note');
});
