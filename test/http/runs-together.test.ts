// Runs that began in one commit and wait for a system outside, which deletes one of their passes
// before it answers: the others go on, nothing runs twice, and no job fails.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Service, startService } from '../fixtures/http/served.ts';
import { openTestApp, pointsTemplate, START, type TestApp } from '../fixtures/open-app.ts';

const DAY = 24 * 60 * 60 * 1000;
const PASSES = 12;

let t: TestApp;
let shop: Service;
let now = 0;
/** What the shop deletes as soon as the pass asks: the pass of this note. */
const DELETED = 'guest 4';
beforeEach(async () => {
  now = Math.ceil(START / DAY) * DAY;
  shop = await startService(async ({ body }, response) => {
    const { pass, note } = JSON.parse(body);
    if (note === DELETED) await call('deletePass', { hashedSerialNumber: pass });
    response.end('ok');
  });
  const env = { OUTBOUND_ALLOW: `127.0.0.1:${shop.port}` };
  t = await openTestApp({ env, injected: { clock: { now: () => now } } });
});
afterEach(async () => {
  await t.close();
  await shop.close();
});

async function call(name: string, parameters: Record<string, unknown>) {
  const answer = await t.call(name, { clientHash: t.clientHash, ...parameters });
  expect(answer, name).toMatchObject({ success: true });
  return answer;
}
const asking = () => [
  {
    action: 'PSActionURL',
    ...{ url: `http://127.0.0.1:${shop.port}/`, method: 'POST' },
    body: { pass: '{hashedSerialNumber}', note: '{note}' },
  },
  { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 },
];
const card = (parts: object) =>
  t.template(pointsTemplate({ additional: { note: '', counter: 0, mark: '' }, ...parts }));
const guests = Array.from({ length: PASSES }, (_, number) => `guest ${number}`);

/** Each pass but the deleted one went on after its request, once. */
async function expectOthersDone(templateHash: string) {
  const { template } = (await t.app.context.store.templateByHash(templateHash))!;
  const passes = await t.app.context.store.passesBehind(template.id, 0, 100);
  expect(passes.map(({ overrides }) => [overrides.note, Number(overrides.counter)])).toEqual(
    guests.filter((guest) => guest !== DELETED).map((guest) => [guest, 1]),
  );
  expect(shop.seen).toHaveLength(PASSES);
  expect(t.logged.filter(([fields]) => 'error' in fields || 'err' in fields)).toEqual([]);
}

test('the passes of a schedule', async () => {
  const schedules = [{ name: 'ask', when: { every: 'day', at: '09:00' }, actions: asking() }];
  const templateHash = await card({ schedules });
  for (const note of guests) await t.pass(templateHash, { note });
  await t.deliver();
  now += DAY / 2;
  await t.deliver();
  await t.deliver();
  await expectOthersDone(templateHash);
});

test('the passes of schedules of their own', async () => {
  const schedules = [{ name: 'ask', when: { days: 1, without: 'scan', at: '09:00' }, actions: asking() }];
  const templateHash = await card({ schedules });
  for (const note of guests) await t.pass(templateHash, { note });
  await t.deliver();
  now += 1.5 * DAY;
  await t.deliver();
  await t.deliver();
  await expectOthersDone(templateHash);
});

test('the rows of a batch', async () => {
  const templateHash = await card({ triggers: { onCreate: asking() } });
  await call('batchCreate', { templateHash, mode: 'passes', file: `note\n${guests.join('\n')}\n` });
  await t.deliver();
  await t.deliver();
  await expectOthersDone(templateHash);
});

test('the passes of a bulk change', async () => {
  const templateHash = await card({ triggers: { onEdit: asking() } });
  for (const note of guests) await t.pass(templateHash, { note });
  const { segmentId } = await call('insertUpdateSegment', { templateHash, name: 'All', condition: '' });
  await t.deliver();
  await call('bulkUpdate', { segmentId, action: { kind: 'set', targetPath: 'mark', value: 'x' } });
  await t.deliver();
  await t.deliver();
  await expectOthersDone(templateHash);
});
