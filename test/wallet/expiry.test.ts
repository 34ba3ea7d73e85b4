// What is over is void on phones: at its end a job pushes, the phone fetches a void pass, and learns when it is valid again.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCampaignTemplate } from '../../src/operations/campaigns/campaign-template.ts';
import { changeCampaign } from '../../src/operations/campaigns/change-campaign.ts';
import { createCampaign } from '../../src/operations/campaigns/create-campaign.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { changePasses } from '../../src/operations/passes/change-passes.ts';
import type { Account } from '../../src/ports/store/accounts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { OWNER, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { openPushingApp, type WithApns } from '../fixtures/wallet/apns.ts';
import { holding, phoneOf } from '../fixtures/wallet/phone.ts';

const HOUR = 60 * 60 * 1000;
let t: TestApp & WithApns;
let account: Account;
beforeEach(async () => {
  t = await openPushingApp();
  account = (await t.app.context.store.accountByEmail(OWNER.email))!;
});
afterEach(() => t.close());

const later = (hours: number) => new Date(t.now() + hours * HOUR).toISOString();
const TERMS = { status: 'ACTIVE', startsAt: 0, endsAt: null, maxIssue: 0 } as const;

/** A phone that holds the pass, and what it is given now. */
async function phoneWith(hash: string) {
  const held = await holding(t, hash);
  const phone = phoneOf(t, 'phone');
  expect(await phone.register(held)).toBe(201);
  let modified: string | null = null;
  let { lastUpdated } = await phone.list(held.type);
  const fetched = async () => {
    const response = await phone.fetch(held, modified);
    if (response.status === 304) return 'unmodified';
    modified = response.headers.get('last-modified');
    const { passJson } = openPackage(new Uint8Array(await response.arrayBuffer()));
    return passJson as Record<string, unknown>;
  };
  const listed = async () => {
    const list = await phone.list(held.type, lastUpdated);
    if (list.status === 200) lastUpdated = list.lastUpdated;
    return list.serialNumbers.length;
  };
  return { fetched, listed };
}
const pushes = async () => {
  const before = t.apns.received.length;
  await t.deliver();
  return t.apns.received.length - before;
};

test('the end of a campaign: void and pushed; a later end: valid and pushed', async () => {
  const { context } = t.app;
  const base = { passTypeIdentifier: null, displayName: '', description: '', posted: {} };
  await createCampaign(context, account, { ...TERMS, ...base, name: 'summer', endsAt: t.now() + HOUR });
  const { hash: templateHash } = await createCampaignTemplate(context, account, {
    ...TERMS,
    campaignName: 'summer',
    name: 'card',
    posted: {},
    passConstructor: pointsTemplate(),
  });
  const { fetched, listed } = await phoneWith(await t.pass(templateHash));
  expect(await fetched()).not.toHaveProperty('voided');
  t.advance(HOUR - 1);
  expect([await pushes(), await listed(), await fetched()]).toEqual([0, 0, 'unmodified']);
  t.advance(1);
  expect([await pushes(), await listed()]).toEqual([1, 1]);
  expect(await fetched()).toMatchObject({ voided: true, webServiceURL: 'http://passes.test/wallet' });
  expect(await t.jobs()).toEqual([]);
  await changeCampaign(context, account, 'summer', () => ({ endsAt: t.now() + HOUR }));
  expect([await pushes(), await listed()]).toEqual([1, 1]);
  expect(await fetched()).not.toHaveProperty('voided');
  t.advance(HOUR);
  expect([await pushes(), await listed()]).toEqual([1, 1]);
  expect(await fetched()).toMatchObject({ voided: true });
});

test.each(['creation', 'update', 'trigger', 'batch'])(
  'an expirationDate by %s: void and pushed at its time',
  async (by) => {
    const onScan = { action: 'PSActionSetValue', targetPath: 'expirationDate', value: later(2) };
    const templateHash = await t.template(pointsTemplate({ triggers: { onScan } }));
    const hash = await t.pass(templateHash, by === 'creation' ? { expirationDate: later(2) } : {});
    const { fetched, listed } = await phoneWith(hash);
    const { clientHash } = t;
    const target = { clientHash, hashedSerialNumber: hash };
    if (by === 'update') await t.call('updatePassFields', { ...target, expirationDate: later(2) });
    if (by === 'trigger') await t.call('trackPassAccess', { ...target, accessType: 7 });
    if (by === 'batch') {
      const revision = { hashedSerialNumber: hash, fields: { expirationDate: later(2) } };
      await changePasses(t.app.context, account, [revision], UNCALLED);
    }
    await pushes();
    await listed();
    expect(await fetched()).not.toHaveProperty('voided');
    // The file is signed and kept; it must not outlive the moment.
    await t.file(hash);
    t.advance(2 * HOUR);
    expect(openPackage(await t.file(hash)).passJson).toMatchObject({ voided: true });
    expect([await pushes(), await listed()]).toEqual([1, 1]);
    expect(await fetched()).toMatchObject({ voided: true });
    await t.call('updatePassFields', { ...target, expirationDate: later(1) });
    expect(await fetched()).not.toHaveProperty('voided');
    t.advance(HOUR);
    expect(await pushes()).toBe(1);
  },
);

