// The draft of a card as JSON: shown with addresses of pictures, saved in the shape that the store
// holds, and checked while it is typed.
import { AppError } from '../../errors.ts';
import { diagnosedSteps } from '../../rules/design/diagnosed-steps.ts';
import type { JsonSteps } from '../../rules/design/json-steps.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import { compileSteps } from '../../rules/templates/template.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { SPECIAL_STRINGS } from '../../rules/vocabulary.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { inTurns } from '../next-turn.ts';
import { editDraft, type OpenDraft, openDraft, storeDraftImages } from './drafts.ts';
import { diagnosticsOf } from './save-template.ts';
import { withImageUrls } from './template-info.ts';

/** The most characters of JSON that the page edits. */
const LONGEST_EDITED = 256 * 1024;

export interface DraftCode {
  readonly open: OpenDraft;
  /** Up to LONGEST_EDITED characters. */
  readonly json: string;
  /** Whether the JSON is longer, so that only its beginning is here and it cannot be edited. */
  readonly isCut: boolean;
}

/** Fails with openDraft's codes. */
export async function draftCode(context: Context, caller: Caller, templateHash: string): Promise<DraftCode> {
  const open = await openDraft(context, caller, templateHash);
  const json = await jsonIn(context, open);
  return { open, json: json.slice(0, LONGEST_EDITED), isCut: json.length > LONGEST_EDITED };
}

async function jsonIn(context: Context, { passConstructor }: OpenDraft): Promise<string> {
  return jsonOf(await withImageUrls(context, passConstructor), 2);
}

/** Fails with `template_invalid` for a text that is too long to be read at once. */
export function requireEditable(json: string): void {
  if (json.length <= LONGEST_EDITED) return;
  const message = `The page edits JSON of at most ${LONGEST_EDITED} characters. Send a larger card with insertUpdateTemplate.`;
  throw new AppError('template_invalid', { field: 'json', message });
}

/**
 * Saves what was typed, and answers whether it differs. Fails with the codes of editDraft and of
 * takeImage.
 */
export async function saveCode(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, typed, depth }: { readonly revision: string; readonly typed: JsonObject; readonly depth: Depth },
): Promise<boolean> {
  const open = await openDraft(context, caller, templateHash);
  if (open.revision === revision && jsonOf(typed, 2) === (await jsonIn(context, open))) return false;
  const stored = await storedShape(await storeDraftImages(context, typed, depth));
  const saved = await editDraft(context, caller, templateHash, { revision, edit: () => stored });
  return saved.revision !== revision;
}

/** A constructor with errors stays as it was typed, because its stored shape lacks what is wrong. */
async function storedShape(typed: JsonObject): Promise<JsonObject> {
  const { program, diagnostics } = await inTurns(compileSteps(typed));
  return diagnostics.some(({ severity }) => severity === 'error') ? typed : program.passConstructor;
}

export interface CheckedCode {
  readonly findings: readonly (Diagnostic & { readonly steps: JsonSteps })[];
  /** What magic strings and targets can name. */
  readonly paths: readonly string[];
}

/** The most faults that an editor marks: each is looked for in the whole constructor. */
const MOST_MARKED = 200;
/** The most paths that an editor offers. */
const MOST_OFFERED = 1000;

/** What is wrong or doubtful in JSON that is being typed, whosever it is; nothing is read or stored. */
export async function checkCode(typed: JsonObject): Promise<CheckedCode> {
  const compiled = await inTurns(compileSteps(typed));
  return {
    findings: diagnosticsOf(compiled)
      .slice(0, MOST_MARKED)
      .map((diagnostic) => ({ ...diagnostic, steps: diagnosedSteps(typed, diagnostic.path) })),
    paths: [...SPECIAL_STRINGS, ...compiled.program.locations.keys()].slice(0, MOST_OFFERED),
  };
}
