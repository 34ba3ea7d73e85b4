// What PassKit's API writes to a pass is checked like everybody's writes: a value that Wallet
// refuses or ignores is refused with a sentence that names the parameter, and nothing is written.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { overridesOf } from '../fixtures/http/register-forms.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';

let p: PassKitClient;
let templateHash: string;
beforeAll(async () => {
  p = await openPassKit();
  await p.campaign();
  await p.template({
    dynamicKeys: [
      { key: 'points', type: 'number', defaultValue: 0 },
      { key: 'visits', type: 'string', defaultValue: null },
      { key: 'start', type: 'dateTime', defaultValue: null },
    ],
  });
  templateHash = await p.hashOf('templateName');
  const { clientHash } = p.t;
  const { passConstructor } = await p.t.call('templateInfo', { clientHash, templateHash });
  // Another surface makes a key count, whatever PassKit calls its type.
  const onScan = { action: 'PSActionIncrementValue', targetPath: 'visits', amount: 1 };
  const saved = { clientHash, templateHash, passConstructor: { ...passConstructor, triggers: { onScan } } };
  expect(await p.t.call('insertUpdateTemplate', saved)).toMatchObject({ success: true });
});
afterAll(() => p.t.close());

const UUID = '19d5f76a-fd04-5aa3-b16e-e93277163af6';
const design = (more: JsonObject): JsonObject => ({ passbook: more });

const REFUSED: readonly [body: JsonObject, says: RegExp][] = [
  [{ expiryDate: '2030-12-31 23:59:00' }, /expiryDate must be a date and time with its zone/],
  [{ expiryDate: '2030-12-31' }, /expiryDate must be a date and time with its zone/],
  [{ expiryDate: '2031-02-30T10:00:00Z' }, /expiryDate must be a date and time with its zone/],
  [{ isVoided: 'maybe' }, /isVoided must be true or false/],
  [design({ relevantDate: 'tomorrow' }), /passbook\.relevantDate must be a date and time/],
  [design({ relevantDate: '2031-02-30T10:00:00Z' }), /passbook\.relevantDate must be a date and time/],
  [design({ bgColor: 'blurple' }), /passbook\.bgColor must be/],
  [design({ bgColor: { red: 256, green: 0, blue: 0 } }), /passbook\.bgColor\.red must be/],
  [design({ locations: [{ lat: '52,5', lon: 13 }] }), /passbook\.locations\[0\]\.lat must be a number from -90 to 90/],
  [design({ locations: [{ lat: 1, lon: 181 }] }), /passbook\.locations\[0\]\.lon must be a number from -180 to 180/],
  [design({ beacons: [{ uuid: 'x' }] }), /passbook\.beacons\[0\]\.uuid must be a UUID/],
  [design({ beacons: [{ uuid: UUID, major: 70000 }] }), /passbook\.beacons\[0\]\.major must be/],
  [{ dynamicData: { points: 'abc' } }, /points must be a number/],
  [{ dynamicData: { start: 'soon' } }, /start must be a date and time/],
  [{ dynamicData: { start: '2031-02-30T10:00:00Z' } }, /start must be a date and time/],
  [{ dynamicData: { visits: 'abc' } }, /visits is a number/],
];

test.each(REFUSED)('%j is refused when a pass is made and when it is changed', async (body, says) => {
  const { context } = p.t.app;
  const { template } = (await context.store.templateByHash(templateHash))!;
  const before = await context.store.countPasses(template.id);
  const refused = { status: 400, body: { message: expect.stringMatching(says) } };
  expect(await p.call('POST', '/passes', { templateName: 'templateName', ...body })).toMatchObject(refused);
  expect(await context.store.countPasses(template.id)).toBe(before);
  const id = await p.pass({ dynamicData: { points: 7 } });
  const given: Record<string, JsonValue> = { isVoided: true, ...body };
  expect(await p.call('PUT', `/passes/${id}`, given)).toMatchObject(refused);
  const batch = [{ id, ...given }];
  expect(await p.call('PUT', '/passesBatch', batch)).toMatchObject({ status: 400 });
  expect(await overridesOf(p.t, id)).toEqual({ points: 7 });
});
