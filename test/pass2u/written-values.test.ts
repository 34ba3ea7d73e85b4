// What Pass2U's API writes to a pass is checked like everybody's writes: a value that Wallet
// refuses or ignores is refused with a sentence that names the key, and nothing is written.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { overridesOf } from '../fixtures/http/register-forms.ts';
import { type ModelApp, openModelApp } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
let modelId: number;
beforeAll(async () => {
  t = await openModelApp();
  modelId = await t.model({
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 0, PSDynamic: true }],
      primaryFields: [{ key: 'since', value: '', dateStyle: 'PKDateStyleShort', PSDynamic: true }],
      backFields: [{ key: 'price', value: '', currencyCode: 'EUR', PSDynamic: true }],
    },
  });
});
afterAll(() => t.close());

const place = (more: JsonObject) => [{ latitude: 1, longitude: 2, ...more }];
const UUID = '5A4BCFCE-174E-4BAC-A814-092E77F6B7E5';
const beacon = (more: JsonObject) => [{ proximityUUID: UUID, ...more }];

/** A key, a value that it cannot hold, and what is said. */
const REFUSED: readonly [key: string, value: JsonValue, says: RegExp][] = [
  ['expirationDate', '2030-12-31 23:59:00', /expirationDate must be a date and time/],
  ['expirationDate', '2030-12-31', /expirationDate must be a date and time/],
  ['expirationDate', '2031-02-30T10:00:00Z', /expirationDate must be a date and time/],
  ['relevantDate', 'tomorrow', /relevantDate must be a date and time/],
  ['backgroundColor', 'FFAA00', /backgroundColor must be an RGB triple/],
  ['maxDistance', '100m', /maxDistance must be a number/],
  ['voided', 'maybe', /voided must be true or false/],
  ['barcode', { format: 'QR' }, /barcode\.format must be one of PKBarcodeFormatQR/],
  ['barcode', { messageEncoding: 'klingon' }, /barcode\.messageEncoding must be one of/],
  ['locations', place({ latitude: '52,5' }), /locations\[0\]\.latitude must be a number/],
  ['locations', place({ longitude: 181 }), /locations\[0\]\.longitude must be at most 180/],
  ['beacons', beacon({ proximityUUID: 'x' }), /beacons\[0\]\.proximityUUID must be a UUID/],
  ['beacons', beacon({ major: 70000 }), /beacons\[0\]\.major must be at most 65535/],
  ['associatedStoreIdentifiers', ['abc'], /associatedStoreIdentifiers\[0\] must be a number/],
  ['fields', [{ key: 'points', value: 'abc' }], /structure_headerFields_points_value is a number/],
  ['fields', [{ key: 'price', value: 'cheap' }], /structure_backFields_price_value is a number/],
  ['fields', [{ key: 'since', value: 'last year' }], /is a date, such as 2025-12-31/],
  ['fields', [{ key: 'since', value: '2031-02-30' }], /is a date.* There is no 2031-02-30/],
];

test.each(REFUSED)('%s = %j is refused when a pass is made and when it is changed', async (key, value, says) => {
  const before = await t.app.context.store.countPasses(modelId);
  const refused = { status: 400, message: expect.stringMatching(says) };
  const create = await t.api('POST', `/models/${modelId}/passes`, { [key]: value });
  expect({ status: create.status, ...((await create.json()) as object) }).toMatchObject(refused);
  expect(await t.app.context.store.countPasses(modelId)).toBe(before);
  const passId = await t.made(modelId, { fields: [{ key: 'points', value: 7 }] });
  const change = await t.api('PUT', `/models/${modelId}/passes/${passId}`, { logoText: 'New', [key]: value });
  expect({ status: change.status, ...((await change.json()) as object) }).toMatchObject(refused);
  expect(await overridesOf(t, passId)).toEqual({ structure_headerFields_points_value: 7 });
});
