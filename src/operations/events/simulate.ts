// simulate: runs the code of an event on a copy. It stores, sends and pushes nothing; the answer
// says what would happen.
import type { Account } from '../../ports/store/accounts.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { Template, TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Happening } from '../../rules/schedules/due.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typedValue } from '../../rules/values/literal.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import { requirePass, requireTemplate } from '../access/access.ts';
import type { DryRun, IsFree } from '../change/dry-run.ts';
import { isImagePath, noText, type RawFields } from '../change/take-fields.ts';
import type { Context } from '../context.ts';
import { renderSnapshot, requireCertificate } from '../files/pass-files.ts';
import { requireScheduled, runTrial } from './trial.ts';

/** The pass to try the event on: an existing one, or a new one of the template. */
export type SimulatedOn = { readonly hashedSerialNumber: string } | { readonly templateHash: string };

export interface SimulateInput extends Happening {
  readonly on: SimulatedOn;
  /** Values to set before the event, as the owner. */
  readonly fields: RawFields;
  /** The language of what the run says. */
  readonly words: SentenceWords;
}

/**
 * Fails with the codes of access and requireScheduled, `path_unknown`, `path_reserved`, `value_invalid`,
 * `barcode_taken`, `certificate_missing`.
 */
export async function simulate(context: Context, caller: Account | null, input: SimulateInput): Promise<JsonObject> {
  const { pass, around } = await startOf(context, caller, input.on);
  const { template, owner } = around;
  const { accessType, key } = input;
  const program = await context.programs.load(template);
  const scheduled = requireScheduled(program, key);
  const { runs } = await runTrial(context, {
    template,
    owner,
    program,
    pass,
    fields: textFields(program, input.fields),
    accessType,
    ...(scheduled === null ? {} : { scheduled }),
    times: 1,
    at: context.clock.now(),
    isFree: freeBarcodes(context, template, pass),
    words: input.words,
  });
  const [{ event, answer, pass: after }] = runs as readonly [DryRun];
  const shown = { ...around, pass: after };
  const certificate = await requireCertificate(context, shown);
  const { triggersPaused } = template;
  const { stopped, updated } = answer;
  return {
    trace: { ...(triggersPaused ? { note: PAUSED } : {}), ...(event.trace as JsonObject) },
    triggersPaused,
    updated: updated!,
    ...(stopped === undefined ? {} : { triggerError: stopped }),
    userFields: typedValue(after.overrides),
    pass: await renderSnapshot(context, program, shown, certificate),
  };
}

const PAUSED = 'The triggers of this template are paused: events are only logged. This is what they would do.';

/**
 * Leaves out uploaded images, because a simulation stores nothing. Fails with `value_invalid` for
 * other bytes.
 */
function textFields(program: Program, fields: RawFields): JsonObject {
  const texts: Record<string, JsonValue> = {};
  for (const [path, value] of Object.entries(fields)) {
    if (!(value instanceof Uint8Array)) texts[path] = value;
    else if (!isImagePath(program, path)) throw noText(path);
  }
  return texts;
}

async function startOf(
  context: Context,
  caller: Account | null,
  on: SimulatedOn,
): Promise<{ readonly pass: Pass | null; readonly around: TemplateSnapshot }> {
  if (!('hashedSerialNumber' in on)) {
    return { pass: null, around: await requireTemplate(context, caller, on.templateHash) };
  }
  const { pass, template, owner, issue } = await requirePass(context, caller, on.hashedSerialNumber);
  return { pass, around: { template, owner, issue } };
}

/** Asks the store whether a barcode of the pass would be its own; `pass` null: a new one. */
export function freeBarcodes({ store }: Pick<Context, 'store'>, { id }: Template, pass: Pass | null): IsFree {
  return (message) => store.isBarcodeFree(id, message, pass?.id ?? 0);
}
