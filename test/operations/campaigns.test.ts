// Campaigns through operations, on a real database: names and terms, what may be made and downloaded when, batches, and invalid passes.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { changeCampaignTemplate, createCampaignTemplate } from '../../src/operations/campaigns/campaign-template.ts';
import { campaignsOf, findCampaign, findCampaignTemplate } from '../../src/operations/campaigns/campaigns.ts';
import { changeCampaign } from '../../src/operations/campaigns/change-campaign.ts';
import { type CampaignInput, createCampaign } from '../../src/operations/campaigns/create-campaign.ts';
import type { Context } from '../../src/operations/context.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { changePasses } from '../../src/operations/passes/change-passes.ts';
import { createPass } from '../../src/operations/passes/create-pass.ts';
import { createPasses } from '../../src/operations/passes/create-passes.ts';
import type { Account } from '../../src/ports/store/accounts.ts';
import type { IssueTerms } from '../../src/rules/passes/issue.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { editable } from '../fixtures/http/register-forms.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const DAY = 24 * 60 * 60 * 1000;
let t: TestApp;
let context: Context;
let account: Account;
beforeEach(async () => {
  t = await openTestApp();
  context = t.app.context;
  account = (await context.store.accountByEmail(OWNER.email))!;
});
afterEach(() => t.close());

const terms = (given: Partial<IssueTerms> = {}): IssueTerms => ({
  status: 'ACTIVE',
  startsAt: 0,
  endsAt: null,
  maxIssue: 0,
  ...given,
});
const campaign = (given: Partial<CampaignInput> = {}) =>
  createCampaign(context, account, {
    name: 'summer',
    passTypeIdentifier: null,
    displayName: 'Summer',
    description: '',
    posted: {},
    ...terms(),
    ...given,
  });
const template = async (
  given: Partial<IssueTerms> = {},
  passConstructor: JsonObject = pointsTemplate(),
  name = 'card',
) =>
  (
    await createCampaignTemplate(context, account, {
      campaignName: 'summer',
      name,
      posted: {},
      passConstructor,
      ...terms(given),
    })
  ).hash;
const make = (templateHash: string, fields = {}) =>
  createPass(context, account, { templateHash, fields, depth: UNCALLED });
const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error ?? new Error('it did not fail');
  return { code: error.code, ...(error.field === undefined ? {} : { field: error.field }), ...error.beside };
};
const download = async (hash: string) =>
  (await t.fetch(`/pass/create.php?hashedSerialNumber=${hash}&download=true`)).status;