test("a template's expirationDate ends the passes without one of their own", async () => {
  const templateHash = await t.template(pointsTemplate({ expirationDate: later(2) }));
  const { fetched } = await phoneWith(await t.pass(templateHash));
  expect(await fetched()).not.toHaveProperty('voided');
  t.advance(2 * HOUR);
  expect(await pushes()).toBe(1);
  expect(await fetched()).toMatchObject({ voided: true });
});

test("a template's date that is a magic string ends each pass by its own value", async () => {
  const templateHash = await t.template(
    pointsTemplate({ expirationDate: '{until}', additional: { until: '', note: '', counter: 0 } }),
  );
  const hash = await t.pass(templateHash, { until: later(1) });
  const { fetched } = await phoneWith(hash);
  await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: hash, until: later(3) });
  t.advance(HOUR);
  expect(await pushes()).toBe(0);
  expect(await fetched()).not.toHaveProperty('voided');
  t.advance(2 * HOUR);
  expect(await pushes()).toBe(1);
  expect(await fetched()).toMatchObject({ voided: true });
});

test('a template that is saved with another magic date ends the passes that it has at their times', async () => {
  const additional = { until: '', other: '', note: '', counter: 0 };
  const { clientHash } = t;
  const templateHash = await t.template(pointsTemplate({ additional }));
  const hash = await t.pass(templateHash, { until: later(1), other: later(3) });
  const others = await Promise.all(Array.from({ length: 250 }, () => t.pass(templateHash, { until: later(1) })));
  const own = await t.pass(templateHash, { expirationDate: later(2) });
  const { fetched } = await phoneWith(hash);
  const expiries = async () => {
    const ids = new Map<number, number>();
    for (const { kind, subjectId, runAt } of await t.jobs()) {
      if (kind === 'expire_pass') ids.set(subjectId, (runAt - t.now()) / HOUR);
    }
    const of = async (each: string) => ids.get((await t.app.context.store.passByHash(each))!.pass.id) ?? null;
    return Promise.all([hash, others[0]!, others.at(-1)!, own].map(of));
  };
  const save = async (parts: JsonObject) => {
    const passConstructor = pointsTemplate({ additional, ...parts });
    expect(await t.call('insertUpdateTemplate', { clientHash, templateHash, passConstructor })).toMatchObject({
      success: true,
    });
    await t.deliver();
  };
  expect(await expiries()).toEqual([null, null, null, 2]);
  await save({ expirationDate: '{until}' });
  expect(await expiries()).toEqual([1, 1, 1, 2]);
  await save({ expirationDate: '{other}' });
  expect(await expiries()).toEqual([3, null, null, 2]);
  await save({ expirationDate: '{until}' });
  await save({});
  expect(await expiries()).toEqual([null, null, null, 2]);
  await save({ expirationDate: '{until}', additional: { ...additional, until: '' } });
  expect(await expiries()).toEqual([1, 1, 1, 2]);
  t.advance(HOUR);
  expect(await pushes()).toBe(1);
  expect(await fetched()).toMatchObject({ voided: true });
});

test('another zone of the template moves the ends of passes whose dates have none', async () => {
  const { clientHash } = t;
  const templateHash = await t.template(pointsTemplate({ timezone: 1 }));
  const date = new Date(t.now() + 5 * HOUR).toISOString().slice(0, 19);
  await t.pass(templateHash, { expirationDate: date });
  const hours = async () =>
    (await t.jobs()).flatMap(({ kind, runAt }) =>
      kind === 'expire_pass' ? [Math.round((runAt - t.now()) / HOUR)] : [],
    );
  expect(await hours()).toEqual([4]);
  const passConstructor = pointsTemplate({ timezone: 2 });
  await t.call('insertUpdateTemplate', { clientHash, templateHash, passConstructor });
  await t.deliver();
  expect(await hours()).toEqual([3]);
});

test('an invalidated pass is the last version that devices get', async () => {
  const hash = await t.pass(await t.template(pointsTemplate()));
  const { fetched } = await phoneWith(hash);
  await changePasses(t.app.context, account, [{ hashedSerialNumber: hash, fields: {}, invalidates: true }], UNCALLED);
  expect(await pushes()).toBe(1);
  const passJson = await fetched();
  expect(passJson).toMatchObject({ voided: true });
  expect(passJson).not.toHaveProperty('webServiceURL');
});
