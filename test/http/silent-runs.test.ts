// Runs that wait for a URL action while their server dies, or cannot store what came of it: who ends
// them, when, and that nobody does while their server goes on.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endAllRuns, endSilentRuns } from '../../src/operations/server/cut-runs.ts';
import { RUN_LEASE } from '../../src/ports/store/runs.ts';
import { type Service, startService } from '../fixtures/http/served.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { type StoreFault, storeFault } from '../fixtures/store-fault.ts';

const POINTS = 'structure_headerFields_points_value';
const add = { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 };

let t: TestApp;
let database: StoreFault;
let service: Service;
let pass: string;
let answer: () => void;
let called: Promise<void>;

beforeEach(async () => {
  let onCall = () => {};
  called = new Promise((resolve) => {
    onCall = resolve;
  });
  service = await startService((_, response) => {
    answer = () => response.end('ok');
    onCall();
  });
  database = storeFault();
  const env = { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` };
  t = await openTestApp({ env, injected: { faults: database.around, every: () => () => {} } });
  const calls = { action: 'PSActionURL', url: `http://127.0.0.1:${service.port}/` };
  pass = await t.pass(await t.template(pointsTemplate({ triggers: { onScan: [add, calls, add] } })));
});
afterEach(async () => {
  await t.close();
  await service.close();
});

const scan = () => t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
const outcomes = async () =>
  (await t.events(pass)).filter(({ accessType }) => accessType === 7).map(({ outcome }) => outcome);
const points = async () => (await t.app.context.store.passByHash(pass))!.pass.overrides[POINTS];
const open = async () => (await t.app.context.store.openRuns(Number.MAX_SAFE_INTEGER, 10)).length;
/** Another server on the same database: it goes on with no run. */
const another = () => ({ ...t.app.context, runs: new Set<string>() });

test('a server that lives keeps its run, whatever the clock says', async () => {
  const running = scan();
  await called;
  t.advance(24 * 60 * 60 * 1000);
  await endSilentRuns(t.app.context);
  expect(await outcomes()).toEqual([]);
  answer();
  expect(await running).toMatchObject({ success: true, updated: true });
  expect([await outcomes(), await points(), await open()]).toEqual([['fired'], 2, 0]);
});

test('another server that starts leaves the run alone until its server was silent for the whole lease', async () => {
  const running = scan();
  await called;
  t.advance(RUN_LEASE);
  await endSilentRuns(another());
  expect(await outcomes()).toEqual([]);
  t.advance(1);
  await Promise.all([endSilentRuns(another()), endSilentRuns(another())]);
  // Ended once, by whoever was first, and with what the run had done by then.
  expect([await outcomes(), await points(), await open()]).toEqual([['error'], 1, 0]);
  // The server was not dead but slow: its run is over, and writes nothing more.
  answer();
  expect(await running).toMatchObject({ success: false, code: 'run_ended' });
  expect([await outcomes(), await points(), await open()]).toEqual([['error'], 1, 0]);
});

test('a run whose next part the database did not take is ended by the server itself', async () => {
  const running = scan();
  await called;
  database.leave((method) => method === 'changePass');
  answer();
  expect(await running).toMatchObject({ success: false, code: 'store_unavailable' });
  expect(await open()).toBe(1);
  // It is still away: the run waits.
  t.advance(RUN_LEASE + 1);
  await expect(endSilentRuns(t.app.context)).rejects.toThrow('does not answer');
  database.comeBack();
  await endSilentRuns(t.app.context);
  expect([await outcomes(), await points(), await open()]).toEqual([['error'], 1, 0]);
});

test('a run whose pass was deleted meanwhile ends nobody else', async () => {
  const running = scan();
  await called;
  await t.app.context.store.deletePass(pass, t.now());
  await endAllRuns(another());
  expect(await open()).toBe(0);
  answer();
  expect(await running).toMatchObject({ success: false, code: 'pass_not_found' });
});
