// Dates are what Wallet reads, through every door and at every place: without a fraction of a
// second, with a colon in the zone; a day that there is not is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { editable, overridesOf, passIn, sendForm } from '../fixtures/http/register-forms.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import type { TestApp } from '../fixtures/open-app.ts';
import { idOf, type ModelApp, modelApp } from '../fixtures/pass2u/model-app.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';

let passkit: PassKitClient;
let t: TestApp;
let pass2u: ModelApp;
beforeAll(async () => {
  passkit = await openPassKit();
  t = passkit.t;
  pass2u = await modelApp(t);
});
afterAll(() => t.close());

const TYPED = '2031-05-06T07:08:09.123+0200';
const NORMAL = '2031-05-06T07:08:09+02:00';
const IMPOSSIBLE = '2031-02-30T07:08:09Z';

const card = (more: JsonObject = {}): JsonObject => ({
  type: 'eventTicket',
  description: 'Ticket',
  organizationName: 'Hall',
  expirationDate: editable('', 'Until'),
  relevantDate: editable('', 'When'),
  structure: {
    primaryFields: [
      { key: 'at', label: 'AT', value: editable('', 'At', { PSDynamic: true }), dateStyle: 'PKDateStyleShort' },
    ],
    backFields: [{ key: 'until', value: '', timeStyle: 'PKDateStyleShort' }],
  },
  ...more,
});

type PassJson = Record<string, any>;
/** A path, the value around a date, and what the pass shows there. */
const PLACES: readonly [path: string, value: (date: string) => JsonValue, shown: (pass: PassJson) => unknown][] = [
  ['expirationDate', (date) => date, (pass) => pass.expirationDate],
  ['relevantDate', (date) => date, (pass) => pass.relevantDate],
  ['structure_primaryFields_at_value', (date) => date, (pass) => pass.eventTicket.primaryFields[0].value],
  ['structure_backFields_until_value', (date) => date, (pass) => pass.eventTicket.backFields[0].value],
  [
    'structure_backFields',
    (date) => [{ key: 'new', value: date, dateStyle: 'PKDateStyleFull' }],
    (pass) => pass.eventTicket.backFields[0].value,
  ],
  ['relevantDates', (date) => [{ startDate: date, endDate: date }], (pass) => pass.relevantDates[0].endDate],
  ['relevantDates_0_startDate', (date) => date, (pass) => pass.relevantDates[0].startDate],
  [
    'upcomingPassInformation_0_dateInformation_date',
    (date) => date,
    (pass) => pass.upcomingPassInformation[0].dateInformation.date,
  ],
  ['semantics', (date) => ({ eventStartDate: date }), (pass) => pass.semantics.eventStartDate],
  ['semantics_eventStartDateInfo_date', (date) => date, (pass) => pass.semantics.eventStartDateInfo.date],
  [
    'structure_primaryFields_at_semantics',
    (date) => ({ originalBoardingDate: date }),
    (pass) => pass.eventTicket.primaryFields[0].semantics.originalBoardingDate,
  ],
  [
    'upcomingPassInformation',
    (date) => [{ identifier: 'a', name: 'b', type: 'event', dateInformation: { date } }],
    (pass) => pass.upcomingPassInformation[0].dateInformation.date,
  ],
];

describe.each(PLACES)('%s', (path, value, shown) => {
  const shownOn = async (hash: string) => shown(await passJsonOf(t, hash));

  test('by the API, a link of the owner, a trigger and the template: what Wallet reads, on all answers', async () => {
    const { clientHash } = t;
    const templateHash = await t.template(card());
    const given = value(TYPED);
    const created = await t.pass(templateHash, { [path]: given });
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    const link = new URLSearchParams({ clientHash, templateHash, generate: 'true', [path]: text });
    const linked = (await (await t.fetch(`/pass/create.php?${link}`)).text()).trim();
    const set = { action: 'PSActionSetValue', targetPath: path, value: given };
    const scanned = await t.pass(await t.template(card({ triggers: { onScan: set } })));
    await t.call('trackPassAccess', { clientHash, hashedSerialNumber: scanned, accessType: 7 });
    const updated = await t.pass(templateHash);
    expect(await t.call('updatePassFields', { clientHash, hashedSerialNumber: updated, [path]: given })).toMatchObject({
      success: true,
      updated: true,
    });
    for (const hash of [created, linked, scanned, updated]) {
      expect(await shownOn(hash)).toBe(NORMAL);
      expect(await overridesOf(t, hash)).toEqual({ [path]: value(NORMAL) });
    }
  });

  test('30 February is refused by all of them, and nothing is written', async () => {
    const { clientHash } = t;
    const templateHash = await t.template(card());
    const hashedSerialNumber = await t.pass(templateHash);
    const given = value(IMPOSSIBLE);
    const refused = { success: false, code: 'value_invalid', message: expect.stringContaining(IMPOSSIBLE) };
    expect(await t.call('updatePassFields', { clientHash, hashedSerialNumber, [path]: given })).toMatchObject(refused);
    expect(await t.call('createPassFromTemplateFields', { clientHash, templateHash, [path]: given })).toMatchObject(
      refused,
    );
    const set = { action: 'PSActionSetValue', targetPath: path, value: given };
    const scanned = await t.pass(await t.template(card({ triggers: { onScan: set } })));
    await t.call('trackPassAccess', { clientHash, hashedSerialNumber: scanned, accessType: 7 });
    for (const hash of [hashedSerialNumber, scanned]) expect(await overridesOf(t, hash)).toEqual({});
    expect(JSON.stringify((await t.events(scanned)).at(-1)?.trace)).toContain(IMPOSSIBLE);
  });
});

