// purge through the operation: when exactly each rule begins, what is reported, and that a dry run writes nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UNCALLED } from '../../src/operations/depth.ts';
import { takeImage } from '../../src/operations/images.ts';
import { type PurgeReport, purge } from '../../src/operations/server/purge.ts';
import { enqueuePassLink } from '../fixtures/mail/enqueue-pass-link.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const DAY = 24 * 60 * 60 * 1000;
let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const scan = (hashedSerialNumber: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
const there = async (hash: string) => (await t.app.context.store.passByHash(hash)) !== null;

test('passes go half a year after they were made, or two years after they were last used, and no day earlier', async () => {
  const { context } = t.app;
  const cards = await t.template(pointsTemplate(), { templateName: 'Cards' });
  const other = await t.template(pointsTemplate(), { templateName: 'Others' });
  const [unused, used, faithful] = [await t.pass(cards), await t.pass(cards), await t.pass(other)];
  await scan(used);
  await scan(faithful);
  for (const recipient of ['refused@example.com', 'waits@example.com']) {
    await enqueuePassLink(context, faithful, recipient, 'recoveryEmail');
  }
  await context.store.recordMail(1, { state: 'failed', error: '550' });

  const counts = async (run = false): Promise<PurgeReport['templates']> => (await purge(context, { run })).templates;
  const row = (hash: string, name: string, numbers: [number, number, number]) => {
    const [stalePasses, unusedPasses, oldEvents] = numbers;
    return { templateHash: hash, templateName: name, stalePasses, unusedPasses, oldEvents };
  };
  t.advance(184 * DAY);
  expect(await counts(true)).toEqual([]);
  t.advance(1);
  expect(await counts()).toEqual([row(cards, 'Cards', [0, 1, 0])]);
  expect(await there(unused)).toBe(true);

  t.advance(400 * DAY);
  await scan(faithful);
  // 731 days after the beginning.
  t.advance((731 - 584) * DAY - 1);
  expect(await counts()).toEqual([row(cards, 'Cards', [0, 1, 0])]);
  t.advance(1);
  const report = await purge(context, { run: false, sliceSize: 1 });
  const expected = [row(cards, 'Cards', [2, 0, 3]), row(other, 'Others', [0, 0, 2])];
  expect(report).toEqual({ run: false, templates: expected, oldMails: 1, unusedImages: { count: 0, bytes: 0 } });
  expect(await there(used)).toBe(true);

  const progress: [number, number][] = [];
  const done = await purge(context, {
    run: true,
    sliceSize: 2,
    afterSlice: async (at) => void progress.push([at.done, at.total]),
  });
  expect(done).toEqual({ run: true, templates: expected, oldMails: 1, unusedImages: { count: 0, bytes: 0 } });
  expect(await context.store.mails(null)).toMatchObject([{ recipient: 'waits@example.com' }]);
  expect(progress.length).toBeGreaterThan(3);
  expect(progress).toEqual([...progress].sort(([a], [b]) => a - b));
  expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
  expect([await there(unused), await there(used), await there(faithful)]).toEqual([false, false, true]);

  // The pass that stays has its last scan as an event, and both of them in what conditions ask.
  const tracking = await t.call('passTracking', { clientHash: t.clientHash, hashedSerialNumber: faithful });
  expect(tracking.tracking).toMatchObject([{ accessType: 7 }]);
  const stats = await t.call('templateStats', { clientHash: t.clientHash, templateHash: other });
  expect(stats).toMatchObject({ created: 1, scanned: 1 });
  expect((await context.store.passByHash(faithful))!.pass.access[7]).toMatchObject({ count: 2 });
  expect(await counts(true)).toEqual([]);
});

test('images go when nothing shows them and nobody has given them for half a year', async () => {
  const { context } = t.app;
  const upload = async (colour: string) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path fill="${colour}" d="M0 0h9v9H0z"/></svg>`;
    return takeImage(context, Buffer.from(svg), 'images_logo', { isHolders: false, depth: UNCALLED });
  };
  const [unused, named, linked, again] = [
    await upload('red'),
    await upload('lime'),
    await upload('blue'),
    await upload('tan'),
  ];
  const template = await t.template(pointsTemplate({ images: { logo: named } }), { templateName: 'Pictures' });
  const pass = await t.pass(template, { structure_secondaryFields_name_value: `http://passes.test/images/${linked}` });
  const remaining = async () => {
    const found = await Promise.all([unused, named, linked, again].map((hash) => context.store.image(hash)));
    return found.map((image) => image !== null);
  };
  t.advance(184 * DAY);
  expect((await purge(context, { run: true })).unusedImages.count).toBe(0);
  t.advance(1);
  await scan(pass);
  const fresh = await upload('navy');
  // An upload whose template is not saved yet names an image of old.
  await takeImage(context, again, 'images_logo', { isHolders: false, depth: UNCALLED });
  const counted = (await purge(context, { run: false })).unusedImages;
  expect(counted.count).toBe(1);
  expect(counted.bytes).toBeGreaterThan(50);
  expect(await remaining()).toEqual([true, true, true, true]);
  expect((await purge(context, { run: true })).unusedImages).toEqual(counted);
  expect(await remaining()).toEqual([false, true, true, true]);
  expect(await context.store.image(fresh)).not.toBeNull();
  expect(await upload('red')).toBe(unused);
  expect(await remaining()).toEqual([true, true, true, true]);
});

test('an image that is given while a purge runs stays', async () => {
  const { store } = t.app.context;
  const image = { hash: 'ab'.repeat(32), mediaType: 'image/png', bytes: new Uint8Array([1]) };
  await store.putImage(image);
  const before = t.now() - 184 * DAY;
  const running = store.purgeImages(before, true);
  const given = store.giveImage(image.hash, t.now());
  await Promise.all([running, given]);
  // Whichever came first: who gave the image stores it after that.
  await store.putImage(image);
  expect((await store.purgeImages(before, true)).count).toBe(0);
  expect(await store.image(image.hash)).not.toBeNull();
});
