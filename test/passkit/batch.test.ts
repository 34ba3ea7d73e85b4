// Batches: up to 25 passes, all of them or none.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { allStored } from '../fixtures/http/stored.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';

let p: PassKitClient;
beforeEach(async () => {
  p = await openPassKit();
  await p.campaign();
  await p.template();
});
afterEach(() => p.t.close());

const order = (points: unknown = '10', templateName = 'templateName') => ({ templateName, dynamicData: { points } });
const points = async (id: string) => (await p.call('GET', `/passes/${id}`)).body.dynamicData.points;

test('makes and changes passes in the order given, and reads them', async () => {
  const made = await p.call('POST', '/passesBatch', { passes: ['1', '2', '3'].map((value) => order(value)) });
  expect(made).toEqual({ status: 200, body: { id: [expect.any(String), expect.any(String), expect.any(String)] } });
  const ids: string[] = made.body.id;
  expect(await Promise.all(ids.map(points))).toEqual(['1', '2', '3']);
  const passes = ids.map((id) => ({ id, ...order('9') }));
  expect(await p.call('PUT', '/passesBatch', { passes })).toEqual({ status: 200, body: { id: ids } });
  expect(await Promise.all(ids.map(points))).toEqual(['9', '9', '9']);

  const read = await p.call('GET', `/passesBatch?id=${ids[1]},${ids[0]}`);
  expect(read.body).toEqual([
    (await p.call('GET', `/passes/${ids[1]}`)).body,
    (await p.call('GET', `/passes/${ids[0]}`)).body,
  ]);
  // A bare array, as clients send it, of what they read.
  const bare = read.body.map((pass: object) => ({ ...pass, isInvalid: true }));
  expect(await p.call('PUT', '/passesBatch', bare)).toEqual({ status: 200, body: { id: [ids[1], ids[0]] } });
  expect((await p.call('GET', `/passes/${ids[0]}`)).body.isInvalid).toBe(true);
});

test('JSON without a Content-Type', async () => {
  const response = await p.send('/passesBatch', { method: 'POST', body: Buffer.from(JSON.stringify([order()])) });
  expect(response.status).toBe(200);
});

test.each([
  [{ templateName: 'templateName', dynamicData: { points: true } }, 'passes[7].dynamicData.points'],
  [order('1', 'absent'), 'passes[7].templateName'],
  [
    { ...order(), dynamicImages: { passbook: { icon: `images/${'0'.repeat(64)}` } } },
    'passes[7].dynamicImages.passbook.icon',
  ],
  [{ ...order(), recoveryEmail: 'nobody' }, 'passes[7].recoveryEmail'],
  [{ ...order(), userDefinedId: 'taken' }, 'passes[7].userDefinedId'],
  [{ ...order(), isRedeemed: 'yes' }, 'passes[7].isRedeemed'],
  [null, 'passes[7]'],
])('of 25 with a bad one makes none and says which: %j', async (bad, field) => {
  await p.pass({ userDefinedId: 'taken' });
  const before = await allStored(p.t);
  const passes = Array.from({ length: 25 }, (_, at) => (at === 7 ? bad : order()));
  const answer = await p.call('POST', '/passesBatch', { passes });
  expect(answer.body).toMatchObject({ field, message: expect.stringContaining(field.replace(/\..*/, '')) });
  expect([400, 404]).toContain(answer.status);
  expect(await allStored(p.t)).toEqual(before);
});

test('changes none when one cannot be', async () => {
  const { body } = await p.call('POST', '/passesBatch', { passes: [order(), order(), order()] });
  await p.call('PUT', `/passes/${body.id[1]}`, { isInvalid: true });
  const before = await allStored(p.t);
  const put = (passes: unknown) => p.call('PUT', '/passesBatch', { passes });
  const change = (id: string) => ({ id, dynamicData: { points: '5' } });
  expect(await put(body.id.map(change))).toMatchObject({
    status: 400,
    body: { error: 'pass_invalid', field: 'passes[1]' },
  });
  expect(await put([change(body.id[0]), change('absent')])).toMatchObject({
    status: 404,
    body: { field: 'passes[1].id' },
  });
  expect(await put([{ dynamicData: {} }])).toMatchObject({ status: 400, body: { field: 'passes[0].id' } });
  expect(await allStored(p.t)).toEqual(before);
});

test('of 26 is too large', async () => {
  const before = await allStored(p.t);
  const passes = Array.from({ length: 26 }, () => order());
  expect(await p.call('POST', '/passesBatch', { passes })).toMatchObject({ status: 400, body: { field: 'passes' } });
  expect(await p.call('POST', '/passesBatch', {})).toMatchObject({ status: 400, body: { field: 'passes' } });
  const ids = Array.from({ length: 26 }, (_, at) => String(at)).join(',');
  expect(await p.call('GET', `/passesBatch?id=${ids}`)).toMatchObject({ status: 400, body: { field: 'id' } });
  expect(await allStored(p.t)).toEqual(before);
});
