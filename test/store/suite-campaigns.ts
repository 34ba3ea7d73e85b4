// Campaigns: terms beside templates, counts that no race exceeds, ends that are jobs, batches, and
// what surfaces store about passes.
import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { NewCampaign, NewTemplateIssue } from '../../src/ports/store/campaigns.ts';
import type { CreationSnapshot, PassCreation, PassToCreate } from '../../src/ports/store/passes.ts';
import { DELETE, INSTALL } from '../../src/rules/passes/facts.ts';
import { issueProblem } from '../../src/rules/passes/issue.ts';
import { event, install, newAccount, newTemplate, passIn, readPass, T0, templateIn } from './fixtures.ts';
import type { Current } from './suite.ts';

const TERMS = { status: 'ACTIVE', startsAt: 0, endsAt: null, maxIssue: 0 } as const;
const newCampaign = (accountId: number, given: Partial<NewCampaign> = {}): NewCampaign => ({
  accountId,
  index: 'idx',
  name: 'summer',
  passTypeIdentifier: null,
  displayName: 'Summer',
  description: '',
  posted: { name: 'summer' },
  createdAt: T0,
  ...TERMS,
  ...given,
});
const newIssue = (campaignId: number, given: Partial<NewTemplateIssue> = {}): NewTemplateIssue => ({
  campaignId,
  index: 'tidx',
  name: 'card',
  posted: { name: 'card' },
  ...TERMS,
  ...given,
});
const nothing = () => ({ result: null });

