// One scan for several: the triggers run as for so many scans one after the other, with what stops
// them, what they ask of other services, and what conditions see.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scannerCall, tillDevice } from '../fixtures/http/people.ts';
import { type Service, serveTestApp, startService } from '../fixtures/http/served.ts';
import { pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp & { root: string };
let service: Service;
/** What the service was asked for, in order. */
const asked: string[] = [];

beforeAll(async () => {
  service = await startService(async (seen, response) => {
    asked.push(seen.url);
    response.end('ok');
  });
  t = await serveTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` } });
});
afterAll(async () => {
  await t.close();
  await service.close();
});

const count = { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 };
const cardWith = (onScan: object[]) =>
  t.template(
    pointsTemplate({ additional: { note: '', counter: 0, psTriggerError: '' }, triggers: { onScan } as never }),
  );
const fields = async (hash: string) =>
  (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: hash })).userFields;
const scan = async (hash: string, amount: number) => {
  const { cookie } = await tillDevice(t);
  return scannerCall(t, 'track', cookie, { hashedSerialNumber: hash, accessType: 7, amount });
};
const scans = async (hash: string) => (await t.events(hash)).filter(({ accessType }) => accessType === 7);

test('a condition sees the runs before as scans', async () => {
  const first = { action: 'PSActionSetValue', targetPath: 'note', value: '{note}new ', PSConditions: '!scanned' };
  const hash = await t.pass(await cardWith([first, count]));
  expect(await scan(hash, 4)).toMatchObject({ success: true, counted: 4 });
  expect(await fields(hash)).toMatchObject({ note: 'new ', counter: 4 });
  expect(await scan(hash, 2)).toMatchObject({ counted: 2 });
  expect(await fields(hash)).toMatchObject({ note: 'new ', counter: 6 });
});

test('psTriggerError stops what is left, and what was counted stays', async () => {
  const full = {
    action: 'PSActionSetValue',
    targetPath: 'psTriggerError',
    value: 'Full',
    PSConditions: '{counter} = 3',
  };
  const hash = await t.pass(await cardWith([full, count]));
  const stopped = await scan(hash, 5);
  expect(stopped).toMatchObject({ success: false, code: 'trigger_error', message: 'Full', counted: 3, updated: true });
  expect(await fields(hash)).toMatchObject({ counter: 3 });
  const events = await scans(hash);
  expect(events.map(({ logged, outcome, trace }) => [logged, outcome, (trace as { times: number }).times])).toEqual([
    [true, 'fired', 3],
  ]);
  // The next scan is stopped at once, and is no event.
  expect(await scan(hash, 2)).toMatchObject({ code: 'trigger_error', counted: 0 });
  expect((await scans(hash)).map(({ logged }) => logged)).toEqual([true, false]);
});

test('requests are made in each run, with what the runs before left', async () => {
  const tell = { action: 'PSActionURL', url: `http://127.0.0.1:${service.port}/at/{counter}` };
  const hash = await t.pass(await cardWith([count, tell, count]));
  expect(await scan(hash, 3)).toMatchObject({ success: true, updated: true, counted: 3 });
  expect(asked).toEqual(['/at/1', '/at/3', '/at/5']);
  expect(await fields(hash)).toMatchObject({ counter: 6 });
  expect((await scans(hash)).map(({ trace }) => (trace as { actions: unknown[] }).actions.length)).toEqual([9]);
  expect(await t.app.context.store.openRuns(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
});

test('what five runs did is one push', async () => {
  const hash = await t.install(
    await t.pass(await cardWith([count, { ...count, targetPath: 'structure_headerFields_points_value' }])),
  );
  await scan(hash, 5);
  expect((await t.jobs()).filter(({ kind }) => kind === 'push_pass')).toHaveLength(1);
});
