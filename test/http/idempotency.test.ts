// Retries: the same call with the same key gets the first answer again, and does nothing a second time.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Service, serveTestApp, startService } from '../fixtures/http/served.ts';
import { allStored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let manager: string;
let owner: string;
let templateHash: string;

const SCANNED = {
  additional: { note: '', counter: 0, psInformationURL: '{psEditorURL}', psDisplayURL: '{rootPath}?c={clientHash}' },
};

beforeAll(async () => {
  t = await openTestApp();
  manager = (await t.account('agency@example.com')).clientHash;
  owner = (await t.account('shop@example.com', 'agency@example.com')).clientHash;
  const saved = await t.call('insertUpdateTemplate', {
    clientHash: owner,
    templateName: 'Shop',
    passConstructor: pointsTemplate(SCANNED),
  });
  templateHash = saved.templateHash;
});
afterAll(() => t.close());

/** The files that hold what SQLite stores; `allStored` shows all that PostgreSQL does. */
const filesOf = ({ config }: TestApp) =>
  config.postgres === null ? [config.databaseFile, `${config.databaseFile}-wal`] : [];

const newPass = async () => {
  const made = await t.call('createPassFromTemplateFields', { clientHash: owner, templateHash });
  return made.hashedSerialNumber as string;
};
const points = async (pass: string) => {
  const { userFields } = await t.call('passInfo', { clientHash: owner, hashedSerialNumber: pass });
  return userFields.structure_headerFields_points_value ?? 0;
};

/** A call of each function that takes a key, on a target of its own. */
const CALLS: Record<string, () => Promise<Record<string, unknown>>> = {
  trackPassAccess: async () => ({ hashedSerialNumber: await newPass(), accessType: 7 }),
  createPassFromTemplateFields: async () => ({ templateHash, note: 'made' }),
  updatePassFields: async () => ({ hashedSerialNumber: await newPass(), note: `changed ${Math.random()}` }),
};
/** The same call with other parameters. */
const OTHERWISE: Record<string, Record<string, unknown>> = {
  trackPassAccess: { accessType: 0 },
  createPassFromTemplateFields: { note: 'made otherwise' },
  updatePassFields: { psReplaceAll: true },
};
let keys = 0;
const newKey = () => `key ${++keys}`;

describe.each(Object.keys(CALLS))('%s', (name) => {
  const parametersOf = async () => ({ clientHash: owner, ...(await CALLS[name]!()) });

  test.each<[string, (key: string) => [Record<string, unknown>, Record<string, string>]]>([
    ['the header', (key) => [{}, { 'idempotency-key': key }]],
    ['requestId', (key) => [{ requestId: key }, {}]],
  ])('a retry with %s gets the first answer and writes nothing', async (_, by) => {
    const [more, headers] = by(newKey());
    const parameters = { ...(await parametersOf()), ...more };
    const first = await t.call(name, parameters, headers);
    expect(first).toMatchObject({ success: true });
    const before = await allStored(t);
    t.advance(60_000);
    expect(await t.call(name, parameters, headers)).toEqual(first);
    expect(await t.call(name, { ...parameters, clientHash: owner }, headers)).toEqual(first);
    expect(await allStored(t)).toEqual(before);
  });

  test('a key in the header and the same as requestId are one key', async () => {
    const [key, parameters] = [newKey(), await parametersOf()];
    const first = await t.call(name, { ...parameters, requestId: key });
    const before = await allStored(t);
    expect(await t.call(name, parameters, { 'idempotency-key': key })).toEqual(first);
    expect(await allStored(t)).toEqual(before);
  });

  test('for 24 hours', async () => {
    const parameters = { ...(await parametersOf()), requestId: newKey() };
    await t.call(name, parameters);
    t.advance(24 * 60 * 60 * 1000 - 1);
    const kept = await allStored(t);
    await t.call(name, parameters);
    expect(await allStored(t)).toEqual(kept);
    t.advance(1);
    await t.call(name, parameters);
    expect(await allStored(t)).not.toEqual(kept);
  });

  test('with other parameters it is an error', async () => {
    const parameters = { ...(await parametersOf()), requestId: newKey() };
    await t.call(name, parameters);
    const before = await allStored(t);
    const other = await t.call(name, { ...parameters, ...OTHERWISE[name] });
    expect(other).toMatchObject({ success: false, code: 'idempotency_mismatch' });
    expect(await allStored(t)).toEqual(before);
  });

  test('retries at the same time act once', async () => {
    const parameters = { ...(await parametersOf()), requestId: newKey() };
    const before = await allStored(t);
    const answers = await Promise.all(Array.from({ length: 20 }, () => t.call(name, parameters)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ success: true });
    const after = await allStored(t);
    const made = name === 'createPassFromTemplateFields' ? 1 : 0;
    expect(after.passes).toHaveLength(before.passes!.length + made);
    expect(after.events).toHaveLength(before.events!.length + (name === 'updatePassFields' ? 0 : 1));
    expect(after.idempotency_keys).toHaveLength(before.idempotency_keys!.length + 1);
  });

  test('keys of different callers do not meet', async () => {
    const requestId = newKey();
    const target = await CALLS[name]!();
    const answers = [];
    for (const clientHash of [owner, manager, undefined]) {
      if (clientHash === undefined && name === 'trackPassAccess') continue;
      const given = clientHash === undefined ? {} : { clientHash };
      answers.push(await t.call(name, { ...target, ...given, requestId }));
    }
    for (const answer of answers) expect(answer).toMatchObject({ success: true });
    if (name === 'createPassFromTemplateFields') {
      expect(new Set(answers.map((answer) => answer.hashedSerialNumber)).size).toBe(3);
    } else if (name === 'updatePassFields') {
      expect(answers.map((answer) => answer.updated)).toEqual([true, false, false]);
    } else expect(await points(target.hashedSerialNumber as string)).toBe(2);
  });

  test('a refused call keeps nothing of its key', async () => {
    const [requestId, parameters] = [newKey(), await parametersOf()];
    const wrong = { ...parameters, hashedSerialNumber: 'nope', templateHash: 'nope', requestId };
    const before = await allStored(t);
    expect(await t.call(name, wrong)).toMatchObject({ success: false });
    expect(await allStored(t)).toEqual(before);
    expect(await t.call(name, { ...parameters, requestId })).toMatchObject({ success: true });
  });
});

test('keys of different passes do not meet', async () => {
  const passes = [await newPass(), await newPass()];
  for (const hashedSerialNumber of passes) {
    await t.call('trackPassAccess', { clientHash: owner, hashedSerialNumber, accessType: 7, requestId: 'one' });
  }
  expect(await Promise.all(passes.map(points))).toEqual([1, 1]);
});

test('a retry of updatePassFields answers the first answer although the value has changed since', async () => {
  const hashedSerialNumber = await newPass();
  const update = (note: string, requestId: string) =>
    t.call('updatePassFields', { clientHash: owner, hashedSerialNumber, note, requestId });
  await update('one', 'first');
  await update('two', 'second');
  expect(await update('one', 'first')).toEqual({ success: true, updated: true });
  const { userFields } = await t.call('passInfo', { clientHash: owner, hashedSerialNumber });
  expect(userFields.note).toBe('two');
});

test.each(['trackPassAccess', 'createPassFromTemplateFields'])(
  'a stopped run of %s replays its error',
  async (name) => {
    const stop = { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'Sold out' };
    const event = name === 'trackPassAccess' ? 'onScan' : 'onCreate';
    const hash = await t.template(pointsTemplate({ triggers: { [event]: stop } }));
    const target = name === 'trackPassAccess' ? { hashedSerialNumber: await t.pass(hash) } : { templateHash: hash };
    const parameters = { clientHash: t.clientHash, ...target, accessType: 7, requestId: newKey() };
    const first = await t.call(name, parameters);
    expect(first).toMatchObject({ success: false, code: 'trigger_error', message: 'Sold out' });
    const before = await allStored(t);
    t.advance(60_000);
    expect(await t.call(name, parameters)).toEqual(first);
    expect(await allStored(t)).toEqual(before);
  },
);

test('the answer has the clientHash, what is stored has not', async () => {
  const hashedSerialNumber = await newPass();
  const parameters = { clientHash: owner, hashedSerialNumber, accessType: 7, requestId: newKey() };
  const first = await t.call('trackPassAccess', parameters);
  expect(first.informationURL).toContain(`clientHash=${owner}&`);
  expect(await t.call('trackPassAccess', parameters)).toEqual(first);
  await t.call('updatePassFields', {
    clientHash: owner,
    hashedSerialNumber,
    note: '{clientHash}',
    requestId: newKey(),
  });
  const secret = owner.split('-')[1]!;
  expect(JSON.stringify(await allStored(t))).not.toContain(secret);
  for (const file of filesOf(t)) {
    expect(readFileSync(file).includes(secret), file).toBe(false);
  }
});

describe('while the first call waits for a service', () => {
  let served: TestApp & { root: string };
  let service: Service;
  let answerAll: () => void;

  beforeAll(async () => {
    const waiting = new Promise<void>((resolve) => {
      answerAll = resolve;
    });
    service = await startService(async (_, response) => {
      await waiting;
      response.end('ok');
    });
    served = await serveTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` } });
  });
  afterAll(async () => {
    await served.close();
    await service.close();
  });

  test('a retry is told so, does nothing, and gets the answer afterwards', async () => {
    const action = { action: 'PSActionURL', url: `http://127.0.0.1:${service.port}/?c={clientHash}` };
    const add = { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 };
    const hash = await served.template(pointsTemplate({ triggers: { onScan: [add, action] } }));
    const hashedSerialNumber = await served.pass(hash);
    const parameters = { clientHash: served.clientHash, hashedSerialNumber, accessType: 7, requestId: 'one' };
    const first = served.call('trackPassAccess', parameters);
    await expect.poll(() => service.seen.length).toBe(1);
    const before = await allStored(served);
    const retry = await served.call('trackPassAccess', parameters);
    expect(retry).toMatchObject({ success: false, code: 'idempotency_in_progress' });
    expect(await allStored(served)).toEqual(before);
    answerAll();
    const answer = await first;
    expect(answer).toMatchObject({ success: true, updated: true });
    expect(await served.call('trackPassAccess', parameters)).toEqual(answer);
    expect(service.seen).toHaveLength(1);
    const { userFields } = await served.call('passInfo', { clientHash: served.clientHash, hashedSerialNumber });
    expect(userFields).toEqual({ counter: 1 });
    const secret = served.clientHash.split('-')[1]!;
    expect(service.seen[0]!.url).toContain(secret);
    expect(JSON.stringify(await allStored(served))).not.toContain(secret);
    for (const file of filesOf(served)) {
      expect(readFileSync(file).includes(secret), file).toBe(false);
    }
  });
});

test('a holder who typed {clientHash} is given it back in a replay as well, not the clientHash', async () => {
  const passConstructor = pointsTemplate({
    additional: { psScanText: '{structure_secondaryFields_name_value}', psInformationURL: '{psEditorURL}', note: '' },
  });
  const templateHash = await t.template(passConstructor);
  const made = await t.call('createPassFromTemplateFields', {
    templateHash,
    structure_secondaryFields_name_value: 'I am {clientHash}',
  });
  const scan = { clientHash: t.clientHash, hashedSerialNumber: made.hashedSerialNumber, accessType: 7, requestId: 'r' };
  const first = await t.call('trackPassAccess', scan);
  expect(first.scanText).toBe('I am {clientHash}');
  expect(first.informationURL).toContain(t.clientHash);
  expect(await t.call('trackPassAccess', scan)).toEqual(first);
});
