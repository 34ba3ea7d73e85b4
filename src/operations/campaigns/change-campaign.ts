// Changes what of a campaign can change: name and certificate never do, and one that is INVALID not at all.
import type { Account } from '../../ports/store/accounts.ts';
import type { CampaignChange, CountedCampaign } from '../../ports/store/campaigns.ts';
import { requireCurrent } from '../access/access.ts';
import type { Context } from '../context.ts';
import { requireChangeable } from '../templates/issue-gate.ts';
import { requireTerms, requireText } from './campaign-input.ts';
import { LONGEST_DESCRIPTION, LONGEST_NAME } from './create-campaign.ts';

/**
 * `decide` says what changes, given what is there; pure, and asked under the lock. Its templates' passes are void, or valid again, and
 * pushed when a new end makes them so; INVALID makes them invalid for good. Fails with `campaign_not_found`, `issue_final`, `parameter_invalid`, `account_expired`.
 */
export async function changeCampaign(
  context: Context,
  account: Account,
  name: string,
  decide: (campaign: CountedCampaign) => Omit<CampaignChange<null>, 'result'>,
): Promise<CountedCampaign> {
  requireCurrent(context, account);
  const now = context.clock.now();
  const which = { accountId: account.id, name };
  const { campaign } = await context.store.changeCampaign(which, now, (present): CampaignChange<null> => {
    requireChangeable(present);
    const change = decide(present);
    requireTerms({ ...present, ...change });
    requireText('displayName', change.displayName ?? '', LONGEST_NAME);
    requireText('description', change.description ?? '', LONGEST_DESCRIPTION);
    return { ...change, result: null };
  });
  return campaign;
}
