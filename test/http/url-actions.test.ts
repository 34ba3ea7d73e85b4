// URL actions over real sockets: services that answer, fail, hang, stop the run or change the pass, and loops.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { After } from '../../src/outbound/client.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type Seen, type Service, serveTestApp, startService } from '../fixtures/http/served.ts';
import { pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp & { root: string };
let service: Service;
/** What the service does with a request, set by each test. */
let answer: (seen: Seen) => unknown = () => 'ok';
/** Time limits of requests that are under way: their ms, and what happens when they are over. */
const limits = new Map<() => void, number>();
const after: After = (ms, work) => {
  limits.set(work, ms);
  return () => void limits.delete(work);
};
/** Limits that were over before the answer came, in ms. */
const over: number[] = [];
/** Resolves when the client has left the endless answer. */
let leave = () => {};
const left = new Promise<void>((resolve) => {
  leave = resolve;
});

beforeAll(async () => {
  service = await startService(async (seen, response) => {
    if (seen.url === '/never') {
      over.push(...limits.values());
      for (const end of [...limits.keys()]) end();
      return;
    }
    if (seen.url === '/endless') {
      const chunk = Buffer.alloc(16 * 1024);
      const more = () => {
        while (response.write(chunk));
      };
      response.on('drain', more).on('close', () => leave());
      return more();
    }
    if (seen.url === '/fails') return response.writeHead(503).end('down');
    await answer(seen);
    response.end('ok');
  });
  t = await serveTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` }, injected: { after } });
});
afterAll(async () => {
  await t.close();
  await service.close();
});

const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });
const at = (path: string) => `http://127.0.0.1:${service.port}${path}`;
const url = (text: string, more: JsonObject = {}): JsonObject => ({ action: 'PSActionURL', url: text, ...more });
const set = (targetPath: string, value: string | number): JsonObject => ({
  action: 'PSActionSetValue',
  targetPath,
  value,
});
const add = (targetPath: string, amount: number | string): JsonObject => ({
  action: 'PSActionIncrementValue',
  targetPath,
  amount,
});
const FIELDS = { secondaryFields: [{ key: 'name', value: { PSValue: 'Guest', PSEditable: true } }] };
/** Nothing on it shows that it was scanned. */
const passWith = async (onScan: readonly JsonObject[]) =>
  t.pass(await t.template(pointsTemplate({ structure: FIELDS, triggers: { onScan } })));
const scan = (hashedSerialNumber: string) => call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
const fieldsOf = async (hashedSerialNumber: string) => (await call('passInfo', { hashedSerialNumber })).userFields;
const lastTrace = async (hashedSerialNumber: string) =>
  (await call('passTracking', { hashedSerialNumber, trace: true })).tracking.at(-1);
const OWN = '{rootPath}/api/updatePassFields.php?clientHash={clientHash}&hashedSerialNumber={hashedSerialNumber}';

describe('what is sent', () => {
  test('magic strings are encoded, the answer is ignored, status and duration are kept', async () => {
    const pass = await passWith([
      url(`${at('/')}?name={structure_secondaryFields_name_value}&c={clientHash}`),
      url(at('/json'), { method: 'POST', headers: { 'X-Shop': '{note}' }, body: { pass: '{hashedSerialNumber}' } }),
      url(at('/form'), { method: 'PUT', body: 'note={note}&x=1' }),
    ]);
    await call('updatePassFields', {
      hashedSerialNumber: pass,
      structure_secondaryFields_name_value: 'Zoë & co',
      note: 'a=b',
    });
    const before = service.seen.length;
    expect(await scan(pass)).toMatchObject({ success: true, updated: false });
    const [get, json, form] = service.seen.slice(before);
    expect(get).toMatchObject({ method: 'GET', url: `/?name=Zo%C3%AB%20%26%20co&c=${t.clientHash}`, body: '' });
    expect(json).toMatchObject({ method: 'POST', body: JSON.stringify({ pass }) });
    expect(json!.headers).toMatchObject({ 'x-shop': 'a=b', 'content-type': 'application/json' });
    expect(form).toMatchObject({ method: 'PUT', body: 'note=a%3Db&x=1' });
    for (const { headers } of [get!, json!, form!]) expect(headers['x-passwright-depth']).toBeUndefined();
    const { trace } = await lastTrace(pass);
    expect(trace.outcome).toBe('fired');
    expect(trace.actions[0].request).toEqual({
      method: 'GET',
      url: `${at('/')}?name=Zo%C3%AB%20%26%20co&c={clientHash}`,
      status: 200,
      durationMs: expect.any(Number),
    });
  });

  test('a failure does not stop the run', async () => {
    const pass = await passWith([url(at('/fails')), url('http://127.0.0.1:1/'), add('counter', 1)]);
    expect(await scan(pass)).toMatchObject({ success: true, updated: true });
    expect(await fieldsOf(pass)).toEqual({ counter: 1 });
    const { trace } = await lastTrace(pass);
    expect(trace.actions[0].request.status).toBe(503);
    expect(trace.actions[1].error).toMatch(/127\.0\.0\.1/);
    expect(trace.outcome).toBe('error');
  });
});

describe('what the service sees and does', () => {
  test('it sees what earlier actions changed; later actions see what it changed', async () => {
    let seen: unknown;
    const pass = await passWith([
      add('counter', 1),
      url(at('/')),
      { ...add('counter', '{note}'), PSConditions: '{note} = 10' },
      set('psScanText', 'counter {counter}'),
    ]);
    answer = async () => {
      seen = await fieldsOf(pass);
      await call('updatePassFields', { hashedSerialNumber: pass, note: '10' });
    };
    expect(await scan(pass)).toMatchObject({ success: true, updated: true, scanText: 'counter 11' });
    expect(seen).toEqual({ counter: 1 });
    expect(await fieldsOf(pass)).toMatchObject({ counter: 11, note: '10' });
  });

  test('a change by the service alone counts as an update, and is pushed', async () => {
    const pass = await t.install(await passWith([url(`${OWN}&note=changed`)]));
    const id = (await t.app.context.store.passByHash(pass))!.pass.id;
    const pushes = async () =>
      (await t.jobs()).filter(({ subjectId, kind }) => kind === 'push_pass' && subjectId === id);
    expect(await scan(pass)).toMatchObject({ success: true, updated: true });
    expect(await pushes()).toMatchObject([{ updateTag: (await t.app.context.store.passByHash(pass))!.pass.updateTag }]);
    expect(await scan(pass)).toMatchObject({ success: true, updated: false });
  });

  test('psTriggerError, set through the API during the request, stops the run', async () => {
    const pass = await passWith([add('counter', 1), url(`${OWN}&psTriggerError=Sold%20out`), add('counter', 10)]);
    expect(await scan(pass)).toEqual({
      success: false,
      code: 'trigger_error',
      message: 'Sold out',
      updated: true,
      scanText: '',
      scanColor: '',
      description: 'Points card',
      informationURL: '',
      displayURL: '',
    });
    const fields = await fieldsOf(pass);
    expect(fields.counter).toBe(1);
    expect((await call('passTracking', { hashedSerialNumber: pass })).tracking).toMatchObject([{ accessType: 1 }]);
    expect(await call('checkPassAccess', { hashedSerialNumber: pass, accessType: 7 })).toMatchObject({ check: false });
    expect(await lastTrace(pass)).toMatchObject({
      accessType: 7,
      logged: false,
      trace: { outcome: 'stopped', note: 'Sold out' },
    });
  });

  test('a stopped registration does not make the pass registered; the next run starts without the error', async () => {
    const stop = { ...url(`${OWN}&psTriggerError=Not%20you`), PSConditions: '{note} !isSet OR {note} isEmpty' };
    const triggers = { onRegister: [stop, add('counter', 1)] };
    const structure = { backFields: [{ key: 'member', value: 'yes', PSConditions: 'registered' }] };
    const pass = await t.pass(await t.template(pointsTemplate({ structure, triggers })));
    const register = () => call('trackPassAccess', { hashedSerialNumber: pass, accessType: 4 });
    expect(await register()).toEqual({ success: false, code: 'trigger_error', message: 'Not you', updated: false });
    expect(await call('checkPassAccess', { hashedSerialNumber: pass, accessType: 4 })).toMatchObject({ check: false });
    await call('updatePassFields', { hashedSerialNumber: pass, note: 'ok' });
    expect(await register()).toEqual({ success: true, updated: true });
    expect(await fieldsOf(pass)).toEqual({ note: 'ok', counter: 1 });
  });

  test('onCreate that is stopped: the error names the pass, which stays, and its creation is not logged', async () => {
    const triggers = { onCreate: [add('counter', 1), url(`${OWN}&psTriggerError=No%20more`)] };
    const templateHash = await t.template(pointsTemplate({ triggers }));
    const made = await call('createPassFromTemplateFields', { templateHash });
    expect(made).toMatchObject({ success: false, code: 'trigger_error', message: 'No more' });
    expect(await fieldsOf(made.hashedSerialNumber)).toMatchObject({ counter: 1 });
    expect((await call('templateStats', { templateHash })).created).toBe(1);
    const { tracking } = await call('passTracking', { hashedSerialNumber: made.hashedSerialNumber });
    expect(tracking).toEqual([]);
  });

  test('what an action changes through the API fires no further event', async () => {
    const triggers = { onScan: [url(`${OWN}&note=x`)], onEdit: [add('counter', 1)], onCheck: [add('counter', 1)] };
    const pass = await t.pass(await t.template(pointsTemplate({ triggers })));
    await scan(pass);
    expect(await fieldsOf(pass)).toEqual({ note: 'x' });
    expect((await t.events(pass)).map(({ accessType }) => accessType)).toEqual([1, 7]);
  });

  test('a pass that the service deletes: the run ends with a clear error', async () => {
    const pass = await passWith([url(OWN.replace('updatePassFields', 'deletePass')), add('counter', 1)]);
    expect(await scan(pass)).toMatchObject({ success: false, code: 'pass_not_found' });
  });
});

describe('limits', () => {
  test('a service that never answers: the action ends after 10 seconds, the run goes on', async () => {
    const pass = await passWith([url(at('/never')), add('counter', 1)]);
    expect(await scan(pass)).toMatchObject({ success: true, updated: true });
    expect(over).toEqual([10_000]);
    expect(limits.size).toBe(0);
    const { trace } = await lastTrace(pass);
    expect(trace.actions[0]).toMatchObject({
      error: expect.stringMatching(/within 10000 ms/),
      request: { method: 'GET' },
    });
    expect(await fieldsOf(pass)).toEqual({ counter: 1 });
  });

  test('an endless answer is read to 64 KiB and left', async () => {
    const pass = await passWith([url(at('/endless')), add('counter', 1)]);
    expect(await scan(pass)).toMatchObject({ success: true, updated: true });
    await left;
    expect((await lastTrace(pass)).trace.actions[0]).toMatchObject({ request: { status: 200 } });
  });

  test('ten requests, not eleven', async () => {
    answer = () => 'ok';
    const pass = await passWith([...Array.from({ length: 11 }, () => url(at('/'))), add('counter', 1)]);
    const before = service.seen.length;
    await scan(pass);
    expect(service.seen.length - before).toBe(10);
    const { trace } = await lastTrace(pass);
    expect(trace).toMatchObject({ outcome: 'error', note: expect.stringMatching(/after 10 URL requests/) });
    expect(await fieldsOf(pass)).toEqual({});
  });

  test('a loop that scans the same pass ends at depth 3, and every scan is logged', async () => {
    const again = '{rootPath}/api/trackPassAccess.php?clientHash={clientHash}&hashedSerialNumber={hashedSerialNumber}';
    const pass = await passWith([add('counter', 1), url(`${again}&accessType=7`)]);
    expect(await scan(pass)).toMatchObject({ success: true, updated: true });
    expect(await fieldsOf(pass)).toEqual({ counter: 3 });
    const { tracking } = await call('passTracking', { hashedSerialNumber: pass, trace: true });
    expect(tracking.map(({ accessType }: { accessType: number }) => accessType)).toEqual([1, 7, 7, 7]);
    const errors = tracking
      .slice(1)
      .map(({ trace }: { trace: { actions: { error?: string }[] } }) => trace.actions.at(-1)?.error);
    expect(errors).toEqual([expect.stringMatching(/loop/), undefined, undefined]);
  });
});
