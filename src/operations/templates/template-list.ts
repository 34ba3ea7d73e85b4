// Lists an account's templates with their links, for the command line.
import type { Account } from '../../ports/store/accounts.ts';
import type { Context } from '../context.ts';
import { giveAway } from './give-away.ts';

export interface ListedTemplate {
  readonly name: string;
  readonly hash: string;
  readonly link: string;
  /** The link to the form that holders fill in first; null: the template asks for nothing. */
  readonly registerLink: string | null;
  /** The number of passes made from the template. */
  readonly passes: number;
  readonly triggersPaused: boolean;
}

/** In the order of creation. */
export async function listTemplates(context: Context, account: Account): Promise<readonly ListedTemplate[]> {
  const templates = await context.store.templatesOf(account.id);
  return Promise.all(
    templates.map(async (template) => {
      const { id, name, hash, triggersPaused } = template;
      const { link, formLink } = await giveAway(context, { template, owner: account, issue: null });
      const passes = await context.store.countPasses(id);
      return { name, hash, link, registerLink: formLink, passes, triggersPaused };
    }),
  );
}
