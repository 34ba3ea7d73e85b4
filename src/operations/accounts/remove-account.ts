// Removes an account with all that is its own, for the command line.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Context } from '../context.ts';

/** What goes with an account. */
export interface AccountContent {
  readonly templates: number;
  readonly passes: number;
  readonly certificates: number;
  readonly apiKeys: number;
  /** Accounts that it manages, which stay and lose their manager. */
  readonly managed: number;
}

export async function contentOf({ store }: Context, account: Account): Promise<AccountContent> {
  const templates = await store.templatesOf(account.id);
  let passes = 0;
  for (const { id } of templates) passes += await store.countPasses(id);
  const [certificates, apiKeys, accounts] = await Promise.all([
    store.certificates(account.id),
    store.apiKeys(account.id),
    store.accounts(),
  ]);
  return {
    templates: templates.length,
    passes,
    certificates: certificates.length,
    apiKeys: apiKeys.length,
    managed: accounts.filter(({ managerId }) => managerId === account.id).length,
  };
}

/**
 * Deletes the templates with their passes one by one, then the account: a removal that was cut off
 * goes on where it stopped. Phones keep the passes they have, which nobody can change any more. Fails
 * with `parameter_invalid` for the only account, because the next start would make a first one.
 */
export async function removeAccount(context: Context, account: Account): Promise<void> {
  const { store, clock } = context;
  if ((await store.accounts()).length === 1) {
    const message = 'The only account of a server cannot be removed: the next start would make another one.';
    throw new AppError('parameter_invalid', { field: 'email', message });
  }
  for (const { id } of await store.templatesOf(account.id)) await store.deleteTemplate(id, clock.now());
  await store.deleteAccount(account.id);
}
