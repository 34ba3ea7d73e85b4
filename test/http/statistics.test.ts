// templateStats and templatePasses: what is counted, and lists in pages.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let templateHash: string;
const passes: string[] = [];
beforeAll(async () => {
  t = await openTestApp();
  templateHash = await t.template(pointsTemplate());
  for (let count = 0; count < 5; count++) passes.push(await t.pass(templateHash, { note: `pass ${count}` }));
});
afterAll(() => t.close());

const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, templateHash, ...parameters });
const track = (pass: string | undefined, accessType: number) =>
  call('trackPassAccess', { hashedSerialNumber: pass, accessType });

test('each number counts passes, not events', async () => {
  expect(await call('templateStats')).toEqual({
    success: true,
    ...{ created: 5, installed: 0, deleted: 0, theoretical: 0, scanned: 0, registered: 0, age: 0 },
  });
  for (const pass of passes.slice(0, 3)) for (let again = 0; again < 2; again++) await track(pass, 2);
  await track(passes[0], 6);
  for (const pass of passes.slice(1, 3)) await track(pass, 7);
  await track(passes[4], 4);
  expect(await call('templateStats')).toEqual({
    success: true,
    ...{ created: 5, installed: 3, deleted: 1, theoretical: 2, scanned: 2, registered: 1, age: 0 },
  });
});

test('passes by event, in the order they were made, in pages', async () => {
  const list = async (parameters: Record<string, unknown>) => {
    const answer = await call('templatePasses', parameters);
    expect(answer.success).toBe(true);
    return answer.passes.map((pass: { hashedSerialNumber: string }) => passes.indexOf(pass.hashedSerialNumber));
  };
  expect(await list({ accessType: 1 })).toEqual([0, 1, 2, 3, 4]);
  expect(await list({ accessType: 1, count: -1 })).toEqual([0, 1, 2, 3, 4]);
  expect(await list({ accessType: 1, count: 2 })).toEqual([0, 1]);
  expect(await list({ accessType: '1', count: '2', start: '3' })).toEqual([3, 4]);
  expect(await list({ accessType: 1, count: 2, start: 4 })).toEqual([4]);
  expect(await list({ accessType: 1, start: 5 })).toEqual([]);
  expect(await list({ accessType: 1, count: 0 })).toEqual([]);
  expect(await list({ accessType: 2, start: 1 })).toEqual([1, 2]);
  expect(await list({ accessType: 7 })).toEqual([1, 2]);
  expect(await list({ accessType: 'onRegister' })).toEqual([4]);
  expect(await list({ accessType: 8 })).toEqual([]);
  const { passes: scanned } = await call('templatePasses', { accessType: 7, count: 1 });
  expect(scanned).toEqual([
    { hashedSerialNumber: passes[1], userFields: { note: 'pass 1', structure_headerFields_points_value: 1 } },
  ]);
});

test('a run that was stopped is not counted', async () => {
  const triggers = { onRegister: { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'no' } };
  const hash = await t.template(pointsTemplate({ triggers }));
  const pass = await t.pass(hash);
  await track(pass, 4);
  expect(await call('templateStats', { templateHash: hash })).toMatchObject({ registered: 0 });
  expect(await call('templatePasses', { templateHash: hash, accessType: 4 })).toMatchObject({ passes: [] });
});

test('beyond 500 passes the numbers are those of now as well', async () => {
  const hash = await t.template(pointsTemplate());
  await Promise.all(Array.from({ length: 501 }, () => t.pass(hash)));
  const stats = async () => {
    const { created, age } = await call('templateStats', { templateHash: hash });
    return { created, age };
  };
  expect(await stats()).toEqual({ created: 501, age: 0 });
  await t.pass(hash);
  expect(await stats()).toEqual({ created: 502, age: 0 });
});
