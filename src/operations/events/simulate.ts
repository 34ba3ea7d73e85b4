// simulate: runs the code of an event on a copy. It stores, sends and pushes nothing; the answer
// says what would happen.
import type { Account } from '../../ports/store/accounts.ts';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import type { Template } from '../../ports/store/templates.ts';
import { type AccessType, CREATE, recordAccess } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';
import { runDry } from '../../rules/triggers/run-dry.ts';
import { traceJson } from '../../rules/triggers/trace.ts';
import { typedValue } from '../../rules/values/literal.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import { requirePass, requireTemplate } from '../access/access.ts';
import { factsFor } from '../change/pass-facts.ts';
import { noteFor } from '../change/run-triggers.ts';
import { isImagePath, noText, type RawFields } from '../change/take-fields.ts';
import { writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import { renderSnapshot, requireCertificate } from '../files/pass-files.ts';

/** The pass to try the event on: an existing one, or a new one of the template. */
export type SimulatedOn = { readonly hashedSerialNumber: string } | { readonly templateHash: string };

export interface SimulateInput {
  readonly on: SimulatedOn;
  readonly accessType: AccessType;
  /** Values to set before the event, as the owner. */
  readonly fields: RawFields;
}

/** Fails with the codes of access, `path_unknown`, `path_reserved`, `value_invalid`. */
export async function simulate(context: Context, caller: Account | null, input: SimulateInput): Promise<JsonObject> {
  const snapshot = await snapshotOf(context, caller, input);
  const { pass, template, owner } = snapshot;
  const program = await context.programs.load(template);
  const fields = textFields(program, input.fields);
  const overrides = writeFields(program, pass.overrides, fields, { full: true, replaceAll: false });
  const facts = factsFor(context, owner, { ...pass, templateHash: template.hash, overrides });
  // Paused triggers run here: trying them is how their owner decides whether to let them run.
  const { triggersPaused } = template;
  const unpaused = { ...snapshot, template: { ...template, triggersPaused: false } };
  const note = noteFor(unpaused, input.accessType, facts.now);
  const { next, after } = runDry(program, facts, input.accessType, note);
  const stopped = next.outcome === 'stopped';
  const access = stopped ? pass.access : recordAccess(pass.access, input.accessType, facts.now);
  const certificate = await requireCertificate(context, snapshot);
  const shown = { ...snapshot, pass: { ...pass, overrides: after, access } };
  return {
    trace: { ...(triggersPaused ? { note: PAUSED } : {}), ...traceJson(next.trace, facts.specials.clientHash) },
    triggersPaused,
    updated: next.updated,
    ...(stopped ? { triggerError: next.message } : {}),
    userFields: typedValue(after),
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

async function snapshotOf(
  context: Context,
  caller: Account | null,
  { on, accessType }: SimulateInput,
): Promise<PassSnapshot> {
  if ('hashedSerialNumber' in on) return requirePass(context, caller, on.hashedSerialNumber);
  const { template, owner, issue } = await requireTemplate(context, caller, on.templateHash);
  return { pass: imagined(context, template, accessType), template, owner, issue };
}

/** A pass that was made just now and exists nowhere else. */
function imagined(context: Context, template: Template, accessType: AccessType): Pass {
  const now = context.clock.now();
  return {
    id: 0,
    templateId: template.id,
    serialNumber: 'SIMULATED',
    hash: 'SIMULATED',
    authenticationToken: 'simulated-pass-has-no-token',
    overrides: {},
    access: accessType === CREATE ? {} : recordAccess({}, CREATE, now),
    updateTag: 0,
    lastModified: Math.floor(now / 1000),
    createdAt: now,
    updatedAt: now,
    passcodeHash: null,
    passTypeIdentifier: template.passTypeIdentifier,
    invalidatedAt: null,
    isTest: false,
  };
}
