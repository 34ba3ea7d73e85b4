// What surfaces store about passes besides the pass.
import { expect, test } from 'vitest';
import type { PassToCreate } from '../../src/ports/store/passes.ts';
import { campaignIn, codeOf, newCampaign, newIssue, newTemplate, order, readPass } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function referenceCases(store: Current): void {
  const make = ({ templateHash, decide }: PassToCreate<string>) => store().createPass(templateHash, decide);

  test('an id of the user is found in its campaign, and is taken there once', async () => {
    const { campaign, account } = await campaignIn(store());
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
}
