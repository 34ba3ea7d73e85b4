// purge through the operation: when exactly each rule begins, what is reported, and that a dry run writes nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PurgeReport, purge } from '../../src/operations/server/purge.ts';
import { enqueuePassLink } from '../mail/enqueue-pass-link.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../open-app.ts';

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
  expect(report).toEqual({ run: false, templates: expected, oldMails: 1 });
  expect(await there(used)).toBe(true);

  const progress: [number, number][] = [];
  const done = await purge(context, {
    run: true,
    sliceSize: 2,
    afterSlice: async (at) => void progress.push([at.done, at.total]),
  });
  expect(done).toEqual({ run: true, templates: expected, oldMails: 1 });
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