const WHOLE = (date: string): JsonObject => ({
  ...card(),
  expirationDate: date,
  relevantDate: date,
  relevantDates: [{ date }],
  semantics: { eventEndDate: date },
  upcomingPassInformation: [{ dateInformation: { date } }],
  structure: {
    primaryFields: [{ key: 'at', value: date, timeStyle: 'PKDateStyleShort', semantics: { eventStartDate: date } }],
  },
});

test('a template answers, shows and lists its dates as Wallet reads them', async () => {
  const templateHash = await t.template(WHOLE(TYPED));
  const { passConstructor } = await t.call('templateInfo', { clientHash: t.clientHash, templateHash });
  expect(passConstructor).toEqual(WHOLE(NORMAL));
  const text = JSON.stringify(await passJsonOf(t, await t.pass(templateHash)));
  expect(text).not.toContain('.123');
  // Each of relevantDates stands under both of its names.
  expect(text.split(NORMAL)).toHaveLength(9);
});

test.each(Object.keys(WHOLE('')).filter((key) => /date|semantics|upcoming|structure/i.test(key)))(
  'a template with 30 February in %s is refused',
  async (key) => {
    const passConstructor = { ...card(), [key]: WHOLE(IMPOSSIBLE)[key] };
    const answer = await t.call('insertUpdateTemplate', {
      clientHash: t.clientHash,
      templateName: 'x',
      passConstructor,
    });
    expect(answer).toMatchObject({ success: false, message: expect.stringContaining(`There is no ${IMPOSSIBLE}`) });
  },
);

test.each(['expirationDate', 'relevantDate', 'structure_primaryFields_at_value'])(
  'forms and links of guests: %s',
  async (path) => {
    const templateHash = await t.template(card());
    const registered = passIn(await sendForm(t, { templateHash }, { [path]: TYPED }));
    const link = new URLSearchParams({ templateHash, generate: 'true', [path]: TYPED });
    const linked = (await (await t.fetch(`/pass/create.php?${link}`)).text()).trim();
    const edited = await t.pass(templateHash);
    const body = new URLSearchParams({ clientHash: t.clientHash, hashedSerialNumber: edited, [path]: TYPED });
    expect((await t.fetch('/pass/editor.php', { method: 'POST', body })).status).toBe(200);
    for (const hash of [registered, linked, edited]) expect(await overridesOf(t, hash)).toEqual({ [path]: NORMAL });
    expect((await sendForm(t, { templateHash }, { [path]: IMPOSSIBLE })).status).toBe(400);
    body.set(path, IMPOSSIBLE);
    expect((await t.fetch('/pass/editor.php', { method: 'POST', body })).status).toBe(400);
  },
);

test('Pass2U: attributes and fields', async () => {
  const modelId = await idOf(t, await t.template(card()));
  const body = (date: string) => ({
    expirationDate: date,
    relevantDate: date,
    fields: [{ key: 'at', value: date }],
  });
  const { passId, expirationDate } = await pass2u.ok('POST', `/models/${modelId}/passes`, body(TYPED));
  expect(expirationDate).toBe(NORMAL);
  const { passJson } = await pass2u.pkpass(modelId, passId);
  expect(passJson).toMatchObject({ expirationDate: NORMAL, relevantDate: NORMAL });
  expect(passJson.eventTicket.primaryFields[0].value).toBe(NORMAL);
  for (const [key, value] of Object.entries(body(IMPOSSIBLE))) {
    const refused = await pass2u.api('PUT', `/models/${modelId}/passes/${passId}`, { [key]: value });
    expect([key, refused.status]).toEqual([key, 400]);
  }
});

test('PassKit: expiryDate, relevantDate, dynamic keys and fields', async () => {
  await passkit.campaign();
  const dates = [{ defaultValue: '#{start}', format: { type: 'dateTime' } }];
  await passkit.template({
    dynamicKeys: [{ key: 'start', type: 'dateTime', defaultValue: null, isEditable: true }],
    passbook: {
      type: 'eventTicket',
      desc: 'Ticket',
      relevantDate: TYPED,
      secondary: [...dates, { defaultValue: TYPED, format: { type: 'date' } }],
    },
  });
  const body = (date: string) => ({
    expiryDate: date,
    dynamicData: { start: date },
    passbook: { relevantDate: date },
  });
  const ofTemplate = await passJsonOf(t, await passkit.pass());
  expect([ofTemplate.relevantDate, ofTemplate.eventTicket.secondaryFields[1].value]).toEqual([NORMAL, NORMAL]);
  const id = await passkit.pass(body(TYPED));
  expect((await passkit.call('GET', `/passes/${id}`)).body).toMatchObject(body(NORMAL));
  const own = await passJsonOf(t, id);
  expect([own.expirationDate, own.relevantDate, own.eventTicket.secondaryFields[0].value]).toEqual([
    ...[NORMAL, NORMAL, NORMAL],
  ]);
  for (const [key, value] of Object.entries(body(IMPOSSIBLE))) {
    const { status } = await passkit.call('PUT', `/passes/${id}`, { [key]: value });
    expect([key, status]).toEqual([key, 400]);
  }
});
