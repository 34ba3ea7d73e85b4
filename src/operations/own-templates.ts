// What the start page shows of an account: its templates with their links, and its clientHash.
import type { Account } from '../ports/store.ts';
import { clientHashOf } from './client-hash.ts';
import type { Context } from './context.ts';
import { exportPaths } from './export-passes.ts';

export interface Home {
  readonly name: string;
  readonly email: string;
  readonly clientHash: string;
  readonly templates: readonly {
    readonly name: string;
    readonly hash: string;
    readonly link: string;
    /** To the form that holders fill in first; without editable fields it leads to `link`. */
    readonly registerLink: string;
    /** To the data of its passes; null while its psExportPaths names none. */
    readonly exportLink: string | null;
    /** How many passes were made from it. */
    readonly passes: number;
    readonly triggersPaused: boolean;
  }[];
}

export async function ownTemplates(context: Context, account: Account): Promise<Home> {
  const templates = await context.store.templatesOf(account.id);
  const described = templates.map(async (template) => {
    const { id, name, hash, triggersPaused } = template;
    const columns = exportPaths(context, await context.programs.load(template), { template, owner: account });
    const link = `${context.settings.rootUrl}/pass/create.php?templateHash=${hash}`;
    const registerLink = `${context.settings.rootUrl}/pass/register.php?templateHash=${hash}`;
    const exportLink =
      columns.length === 0 ? null : `${context.settings.rootUrl}/batch/export.php?templateHash=${hash}`;
    const passes = await context.store.countPasses(id);
    return { name, hash, link, registerLink, exportLink, passes, triggersPaused };
  });
  return {
    name: account.name,
    email: account.email,
    clientHash: clientHashOf(context.settings.secret, account),
    templates: await Promise.all(described),
  };
}
