// What the operations ask of the outbound adapter: limits, depth and purpose of each request. The adapter is a recording one,
// and its durations are told, not spent.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../src/http/server.ts';
import { type Depth, ownCall } from '../../src/operations/depth.ts';
import { DEPTH_HEADER, type OutboundRequest, type OutboundResult } from '../../src/ports/outbound.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let png: Buffer;
const asked: OutboundRequest[] = [];
let durationMs = 5;
let server: ReturnType<typeof createServer>;
/** What the adapter answers; null: the picture. */
let result: OutboundResult | null = null;

beforeAll(async () => {
  png = await noise(29, 29);
  t = await openTestApp();
  const request = async (request: OutboundRequest): Promise<OutboundResult> => {
    asked.push(request);
    return result ?? { ok: true, status: 200, contentType: 'image/png', body: png, durationMs };
  };
  const outbound = { ...t.app.context.outbound, request };
  server = createServer({ ...t.app.context, outbound }, t.app.monitoring);
});
afterAll(() => t.close());

const call = async (name: string, parameters: Record<string, unknown>, headers: Record<string, string> = {}) => {
  asked.length = 0;
  const body = JSON.stringify({ clientHash: t.clientHash, ...parameters });
  return (await server.request(`http://passes.test/api/${name}.php`, { method: 'POST', body, headers })).json();
};
const passWith = async (onScan: readonly JsonObject[]) =>
  t.pass(await t.template(pointsTemplate({ triggers: { onScan } })));
const URL_ACTION = { action: 'PSActionURL', url: 'https://example.com/' };

test('a URL action: 10 seconds, 64 KiB of the answer, one deeper than the call that caused it', async () => {
  const hashedSerialNumber = await passWith([URL_ACTION]);
  await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
  expect(asked).toEqual([
    {
      url: 'https://example.com/',
      method: 'GET',
      headers: {},
      ownCall: { depth: 1, header: expect.stringMatching(/^1\.\d+\.[0-9a-f]{64}$/) },
      timeoutMs: 10_000,
      maxBytes: 64 * 1024,
      onTooLarge: 'truncate',
    },
  ]);
  const { header } = ownCall(t.app.context, asked[0]!.ownCall.depth as Depth);
  await call('trackPassAccess', { hashedSerialNumber, accessType: 7 }, { [DEPTH_HEADER]: header });
  expect(asked[0]!.ownCall.depth).toBe(3);
});

test('an image by URL: all of it or an error', async () => {
  const templateHash = await t.template(pointsTemplate());
  await call('createPassFromTemplateFields', { templateHash, images_logo: 'https://example.com/l.png' });
  expect(asked).toMatchObject([
    {
      method: 'GET',
      timeoutMs: 10_000,
      maxBytes: 4 * 1024 * 1024,
      onTooLarge: 'fail',
      ownCall: { depth: 1 },
    },
  ]);
});

test('all requests of an event together: 30 seconds', async () => {
  const add = { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 };
  const hashedSerialNumber = await passWith(Array.from({ length: 6 }, () => [URL_ACTION, add]).flat());
  durationMs = 9_900;
  await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
  durationMs = 5;
  expect(asked.map(({ timeoutMs }) => timeoutMs)).toEqual([10_000, 10_000, 10_000, 300]);
  const { tracking } = await t.call('passTracking', { clientHash: t.clientHash, hashedSerialNumber, trace: true });
  expect(tracking.at(-1).trace).toMatchObject({
    outcome: 'error',
    note: expect.stringMatching(/more than 30 seconds/),
  });
  const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber });
  expect(userFields).toEqual({ counter: 4 });
});

test.each<[string, (hashes: { template: string; pass: string }) => Record<string, unknown>]>([
  ['createPassFromTemplateFields', ({ template }) => ({ templateHash: template })],
  ['updatePassFields', ({ pass }) => ({ hashedSerialNumber: pass })],
])('a retry of %s fetches no image again, and needs none to be there still', async (name, target) => {
  const template = await t.template(pointsTemplate());
  const pass = await t.pass(template);
  const parameters = { ...target({ template, pass }), images_logo: 'https://example.com/l.png', requestId: name };
  const first = await call(name, parameters);
  expect(first).toMatchObject({ success: true });
  expect(asked).toHaveLength(1);
  result = { ok: false, reason: 'connection_failed', message: 'example.com is gone.', durationMs: 5 };
  const retry = await call(name, parameters);
  const other = await call(name, { ...parameters, requestId: 'another' });
  result = null;
  expect(retry).toEqual(first);
  expect(other).toMatchObject({ success: false, code: 'image_unreachable', field: 'images_logo' });
});

test('simulate asks for nothing', async () => {
  const image = { action: 'PSActionSetValue', targetPath: 'images_logo', value: 'https://example.com/l.png' };
  const hashedSerialNumber = await passWith([URL_ACTION, image]);
  expect(await call('simulate', { hashedSerialNumber, accessType: 7 })).toMatchObject({ success: true });
  expect(asked).toEqual([]);
});