/** Dates are written with spaces that do not break. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('names and terms', () => {
  test.each([
    [{ name: '' }, { code: 'parameter_missing', field: 'name' }],
    [{ name: 'two words' }, { code: 'parameter_invalid', field: 'name' }],
    [{ name: 'x'.repeat(101) }, { code: 'parameter_invalid', field: 'name' }],
    [{ maxIssue: -1 }, { code: 'parameter_invalid', field: 'maxIssue' }],
    [{ maxIssue: 1.5 }, { code: 'parameter_invalid', field: 'maxIssue' }],
    [
      { startsAt: 9, endsAt: 9 },
      { code: 'parameter_invalid', field: 'endDate' },
    ],
    [{ displayName: 'x'.repeat(201) }, { code: 'parameter_invalid', field: 'displayName' }],
    [{ description: 'x'.repeat(5001) }, { code: 'parameter_invalid', field: 'description' }],
    [{ passTypeIdentifier: 'pass.not.ours' }, { code: 'certificate_not_found', field: 'passbookCertId' }],
  ])('%j is refused and nothing is stored', async (given, expected) => {
    expect(await failure(campaign(given))).toEqual(expected);
    expect(await campaignsOf(context, account)).toEqual([]);
  });

  test('a name is taken once; FROZEN can be ACTIVE again, INVALID is final', async () => {
    await campaign();
    expect(await failure(campaign())).toEqual({ code: 'name_taken', field: 'name' });
    for (const status of ['FROZEN', 'ACTIVE', 'INVALID'] as const) {
      await changeCampaign(context, account, 'summer', () => ({ status }));
      expect((await findCampaign(context, account, 'summer')).status).toBe(status);
    }
    const again = changeCampaign(context, account, 'summer', () => ({ status: 'ACTIVE' }));
    expect(await failure(again)).toEqual({ code: 'issue_final', field: 'status' });
    expect(await failure(template())).toEqual({ code: 'issue_final', field: 'status' });
    expect(await failure(findCampaign(context, account, 'winter'))).toMatchObject({ code: 'campaign_not_found' });
  });

  test('a template changes with its terms; one that is INVALID is changed on no surface', async () => {
    await campaign();
    const hash = await template();
    await changeCampaignTemplate(context, account, 'card', ({ issue, passConstructor }) => ({
      maxIssue: 7,
      posted: { ...issue.posted, maxIssue: 7 },
      passConstructor: { ...passConstructor, description: 'Other' },
    }));
    const found = await findCampaignTemplate(context, account, 'card');
    expect(found).toMatchObject({ template: { hash, version: 2 }, counted: { maxIssue: 7, posted: { maxIssue: 7 } } });
    const broken = changeCampaignTemplate(context, account, 'card', ({ passConstructor }) => ({
      maxIssue: 8,
      passConstructor: { ...passConstructor, backgroundColor: 'no colour' },
    }));
    expect(await failure(broken)).toMatchObject({ code: 'template_invalid', field: 'backgroundColor' });
    expect((await findCampaignTemplate(context, account, 'card')).counted.maxIssue).toBe(7);
    await changeCampaignTemplate(context, account, 'card', () => ({ status: 'INVALID' }));
    const late = changeCampaignTemplate(context, account, 'card', () => ({ status: 'ACTIVE' }));
    expect(await failure(late)).toMatchObject({ code: 'issue_final' });
    const { clientHash } = t;
    const saved = { clientHash, templateHash: hash, templateName: 'x', passConstructor: pointsTemplate() };
    expect(await t.call('insertUpdateTemplate', saved)).toMatchObject({ success: false, code: 'issue_final' });
    expect(await failure(make(hash))).toEqual({ code: 'issue_refused', field: 'template' });
  });
});

describe('what may be made', () => {
  test.each([
    [{ status: 'FROZEN' }, {}, 'campaign', 409, 'No passes are given out here now.'],
    [{}, { status: 'FROZEN' }, 'template', 409, 'No passes are given out here now.'],
    [{ endsAt: 86_400_000 }, {}, 'campaign', 410, 'This pass was available until January 2, 1970.'],
    [{}, { endsAt: 1 }, 'template', 410, 'This pass was available until January 1, 1970 at 12:00 AM UTC.'],
  ] as const)(
    'campaign %j, template %j: none, by API, link or form',
    async (ofCampaign, ofTemplate, field, status, says) => {
      await campaign(terms(ofCampaign));
      const hash = await template(ofTemplate);
      expect(await failure(make(hash))).toEqual({ code: 'issue_refused', field });
      const link = await t.fetch(`/pass/create.php?templateHash=${hash}`);
      expect([link.status, plain(await link.text())]).toEqual([status, expect.stringContaining(says)]);
      const form = new FormData();
      form.set('psForm', '0');
      const sent = await t.fetch(`/pass/register.php?templateHash=${hash}`, { method: 'POST', body: form });
      expect(sent.status).not.toBe(302);
      // A form that would be refused is not shown.
      const opened = await t.fetch(
        `/pass/register.php?templateHash=${await template(ofTemplate, pointsTemplate({ additional: { note: editable('', 'Note') } }), 'form')}`,
      );
      expect([opened.status, await opened.text()]).toEqual([409, expect.stringContaining('No passes are given out')]);
      const { template: made } = await findCampaignTemplate(context, account, 'card');
      expect(await context.store.countPasses(made.id)).toBe(0);
    },
  );

  test('200 creations at once against maxIssue 50 are 50', async () => {
    await campaign({ maxIssue: 50 });
    const hash = await template({ maxIssue: 60 });
    const results = await Promise.all(
      Array.from({ length: 200 }, () =>
        make(hash).then(
          () => 'made',
          (error: AppError) => error.code,
        ),
      ),
    );
    expect(results.filter((result) => result === 'made')).toHaveLength(50);
    expect(results.filter((result) => result === 'issue_limit_reached')).toHaveLength(150);
    const { template: of } = await findCampaignTemplate(context, account, 'card');
    expect(await context.store.countPasses(of.id)).toBe(50);
    expect((await findCampaign(context, account, 'summer')).issued).toBe(50);
  });
});

describe('downloads', () => {
  test('before the start a pass can be made and not downloaded; phones and people get it from then on', async () => {
    await campaign({ startsAt: t.now() + DAY });
    const hash = (await make(await template({ startsAt: t.now() + 2 * DAY }))).hashedSerialNumber;
    const page = await t.fetch(`/pass/create.php?hashedSerialNumber=${hash}`);
    expect(page.status).toBe(403);
    expect(plain(await page.text())).toContain('This pass is available from March 3, 2026 at 12:00 PM UTC on.');
    // Whoever opens the creation link is told the same, and no pass is made that nobody sees.
    const { template: card } = await findCampaignTemplate(context, account, 'card');
    const link = await t.fetch(`/pass/create.php?templateHash=${card.hash}`);
    expect([link.status, await context.store.countPasses(card.id)]).toEqual([403, 1]);
    expect(await download(hash)).toBe(403);
    const other = await t.pass(await t.template(pointsTemplate()));
    expect((await t.fetch(`/pass/create.php?hashedSerialNumber=${hash},${other}`)).status).toBe(403);
    t.advance(DAY);
    expect(await download(hash)).toBe(403);
    t.advance(DAY);
    expect(await download(hash)).toBe(200);
  });

  test('after the end nobody downloads it', async () => {
    await campaign({ endsAt: t.now() + DAY });
    const hash = (await make(await template())).hashedSerialNumber;
    expect(await download(hash)).toBe(200);
    t.advance(DAY);
    expect(await download(hash)).toBe(410);
  });
});

describe('batches', () => {
  test('25 passes of two templates are made in order, each with its onCreate', async () => {
    await campaign();
    const onCreate = { action: 'PSActionSetValue', targetPath: 'note', value: 'made' };
    const one = await template({}, pointsTemplate({ triggers: { onCreate } }), 'one');
    const two = await template({}, pointsTemplate(), 'two');
    const orders = Array.from({ length: 25 }, (_, index) => ({
      templateHash: index % 2 === 0 ? one : two,
      fields: { structure_headerFields_points_value: index },
      reference: { userDefinedId: String(index), posted: { points: index } },
    }));
    const hashes = await createPasses(context, account, orders, UNCALLED);
    const passes = await Promise.all(hashes.map(async (hash) => (await context.store.passByHash(hash))!.pass));
    expect(passes.map(({ overrides }) => overrides.structure_headerFields_points_value)).toEqual(
      orders.map((_, index) => index),
    );
    expect(passes.map(({ overrides }) => overrides.note ?? null).slice(0, 2)).toEqual(['made', null]);
    expect((await t.events(hashes[0]!)).map(({ accessType, outcome }) => [accessType, outcome])).toEqual([
      [1, 'fired'],
    ]);
    expect(await context.store.passReference(passes[3]!.id)).toMatchObject({
      userDefinedId: '3',
      posted: { points: 3 },
    });
    const more = createPasses(context, account, [...orders, orders[0]!], UNCALLED);
    expect(await failure(more)).toEqual({ code: 'parameter_invalid', field: 'passes' });
  });

  test('one bad pass among 25: none is made, and the error says which', async () => {
    await campaign();
    const hash = await template();
    const orders = Array.from({ length: 25 }, (_, index) => ({
      templateHash: hash,
      fields: index === 17 ? { 'no such path': 1 } : {},
      reference: { userDefinedId: String(index) },
    }));
    expect(await failure(createPasses(context, account, orders, UNCALLED))).toMatchObject({
      code: 'path_unknown',
      index: 17,
    });
    const twice = orders.map((order, index) => ({
      ...order,
      fields: {},
      reference: { userDefinedId: String(index === 20 ? 4 : index) },
    }));
    const taken = createPasses(context, account, twice, UNCALLED);
    expect(await failure(taken)).toEqual({ code: 'user_defined_id_taken', field: 'userDefinedId', index: 20 });
    expect((await findCampaign(context, account, 'summer')).issued).toBe(0);
    const stranger = (await t.account('stranger@example.com')).account;
    const strange = createPasses(context, stranger, [{ templateHash: hash, fields: {} }], UNCALLED);
    expect(await failure(strange)).toMatchObject({ code: 'access_denied', index: 0 });
  });

  test('one bad change among several: none is made', async () => {
    await campaign();
    const order = { templateHash: await template(), fields: {} };
    const hashes = await createPasses(context, account, [order, order], UNCALLED);
    const change = (values: readonly JsonObject[]) =>
      changePasses(
        context,
        account,
        values.map((fields, index) => ({ hashedSerialNumber: hashes[index]!, fields })),
        UNCALLED,
      );
    const path = 'structure_headerFields_points_value';
    expect(await failure(change([{ [path]: 5 }, { serialNumber: 'x' }]))).toMatchObject({
      code: 'path_reserved',
      index: 1,
    });
    expect((await context.store.passByHash(hashes[0]!))?.pass.overrides).toEqual({});
    expect(await change([{ [path]: 5 }, {}])).toEqual([true, false]);
    expect((await context.store.passByHash(hashes[0]!))?.pass.overrides).toEqual({ [path]: 5 });
  });
});

test('an invalidated pass is void for good: scans are logged without triggers, changes are refused on every surface', async () => {
  await campaign();
  const { hashedSerialNumber } = await make(await template());
  await t.install(hashedSerialNumber);
  const revision = { hashedSerialNumber, fields: {}, invalidates: true };
  expect(await changePasses(context, account, [revision], UNCALLED)).toEqual([true]);
  expect((await t.jobs()).map(({ kind }) => kind)).toEqual(['push_pass']);
  const { clientHash } = t;
  const scan = await t.call('trackPassAccess', { clientHash, hashedSerialNumber, accessType: 7 });
  expect(scan).toMatchObject({ success: true });
  expect((await context.store.passByHash(hashedSerialNumber))?.pass.overrides).toEqual({});
  const last = (await t.events(hashedSerialNumber)).at(-1);
  expect(last).toMatchObject({ accessType: 7, outcome: 'skipped' });
  expect(JSON.stringify(last?.trace)).toContain('invalidated');
  const set = { clientHash, hashedSerialNumber, note: 'x' };
  expect(await t.call('updatePassFields', set)).toMatchObject({ success: false, code: 'pass_invalid' });
  expect(await failure(changePasses(context, account, [revision], UNCALLED))).toEqual({
    code: 'pass_invalid',
    index: 0,
  });
  const file = await t.fetch(`/pass/create.php?hashedSerialNumber=${hashedSerialNumber}`);
  expect(await file.text()).toContain('No longer valid');
});