export function campaignCases(store: Current): void {
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error) => (error instanceof AppError ? { code: error.code, ...error.beside } : error),
    );
  /** A campaign with one template, whose hash is `template-1`. */
  async function begin(ofCampaign: Partial<NewCampaign> = {}, ofTemplate: Partial<NewTemplateIssue> = {}) {
    const account = (await store().accountByEmail('ada@example.com')) ?? (await store().createAccount(newAccount()));
    const campaign = await store().createCampaign(newCampaign(account.id, ofCampaign));
    const template = await store().createTemplate(
      newTemplate(account.id, { issue: newIssue(campaign.id, ofTemplate) }),
    );
    return { account, campaign, template };
  }
  /** Decides as an operation does: no pass beyond the terms. */
  const order = (
    hash: string,
    given: Partial<PassCreation<string>> = {},
    template = 'template-1',
  ): PassToCreate<string> => ({
    templateHash: template,
    decide: ({ issue, issued }: CreationSnapshot): PassCreation<string> => {
      const problem = issue && issued && issueProblem(issue, issued, T0);
      if (problem !== null) throw new AppError('issue_limit_reached');
      const create = { serialNumber: `serial-${hash}`, hash, authenticationToken: hash, overrides: {}, createdAt: T0 };
      return { create, result: hash, ...given };
    },
  });
  const make = ({ templateHash, decide }: PassToCreate<string>) => store().createPass(templateHash, decide);
  const jobs = async () => (await store().waitingJobs(100)).map(({ kind, runAt }) => [kind, runAt]);
  const runDue = async (now: number) => {
    for (const job of await store().waitingJobs(100, now)) await store().expire(job, now);
  };

  test('a campaign and its template come back as they were made, in every snapshot', async () => {
    const { account, campaign, template } = await begin({ passTypeIdentifier: 'pass.com.example.summer' });
    expect(campaign).toMatchObject({
      ...newCampaign(account.id),
      passTypeIdentifier: 'pass.com.example.summer',
      issued: 0,
    });
    expect(await store().campaignByName(account.id, 'summer')).toEqual(campaign);
    expect(await store().campaignByName(account.id + 1, 'summer')).toBeNull();
    expect(await store().campaignsOf(account.id)).toEqual([campaign]);
    const found = await store().templateIssue(account.id, 'card');
    expect(found).toMatchObject({
      templateHash: template.hash,
      issue: { templateId: template.id, issued: 0, pushed: 0 },
    });
    expect(await store().templateIssues(campaign.id)).toEqual([found?.issue]);
    await make(order('p1'));
    const { issued: _, pushed: __, ...terms } = found!.issue;
    const { issued: ___, ...ofCampaign } = campaign;
    const snapshot = await store().passByHash('p1');
    expect(snapshot?.issue).toEqual({ campaign: ofCampaign, template: terms });
    // The pass gets the campaign's pass type, whatever the template has chosen.
    expect(snapshot?.pass.passTypeIdentifier).toBe('pass.com.example.summer');
    expect((await store().templateIssue(account.id, 'card'))?.issue.issued).toBe(1);
  });

  test('names are taken once in an account, and a template of no campaign has none of them', async () => {
    const { account, campaign } = await begin();
    expect(await codeOf(store().createCampaign(newCampaign(account.id)))).toEqual({ code: 'name_taken' });
    const again = newTemplate(account.id, { hash: 'template-2', issue: newIssue(campaign.id) });
    expect(await codeOf(store().createTemplate(again))).toEqual({ code: 'name_taken' });
    expect(await store().templateByHash('template-2')).toBeNull();
    const lost = newTemplate(account.id, { hash: 'template-3', issue: newIssue(campaign.id + 1, { name: 'other' }) });
    expect(await codeOf(store().createTemplate(lost))).toEqual({ code: 'campaign_not_found' });
    const other = await store().createAccount(newAccount({ email: 'grace@example.com' }));
    expect(await store().createCampaign(newCampaign(other.id))).toMatchObject({ name: 'summer' });
  });

  test('200 creations at once against a limit of 50 are 50, in counters and in passes', async () => {
    const { account, template } = await begin({ maxIssue: 50 });
    const made = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => make(order(`p${index}`))));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    expect(await store().countPasses(template.id)).toBe(50);
    expect((await store().campaignByName(account.id, 'summer'))?.issued).toBe(50);
    expect((await store().templateIssue(account.id, 'card'))?.issue.issued).toBe(50);
    await store().deletePass('p0', T0);
    expect(await codeOf(make(order('late')))).toEqual({ code: 'issue_limit_reached' });
  });

  test('a batch is made as a whole or not at all, counts included, and says which pass is at fault', async () => {
    const { account, template } = await begin({ maxIssue: 3 });
    expect(await store().createPasses([order('a'), order('b')])).toEqual(['a', 'b']);
    expect(await codeOf(store().createPasses([order('c'), order('d'), order('e')]))).toEqual({
      code: 'issue_limit_reached',
      index: 1,
    });
    expect(await codeOf(store().createPasses([order('c'), order('d', {}, 'no such')]))).toEqual({
      code: 'template_not_found',
      index: 1,
    });
    expect(await store().countPasses(template.id)).toBe(2);
    expect((await store().campaignByName(account.id, 'summer'))?.issued).toBe(2);
    const touch = (hash: string) => ({ hash, decide: () => ({ overrides: { points: 1 }, result: hash }) });
    expect(await codeOf(store().changePasses([touch('a'), touch('none')]))).toEqual({
      code: 'pass_not_found',
      index: 1,
    });
    expect((await readPass(store(), 'a')).overrides).toEqual({});
    expect(await store().changePasses([touch('b'), touch('a')])).toEqual(['b', 'a']);
    expect((await readPass(store(), 'a')).overrides).toEqual({ points: 1 });
  });

  test('constructor and terms of a template change together, by what is there', async () => {
    const { account } = await begin();
    const { template } = await store().changeTemplate('template-1', T0 + 5, ({ issue }, passConstructor) => ({
      passConstructor: { ...passConstructor, description: issue?.template.name ?? '' },
      issue: { status: 'FROZEN', posted: { ...issue?.template.posted, status: 'FROZEN' } },
      result: null,
    }));
    expect(template.version).toBe(2);
    expect(await store().templateVersion(template.id, 2)).toEqual({ type: 'storeCard', description: 'card' });
    expect((await store().templateIssue(account.id, 'card'))?.issue).toMatchObject({
      status: 'FROZEN',
      posted: { name: 'card', status: 'FROZEN' },
      createdAt: T0,
      updatedAt: T0 + 5,
    });
    expect((await store().templateByHash('template-1'))?.issue?.template.status).toBe('FROZEN');
  });

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
    expect(await jobs()).toEqual([['expire_template', T0 + 5000]]);
    await store().changeTemplate('template-1', T0, () => ({ passConstructor: at(T0 - 5000), result: null }));
    expect(await jobs()).toEqual([]);
  });

  test("a pass's own end is a job in the commit that sets it, and goes with the pass", async () => {
    await templateIn(store());
    await passIn(store(), 'p1', { expiresAt: T0 + 10 });
    await passIn(store(), 'p2');
    await install(store(), 'p1');
    expect(await jobs()).toEqual([['expire_pass', T0 + 10]]);
    await store().changePass('p2', () => ({ expiresAt: T0 + 90, result: null }));
    await store().changePass('p1', () => ({ expiresAt: T0 + 20, result: null }));
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
    await store().changePass('p1', () => ({ expiresAt: T0 + 95, result: null }));
    await store().changePass('p1', () => ({ expiresAt: null, result: null }));
    expect(await jobs()).toEqual([['push_pass', T0 + 20]]);
  });

  test('an id of the user is found in its campaign, and is taken there once', async () => {
    const { campaign, account } = await begin();
    const given = (userDefinedId: string) => ({ reference: { userDefinedId, posted: { points: '10' } } });
    await make(order('p1', given('12345')));
    const { pass } = (await store().passByUserDefinedId(campaign.id, '12345'))!;
    expect(pass.hash).toBe('p1');
    expect(await store().passReference(pass.id)).toEqual({
      campaignId: campaign.id,
      userDefinedId: '12345',
      recoveryEmail: null,
      posted: { points: '10' },
    });
    expect(await codeOf(make(order('p2', given('12345'))))).toEqual({ code: 'user_defined_id_taken' });
    expect(await store().passByHash('p2')).toBeNull();
    expect((await store().campaignByName(account.id, 'summer'))?.issued).toBe(1);
    await make(order('p2', given('2')));
    const rename = store().changePass('p2', () => ({ reference: { userDefinedId: '12345' }, result: null }));
    expect(await codeOf(rename)).toEqual({ code: 'user_defined_id_taken' });
    const seen = await store().changePasses([
      {
        hash: 'p2',
        decide: ({ reference }) => ({
          reference: { recoveryEmail: 'g@example.com' },
          result: reference?.userDefinedId,
        }),
      },
    ]);
    expect(seen).toEqual(['2']);
    const p2 = await readPass(store(), 'p2');
    expect(await store().passReference(p2.id)).toMatchObject({ userDefinedId: '2', recoveryEmail: 'g@example.com' });
    const winter = await store().createCampaign(newCampaign(account.id, { name: 'winter' }));
    await store().createTemplate(
      newTemplate(account.id, { hash: 'template-2', issue: newIssue(winter.id, { name: 'other' }) }),
    );
    await make(order('p3', given('12345'), 'template-2'));
    expect((await store().passByUserDefinedId(winter.id, '12345'))?.pass.hash).toBe('p3');
    expect(await store().passByUserDefinedId(winter.id, '2')).toBeNull();
  });

  test('a pass that moves to another template is one of that, and counts as issued where it was made', async () => {
    const { campaign, account } = await begin();
    await make(order('p1'));
    const before = await readPass(store(), 'p1');
    const second = await store().createTemplate(
      newTemplate(account.id, { hash: 'template-2', issue: newIssue(campaign.id, { name: 'second' }) }),
    );
    await store().changePass('p1', () => ({ templateId: second.id, touchedAt: T0 + 9, result: null }));
    const { pass, template } = (await store().passByHash('p1'))!;
    expect(template.id).toBe(second.id);
    expect(pass).toEqual({
      ...before,
      templateId: second.id,
      updateTag: expect.any(Number),
      lastModified: expect.any(Number),
      updatedAt: T0 + 9,
    });
    expect(pass.updateTag).toBeGreaterThan(Math.max(before.updateTag, second.updateTag));
    expect(await store().countPasses(before.templateId)).toBe(0);
    expect(await store().countPasses(second.id)).toBe(1);
    expect((await store().templateIssues(campaign.id)).map(({ issued }) => issued)).toEqual([1, 0]);
  });

  test('an invalidated pass takes events and no changes, whoever makes them', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    await store().changePass('p1', () => ({ reference: { invalidatedAt: T0 + 1 }, touchedAt: T0 + 1, result: null }));
    expect((await readPass(store(), 'p1')).invalidatedAt).toBe(T0 + 1);
    const write = store().changePass('p1', () => ({ overrides: { points: 1 }, result: null }));
    expect(await codeOf(write)).toEqual({ code: 'pass_invalid' });
    const refer = store().changePass('p1', () => ({ reference: { userDefinedId: 'x' }, result: null }));
    expect(await codeOf(refer)).toEqual({ code: 'pass_invalid' });
    await store().changePass('p1', () => ({ event: event(), result: null }));
    expect(await store().tracking((await readPass(store(), 'p1')).id)).toHaveLength(1);
  });

  test('first and last times of registrations, from the events', async () => {
    await templateIn(store());
    const { id } = await passIn(store(), 'p1');
    const log = (accessType: typeof INSTALL | typeof DELETE, time: number) =>
      store().changePass('p1', () => ({ event: event({ accessType, time }), result: null }));
    await log(INSTALL, T0 + 1);
    expect(await store().registrationTimes(id)).toEqual({
      firstRegisteredAt: T0 + 1,
      lastRegisteredAt: T0 + 1,
      firstUnregisteredAt: null,
      lastUnregisteredAt: null,
    });
    for (const [type, time] of [
      [DELETE, T0 + 2],
      [INSTALL, T0 + 3],
      [DELETE, T0 + 4],
    ] as const)
      await log(type, time);
    expect(await store().registrationTimes(id)).toEqual({
      firstRegisteredAt: T0 + 1,
      lastRegisteredAt: T0 + 3,
      firstUnregisteredAt: T0 + 2,
      lastUnregisteredAt: T0 + 4,
    });
  });

  test('a template counts the devices that it told', async () => {
    const { account } = await begin();
    await passIn(store(), 'p1');
    await install(store(), 'p1');
    await store().changePass('p1', () => ({ touchedAt: T0, push: true, result: null }));
    const [job] = await store().waitingJobs(1);
    const { targets, step } = await store().pushTargets(job!, 10);
    const outcomes = targets.map(({ deviceId, pushToken }) => ({
      deviceId,
      pushToken,
      time: T0,
      status: 200,
      reason: null,
      fate: { kind: 'told' } as const,
    }));
    await store().recordPushes(job!, outcomes, step);
    expect((await store().templateIssue(account.id, 'card'))?.issue.pushed).toBe(1);
  });
}
