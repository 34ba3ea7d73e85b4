// What programs need to know of a card: its names, its JSON, its API paths, and what is worth a look
// in it.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import { toText } from '../../rules/values/values.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import type { Context } from '../context.ts';
import type { Example } from './example.ts';
import { exportColumns } from './export-columns.ts';
import { exportTemplate } from './export-template.ts';
import { type GiveAway, giveAway } from './give-away.ts';
import { compileConstructor } from './save-template.ts';
import { withImageUrls } from './template-info.ts';

export interface CardPath {
  readonly path: string;
  /** The beginning of its value in the template. */
  readonly value: string;
  readonly isEditable: boolean;
}

export interface CardCode {
  readonly snapshot: TemplateSnapshot;
  readonly links: GiveAway;
  /** The constructor as JSON with addresses of images, up to LONGEST_JSON characters. */
  readonly json: string;
  readonly isJsonCut: boolean;
  readonly paths: readonly CardPath[];
  /** How many paths there are, listed or not. */
  readonly pathCount: number;
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
  /** Null: psExportPaths names nothing. */
  readonly exportLink: string | null;
}

/** The most characters of the JSON on the page. */
const LONGEST_JSON = 40_000;
/** The most paths on the page, and the most characters of a value beside its path. */
const MOST_PATHS = 300;
const LONGEST_VALUE = 80;

/** Fails with requireCard's codes. */
export async function cardCode(context: Context, caller: Caller, templateHash: string): Promise<CardCode> {
  const snapshot = await requireCard(context, caller, 'rules', templateHash);
  const { template } = snapshot;
  const program = await context.programs.load(template);
  const json = jsonOf(await withImageUrls(context, program.passConstructor), 2);
  const locations = [...program.locations];
  return {
    snapshot,
    links: await giveAway(context, snapshot),
    json: json.slice(0, LONGEST_JSON),
    isJsonCut: json.length > LONGEST_JSON,
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
