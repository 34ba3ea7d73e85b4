// Campaigns: terms beside templates, counts that no race exceeds, ends that are jobs, batches, and
// what surfaces store about passes.
import { expect, test } from 'vitest';
import type { NewCampaign, NewTemplateIssue } from '../../src/ports/store/campaigns.ts';
import type { PassToCreate } from '../../src/ports/store/passes.ts';
import {
  campaignIn,
  codeOf,
  install,
  newAccount,
  newCampaign,
  newIssue,
  newTemplate,
  order,
  passIn,
  T0,
} from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

type Given = readonly [Partial<NewCampaign>?, Partial<NewTemplateIssue>?];

export function campaignCases(store: Current): void {
  const begin = (...given: Given) => campaignIn(store(), ...given);
  const make = ({ templateHash, decide }: PassToCreate<string>) => store().createPass(templateHash, decide);

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
