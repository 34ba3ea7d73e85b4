// What programs need to know of a card: its names, its API paths, and what is worth a look in it.
// edit-code.ts has its JSON.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { toText } from '../../rules/values/values.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import type { Context } from '../context.ts';
import type { Example } from './example.ts';
import { exportColumns } from './export-columns.ts';
import { exportTemplate } from './export-template.ts';
import { type GiveAway, giveAway } from './give-away.ts';
import { compileConstructor } from './save-template.ts';

export interface CardPath {
  readonly path: string;
  /** The beginning of its value in the template. */
  readonly value: string;
  readonly isEditable: boolean;
}

export interface CardCode {
  readonly snapshot: TemplateSnapshot;
  readonly links: GiveAway;
  readonly paths: readonly CardPath[];
  /** How many paths there are, listed or not. */
  readonly pathCount: number;
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
  /** Null: psExportPaths names nothing. */
  readonly exportLink: string | null;
}

/** The most paths on the page, and the most characters of a value beside its path. */
const MOST_PATHS = 300;
const LONGEST_VALUE = 80;

/** Fails with requireCard's codes. */
export async function cardCode(context: Context, caller: Caller, templateHash: string): Promise<CardCode> {
  const snapshot = await requireCard(context, caller, 'rules', templateHash);
  const { template } = snapshot;
  const program = await context.programs.load(template);
  const locations = [...program.locations];
  return {
    snapshot,
    links: await giveAway(context, snapshot),
    paths: locations.slice(0, MOST_PATHS).map(([path, { value, attribute }]) => ({
      path,
      value: toText(value).slice(0, LONGEST_VALUE),
      isEditable: attribute?.editable === true,
    })),
    pathCount: locations.length,
    warnings: compileConstructor(program.passConstructor).warnings,
    exportLink: exportColumns(context, program, snapshot).areChosen
      ? `${context.settings.rootUrl}/batch/export.php?templateHash=${template.hash}`
      : null,
  };
}

/** The card as a file that can be imported again. Fails with requireCard's codes, `image_not_found`. */
export async function cardFile(context: Context, caller: Caller, templateHash: string): Promise<Example> {
  const { template } = await requireCard(context, caller, 'rules', templateHash);
  return exportTemplate(context, template.hash);
}
