// Gathers what the start page shows of an account: its templates with their links, and its
// clientHash.
import { type Caller, mayDo } from '../access/caller.ts';
import { clientHashOf } from '../access/client-hash.ts';
import { makesTestPasses } from '../certificates/development.ts';
import type { Context } from '../context.ts';
import { EXPORT_BATCH, exportPaths } from './export-columns.ts';

export interface ExportFile {
  readonly link: string;
  /** Numbers of the file's passes, from 1 on; `last` is 0 while there is none. */
  readonly first: number;
  readonly last: number;
}

export interface Home {
  readonly name: string;
  readonly email: string;
  /** Null: the person may not see it. */
  readonly clientHash: string | null;
  /** Its passes carry the development certificate, which no phone trusts. */
  readonly makesTestPasses: boolean;
  readonly templates: readonly {
    readonly name: string;
    readonly hash: string;
    readonly link: string;
    /**
     * The link to the form that holders fill in first; without editable fields it leads to `link`.
     */
    readonly registerLink: string;
    /**
     * Links to the data of the template's passes, one for each file; empty while psExportPaths
     * names nothing.
     */
    readonly exports: readonly ExportFile[];
    /** The number of passes made from the template. */
    readonly passes: number;
    readonly triggersPaused: boolean;
  }[];
}

export async function ownTemplates(context: Context, caller: Caller): Promise<Home> {
  const { account } = caller;
  const templates = await context.store.templatesOf(account.id);
  const described = templates.map(async (template) => {
    const { id, name, hash, triggersPaused } = template;
    const columns = exportPaths(context, await context.programs.load(template), { template, owner: account });
    const link = `${context.settings.rootUrl}/pass/create.php?templateHash=${hash}`;
    const registerLink = `${context.settings.rootUrl}/pass/register.php?templateHash=${hash}`;
    const passes = await context.store.countPasses(id);
    const exports =
      columns.length === 0
        ? []
        : exportFiles(`${context.settings.rootUrl}/batch/export.php?templateHash=${hash}`, passes);
    return { name, hash, link, registerLink, exports, passes, triggersPaused };
  });
  return {
    name: account.name,
    email: account.email,
    clientHash: mayDo(caller, 'keys') ? clientHashOf(context.settings.secret, account) : null,
    makesTestPasses: await makesTestPasses(context, account.id),
    templates: await Promise.all(described),
  };
}

function exportFiles(link: string, passes: number): readonly ExportFile[] {
  return Array.from({ length: Math.max(1, Math.ceil(passes / EXPORT_BATCH)) }, (_, file) => {
    const start = file * EXPORT_BATCH;
    const last = Math.min(start + EXPORT_BATCH, passes);
    return { link: start === 0 ? link : `${link}&start=${start}`, first: start + 1, last };
  });
}
