// Who may call what: every function of the API, called by everyone. A refused call stores nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../../src/http/passsource/functions.ts';
import { changePassword } from '../../src/operations/accounts/accounts.ts';
import { stored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
/** Who calls. The shop owns what is called about; the agency manages the shop, the shop manages the branch. */
const callers: Record<string, string | undefined> = {};
let icon: string;

beforeAll(async () => {
  t = await openTestApp();
  const agency = await t.account('agency@example.com');
  const shop = await t.account('shop@example.com', 'agency@example.com');
  const branch = await t.account('branch@example.com', 'shop@example.com');
  const outdated = await t.account('outdated@example.com', 'shop@example.com');
  await changePassword(t.app.context, 'outdated@example.com', 'another horse');
  Object.assign(callers, {
    none: undefined,
    empty: '',
    garbage: 'nonsense',
    forged: `${shop.account.id}-${'0'.repeat(48)}`,
    swapped: `${shop.account.id}-${branch.clientHash.split('-')[1]}`,
    outdated: outdated.clientHash,
    other: t.clientHash,
    managed: branch.clientHash,
    manager: agency.clientHash,
    owner: shop.clientHash,
  });
  icon = `data:image/png;base64,${(await noise(29, 29)).toString('base64')}`;
});
afterAll(() => t.close());

const MISSING = 'client_hash_missing';
const INVALID = 'client_hash_invalid';
const DENIED = 'access_denied';
const NOBODY = {
  none: MISSING,
  empty: MISSING,
  garbage: INVALID,
  forged: INVALID,
  swapped: INVALID,
  outdated: INVALID,
};
/** Only the owner and the account that manages the owner. */
const OWNERS = { ...NOBODY, other: DENIED, managed: DENIED, manager: 'ok', owner: 'ok' };
/** Whoever has an account. */
const ACCOUNTS = { ...NOBODY, other: 'ok', managed: 'ok', manager: 'ok', owner: 'ok' };
const ok = (codes: Record<string, string>) => Object.fromEntries(Object.keys(codes).map((name) => [name, 'ok']));
const EVERYONE = ok(OWNERS);

interface Row {
  readonly expect: Record<string, string>;
  readonly parameters?: Record<string, unknown>;
  /** What the call is about. */
  readonly about?: 'template' | 'pass';
}

const TABLE: Record<string, Row | Row[]> = {
  login: { expect: EVERYONE, parameters: { email: 'shop@example.com', password: 'correct horse' } },
  logout: { expect: EVERYONE },
  clientInfo: { expect: ACCOUNTS },
  allTemplates: { expect: ACCOUNTS },
  templateInfo: { expect: OWNERS, about: 'template' },
  templateStats: { expect: OWNERS, about: 'template' },
  templatePasses: { expect: OWNERS, about: 'template', parameters: { accessType: 1 } },
  updatePassesForTemplate: { expect: OWNERS, about: 'template' },
  insertUpdateTemplate: [
    { expect: OWNERS, about: 'template', parameters: { templateName: 'Renamed', triggersPaused: true } },
    { expect: ACCOUNTS, parameters: { templateName: 'New', passConstructor: pointsTemplate() } },
  ],
  uploadTemplateImages: { expect: OWNERS, about: 'template', parameters: { icon: 'ICON' } },
  deleteTemplate: { expect: OWNERS, about: 'template' },
  createPassFromTemplateFields: { expect: EVERYONE, about: 'template', parameters: { backgroundColor: 'red' } },
  passInfo: { expect: OWNERS, about: 'pass' },
  passTracking: { expect: OWNERS, about: 'pass', parameters: { trace: true } },
  trackPassAccess: { expect: OWNERS, about: 'pass', parameters: { accessType: 7 } },
  checkPassAccess: { expect: OWNERS, about: 'pass', parameters: { accessType: 7 } },
  updatePassFields: { expect: EVERYONE, about: 'pass', parameters: { backgroundColor: 'red' } },
  pushPassUpdates: { expect: OWNERS, about: 'pass' },
  deletePass: { expect: OWNERS, about: 'pass' },
  insertUpdateSegment: { expect: OWNERS, about: 'template', parameters: { name: 'Regulars', condition: 'scanned' } },
  getSegments: { expect: OWNERS, about: 'template' },
  batchCreate: { expect: OWNERS, about: 'template', parameters: { mode: 'blank', count: 1 } },
  templateSchedules: { expect: OWNERS, about: 'template' },
  scheduleDryRun: { expect: OWNERS, about: 'template', parameters: { schedule: 'morning' } },
  imageForName: { expect: EVERYONE, about: 'template', parameters: { image: 'icon' } },
  insertUpdateWebhook: { expect: ACCOUNTS, parameters: { url: 'https://shop.example/', events: 'pass.scanned' } },
  getWebhooks: { expect: ACCOUNTS },
  simulate: [
    { expect: OWNERS, about: 'pass', parameters: { accessType: 7 } },
    { expect: OWNERS, about: 'template', parameters: { event: 'onScan', backgroundColor: 'red' } },
  ],
};

const MORNING = {
  name: 'morning',
  when: { every: 'day', at: '09:00' },
  actions: { action: 'PSActionSetValue', targetPath: 'note', value: 'Good morning' },
};

/** A template of the shop's, and a pass of it. */
async function fresh() {
  const clientHash = callers.owner!;
  const passConstructor = { ...pointsTemplate(), images: { icon }, schedules: [MORNING] };
  const { templateHash } = await t.call('insertUpdateTemplate', { clientHash, templateName: 'Shop', passConstructor });
  const { hashedSerialNumber } = await t.call('createPassFromTemplateFields', { clientHash, templateHash });
  return { templateHash, hashedSerialNumber };
}

describe('every function and everyone who may call it', () => {
  test('the table names every function', () => {
    // These find what is of their caller alone; see batches.test.ts and webhook-owners.test.ts.
    const ofCaller = ['batchInfo', 'deleteWebhook', 'resendWebhook', 'webhookDeliveries'];
    // For what is about a segment or a bulk change see segments.test.ts.
    const ofSegments = ['deleteSegment', 'segmentPasses', 'bulkUpdate', 'bulkStatus', 'bulkUndo'];
    expect([...Object.keys(TABLE), ...ofCaller, ...ofSegments].sort()).toEqual(Object.keys(FUNCTIONS).sort());
  });

  const rows = Object.entries(TABLE).flatMap(([name, given]) => [given].flat().map((row) => [name, row] as const));
  test.each(rows)('%s', async (name, { about, parameters = {}, expect: expected }) => {
    // What a refused caller left as it was, the next one calls about too.
    let made = await fresh();
    let before = stored(t);
    for (const [caller, code] of Object.entries(expected)) {
      const { templateHash, hashedSerialNumber } = made;
      const target = about === 'template' ? { templateHash } : about === 'pass' ? { hashedSerialNumber } : {};
      const clientHash = callers[caller];
      const given = { ...parameters, ...(parameters.icon === 'ICON' ? { icon } : {}) };
      const answer = await t.call(name, { ...given, ...target, ...(clientHash === undefined ? {} : { clientHash }) });
      const outcome = answer.success === true ? 'ok' : answer.code;
      expect(`${caller}: ${outcome}`).toBe(`${caller}: ${code}`);
      if (code === 'ok') {
        made = await fresh();
        before = stored(t);
        continue;
      }
      expect(answer).toMatchObject({
        success: false,
        field: 'clientHash',
        message: expect.stringMatching(/clientHash/),
      });
      expect(Object.keys(answer).sort()).toEqual(['code', 'field', 'message', 'success']);
      expect(stored(t)).toEqual(before);
    }
  });

  test.each([
    ['simulate', { templateHash: 'any' }, { code: 'parameter_missing', field: 'event' }],
    ['simulate', { event: 'onScan' }, { code: 'parameter_missing', field: 'templateHash' }],
    [
      'templatePasses',
      { templateHash: 'any', accessType: 1, start: -1 },
      { code: 'parameter_invalid', field: 'start' },
    ],
    ['trackPassAccess', { hashedSerialNumber: 'any', accessType: 1 }, { code: INVALID, field: 'clientHash' }],
  ] as const)(
    '%s with %o and a wrong clientHash: which of the two faults is answered',
    async (name, parameters, refusal) => {
      expect(await t.call(name, { clientHash: 'nonsense', ...parameters })).toMatchObject({
        success: false,
        ...refusal,
      });
    },
  );

  test('the cookie of a browser is no clientHash: no other site can make a browser call the API', async () => {
    const body = new URLSearchParams({ email: 'shop@example.com', password: 'correct horse' });
    const { headers } = await t.fetch('/api/login.php', { method: 'POST', body });
    const cookie = headers.get('set-cookie')!.split(';')[0]!;
    expect(await t.call('clientInfo', {}, { cookie })).toMatchObject({ success: false, code: MISSING });
  });

  test('an account whose subscription has ended may do nothing but what everyone may', async () => {
    const { account, clientHash: before } = await t.account('ended@example.com');
    const { clientHash } = await t.call('login', { email: 'ended@example.com', password: 'correct horse' });
    expect(clientHash).toBe(before);
    const expiresAt = t.now() + 1000;
    await t.app.context.store.changeAccount(account.id, { expiresAt });
    const { clientHash: now } = await t.call('login', { email: 'ended@example.com', password: 'correct horse' });
    const made = await t.call('insertUpdateTemplate', {
      clientHash: now,
      templateName: 'Mine',
      passConstructor: pointsTemplate(),
    });
    expect(made).toMatchObject({ success: true });
    t.advance(1000);
    expect(await t.call('clientInfo', { clientHash: now })).toMatchObject({ success: false, code: 'account_expired' });
    expect(await t.call('login', { email: 'ended@example.com', password: 'correct horse' })).toMatchObject({
      code: 'account_expired',
    });
    const fields = { backgroundColor: 'red', structure_secondaryFields_name_value: 'Ada' };
    const { hashedSerialNumber } = await t.call('createPassFromTemplateFields', {
      clientHash: now,
      templateHash: made.templateHash,
      ...fields,
    });
    expect(await overridesOf(hashedSerialNumber)).toEqual({ structure_secondaryFields_name_value: 'Ada' });
  });
});

async function overridesOf(hash: string) {
  return (await t.app.context.store.passByHash(hash))!.pass.overrides;
}

const FIELDS = {
  backgroundColor: 'red',
  structure_secondaryFields_name_value: 'Ada',
  note: 'set by the shop',
  structure_headerFields_points_value: 99,
};
const EDITED = { structure_secondaryFields_name_value: 'Ada' };
const HOLDERS = ['none', 'empty', 'garbage', 'forged', 'swapped', 'outdated', 'other', 'managed'];

describe('what is written without access', () => {
  test.each([...HOLDERS, 'manager', 'owner'])('%s', async (caller) => {
    const { templateHash, hashedSerialNumber } = await fresh();
    const clientHash = callers[caller];
    const expected = HOLDERS.includes(caller) ? EDITED : FIELDS;
    const given = { ...FIELDS, ...(clientHash === undefined ? {} : { clientHash }) };

    const created = await t.call('createPassFromTemplateFields', { ...given, templateHash });
    expect(created).toEqual({ success: true, hashedSerialNumber: expect.any(String) });
    expect(await overridesOf(created.hashedSerialNumber)).toEqual(expected);

    expect(await t.call('updatePassFields', { ...given, hashedSerialNumber })).toEqual({
      success: true,
      updated: true,
    });
    expect(await overridesOf(hashedSerialNumber)).toEqual(expected);

    const query = new URLSearchParams({ ...given, structure_headerFields_points_value: '99', templateHash });
    const linked = await (await t.fetch(`/pass/create.php?${query}&generate=true`)).text();
    expect(await overridesOf(linked)).toEqual(expected);

    const { hashedSerialNumber: shown } = await t.call('createPassFromTemplateFields', { templateHash });
    await t.fetch(`/pass/create.php?${query}&hashedSerialNumber=${shown}`);
    expect(await overridesOf(shown)).toEqual(expected);
  });

  test('nothing editable at all: the call succeeds and changes nothing', async () => {
    const { hashedSerialNumber } = await fresh();
    const before = stored(t);
    const answer = await t.call('updatePassFields', { hashedSerialNumber, backgroundColor: 'red', no_such_path: 'x' });
    expect(answer).toEqual({ success: true, updated: false });
    expect(stored(t)).toEqual(before);
  });

  test('psReplaceAll takes back only what the caller may write', async () => {
    const { hashedSerialNumber } = await fresh();
    const clientHash = callers.owner;
    await t.call('updatePassFields', { clientHash, hashedSerialNumber, ...FIELDS });
    await t.call('updatePassFields', { hashedSerialNumber, psReplaceAll: true, backgroundColor: 'blue' });
    const { structure_secondaryFields_name_value: _, ...others } = FIELDS;
    expect(await overridesOf(hashedSerialNumber)).toEqual(others);
    await t.call('updatePassFields', { clientHash, hashedSerialNumber, psReplaceAll: 'true', note: 'only this' });
    expect(await overridesOf(hashedSerialNumber)).toEqual({ note: 'only this' });
  });

  test('an image is fetched only for who may set it', async () => {
    const { hashedSerialNumber } = await fresh();
    const answer = await t.call('updatePassFields', { hashedSerialNumber, images_logo: 'http://127.0.0.1/logo.png' });
    expect(answer).toEqual({ success: true, updated: false });
  });
});

describe('what manager and owner are told of each other', () => {
  test('the manager gets the owner’s clientInfo, the owner nothing of the manager', async () => {
    const { templateHash, hashedSerialNumber } = await fresh();
    const { owner, manager } = callers;
    const { success: _, ...info } = await t.call('clientInfo', { clientHash: owner });
    const agency = await t.call('clientInfo', { clientHash: manager });
    expect(info).toMatchObject({ email: 'shop@example.com', clientHash: owner, referenceId: Number(agency.clientId) });
    for (const clientHash of [manager, owner]) {
      for (const answer of [
        await t.call('templateInfo', { clientHash, templateHash }),
        await t.call('passInfo', { clientHash, hashedSerialNumber }),
      ]) {
        expect(answer).toMatchObject(info);
        expect(JSON.stringify(answer)).not.toContain(manager);
        expect(JSON.stringify(answer)).not.toContain('agency@example.com');
      }
    }
    const { templates } = await t.call('allTemplates', { clientHash: manager });
    expect(JSON.stringify(templates)).not.toContain(templateHash);
  });

  test('what the manager saves stays the owner’s', async () => {
    const { templateHash } = await fresh();
    await t.call('insertUpdateTemplate', { clientHash: callers.manager, templateHash, templateName: 'By the agency' });
    const { templates } = await t.call('allTemplates', { clientHash: callers.owner });
    const names = templates.map((template: { templateName: string }) => template.templateName);
    expect(names).toContain('By the agency');
  });
});
