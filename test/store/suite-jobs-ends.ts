// Ends of campaigns, templates and passes: jobs for that time, and what the jobs do.
import { expect, test } from 'vitest';
import type { NewCampaign, NewTemplateIssue } from '../../src/ports/store/campaigns.ts';
import type { PassChange } from '../../src/ports/store/passes.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { campaignIn, codeOf, install, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const nothing = () => ({ result: null });
const expiring = (at: number | null): Pick<PassChange<null>, 'due'> => ({ due: [{ kind: 'expire_pass', at }] });

export function endCases(store: Current): void {
  const begin = (ofCampaign: Partial<NewCampaign> = {}, ofTemplate: Partial<NewTemplateIssue> = {}) =>
    campaignIn(store(), ofCampaign, ofTemplate);
  const jobs = async () => (await store().waitingJobs(100)).map(({ kind, runAt }) => [kind, runAt]);
  const runDue = async (now: number) => {
    for (const job of await store().waitingJobs(100, now)) await store().expire(job, now);
  };

  test('the end of a campaign or of a template in it is a job for that time, and moves with it', async () => {
    const { account, template } = await begin({ endsAt: T0 + 100 }, { endsAt: T0 + 50 });
    expect(await jobs()).toEqual([['expire_template', T0 + 50]]);
    await store().changeTemplate('template-1', T0 + 1, () => ({ issue: { endsAt: null }, result: null }));
    expect(await jobs()).toEqual([['expire_template', T0 + 100]]);
    const summer = { accountId: account.id, name: 'summer' };
    await store().changeCampaign(summer, T0 + 2, () => ({ endsAt: T0 + 200, result: null }));
    expect(await jobs()).toEqual([['expire_template', T0 + 200]]);
    await passIn(store(), 'p1');
    await install(store(), 'p1');
    // A runner may have read the job before it was put off.
    const [job] = await store().waitingJobs(1);
    await store().expire(job!, T0 + 100);
    expect(await jobs()).toEqual([['expire_template', T0 + 200]]);

    await runDue(T0 + 200);
    expect(await jobs()).toEqual([['push_template', T0 + 200]]);
    const after = (await store().templateById(template.id))!.template;
    expect(after).toMatchObject({ version: 1, updatedAt: T0 + 1 });
    expect(after.updateTag).toBeGreaterThan(template.updateTag);
    expect(after.lastModified).toBeGreaterThan((await readPass(store(), 'p1')).lastModified);
    const [push] = await store().waitingJobs(1);
    expect((await store().pushTargets(push!, 10)).targets).toHaveLength(1);

    // The passes become valid again at once, and then void again at once.
    await store().changeCampaign(summer, T0 + 300, () => ({ endsAt: null, result: null }));
    expect(await jobs()).toEqual([
      ['push_template', T0 + 200],
      ['expire_template', T0 + 300],
    ]);
    await runDue(T0 + 300);
    await store().changeCampaign(summer, T0 + 400, () => ({ endsAt: T0 + 350, result: null }));
    expect((await store().waitingJob('expire_template', template.id))?.runAt).toBe(T0 + 400);
  });

  test.each(['campaign', 'template'])(
    'an INVALID %s invalidates the passes that there are, and has no other end',
    async (side) => {
      const { account } = await begin({ endsAt: T0 + 100 });
      await passIn(store(), 'p1');
      await install(store(), 'p1');
      const invalidate = { status: 'INVALID' } as const;
      if (side === 'template') {
        await store().changeTemplate('template-1', T0 + 5, () => ({ issue: invalidate, result: null }));
      } else {
        const summer = { accountId: account.id, name: 'summer' };
        await store().changeCampaign(summer, T0 + 5, () => ({ ...invalidate, result: null }));
      }
      expect((await readPass(store(), 'p1')).invalidatedAt).toBe(T0 + 5);
      expect(await jobs()).toEqual([['expire_template', T0 + 5]]);
      const write = store().changePass('p1', () => ({ overrides: { points: '1' }, result: null }));
      expect(await codeOf(write)).toEqual({ code: 'pass_invalid' });
      await runDue(T0 + 5);
      expect(await jobs()).toEqual([['push_template', T0 + 5]]);
      const [push] = await store().waitingJobs(1);
      expect((await store().pushTargets(push!, 10)).targets).toHaveLength(1);
    },
  );

  test('an expirationDate of the constructor is such an end too; one that was is none', async () => {
    const at = (ms: number) => ({ type: 'storeCard', expirationDate: new Date(ms).toISOString() });
    await templateIn(store(), { passConstructor: at(T0 + 5000) });
    // Wallet reads no fraction of a second.
    expect(await jobs()).toEqual([['expire_template', T0 + 5000 - (T0 % 1000)]]);
    await store().changeTemplate('template-1', T0, () => ({ passConstructor: at(T0 - 5000), result: null }));
    expect(await jobs()).toEqual([]);
  });

  test('a constructor that may move the ends of passes leaves a job, which a newer one begins anew', async () => {
    const magic = { type: 'storeCard', expirationDate: '{until}' };
    const template = await templateIn(store(), { passConstructor: magic });
    const save = (passConstructor: JsonObject) =>
      store().changeTemplate('template-1', T0, () => ({ passConstructor, result: null }));
    expect(await jobs()).toEqual([]);
    await save({ ...magic, expirationDate: '{other}' });
    const waiting = () => store().waitingJob('schedule_expiries', template.id);
    const first = (await waiting())!;
    await store().recordStep(first, { kind: 'next', cursor: 7 });
    expect(await waiting()).toMatchObject({ cursor: 7, runAt: T0 });
    await save({ type: 'storeCard' });
    await store().recordStep(first, { kind: 'done' });
    const second = (await waiting())!;
    expect(second).toMatchObject({ cursor: 0 });
    await store().recordStep(second, { kind: 'done' });
    await save({ type: 'storeCard', logoText: 'x' });
    expect(await waiting()).toBeNull();
    await save({ type: 'storeCard', timezone: 2 });
    expect(await waiting()).not.toBeNull();
  });

  test("a pass's own end is a job in the commit that sets it, and goes with the pass", async () => {
    await templateIn(store());
    await passIn(store(), 'p1', expiring(T0 + 10));
    await passIn(store(), 'p2');
    await install(store(), 'p1');
    expect(await jobs()).toEqual([['expire_pass', T0 + 10]]);
    await store().changePass('p2', () => ({ ...expiring(T0 + 90), result: null }));
    await store().changePass('p1', () => ({ ...expiring(T0 + 20), result: null }));
    await store().changePass('p1', nothing);
    const before = await readPass(store(), 'p1');
    await runDue(T0 + 19);
    expect(await jobs()).toEqual([
      ['expire_pass', T0 + 20],
      ['expire_pass', T0 + 90],
    ]);
    await runDue(T0 + 20);
    expect(await jobs()).toEqual([
      ['push_pass', T0 + 20],
      ['expire_pass', T0 + 90],
    ]);
    expect((await readPass(store(), 'p1')).updateTag).toBeGreaterThan(before.updateTag);
    await store().deletePass('p2', T0);
    expect(await jobs()).toEqual([['push_pass', T0 + 20]]);
    await store().changePass('p1', () => ({ ...expiring(T0 + 95), result: null }));
    await store().changePass('p1', () => ({ ...expiring(null), result: null }));
    expect(await jobs()).toEqual([['push_pass', T0 + 20]]);
  });
}
