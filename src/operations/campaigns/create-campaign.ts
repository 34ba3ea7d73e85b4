// Makes a campaign of an account.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { CountedCampaign } from '../../ports/store/campaigns.ts';
import type { IssueTerms } from '../../rules/passes/issue.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { requireCurrent } from '../access/access.ts';
import type { Context } from '../context.ts';
import { requireIssueName, requireTerms, requireText } from './campaign-input.ts';

export interface CampaignInput extends IssueTerms {
  readonly name: string;
  /**
   * A pass type with a certificate of the account; null: that of the account's newest certificate.
   */
  readonly passTypeIdentifier: string | null;
  readonly displayName: string;
  readonly description: string;
  readonly posted: JsonObject;
}

/**
 * Fails with `parameter_missing`, `parameter_invalid`, `certificate_not_found`, `name_taken`,
 * `account_expired`.
 */
export async function createCampaign(
  context: Context,
  account: Account,
  input: CampaignInput,
): Promise<CountedCampaign> {
  requireCurrent(context, account);
  requireIssueName(input.name);
  requireTerms(input);
  requireText('displayName', input.displayName, LONGEST_NAME);
  requireText('description', input.description, LONGEST_DESCRIPTION);
  const { passTypeIdentifier } = input;
  if (passTypeIdentifier !== null) {
    const own = await context.store.certificates(account.id);
    if (own.every((certificate) => certificate.passTypeIdentifier !== passTypeIdentifier)) {
      throw new AppError('certificate_not_found', { field: 'passbookCertId' });
    }
  }
  const { name, status, startsAt, endsAt, maxIssue, displayName, description, posted } = input;
  return context.store.createCampaign({
    accountId: account.id,
    index: context.ids.token(),
    name,
    passTypeIdentifier,
    status,
    startsAt,
    endsAt,
    maxIssue,
    displayName,
    description,
    posted,
    createdAt: context.clock.now(),
  });
}

/** In UTF-16 units. */
export const LONGEST_NAME = 200;
export const LONGEST_DESCRIPTION = 5000;
