// Changes a campaign: its terms, but never its name or certificate. An INVALID campaign never
// changes.
import type { Account } from '../../ports/store/accounts.ts';
import type { CampaignChange, CountedCampaign } from '../../ports/store/campaigns.ts';
import { requireCurrent } from '../access/access.ts';
import type { Context } from '../context.ts';
import { requireChangeable } from '../templates/issue-gate.ts';
import { requireTerms, requireText } from './campaign-input.ts';
import { LONGEST_DESCRIPTION, LONGEST_NAME } from './create-campaign.ts';

/**
 * `decide` answers the changes, given the present terms; pure, and called under the lock. A new end
 * makes the passes of the campaign's templates void or valid again, and pushes them; INVALID makes
 * them invalid for good. Fails with `campaign_not_found`, `issue_final`, `parameter_invalid`,
 * `account_expired`.
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
