// The pass editor: the owner's form for one pass, and saving that form. Saving writes only fields
// that the owner changed, so that an old number in the form does not undo a scan made meanwhile.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { EventNote } from '../../ports/store/events.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { presentValue, changedValue as readChanged } from '../../rules/forms/changed-value.ts';
import type { InputKind } from '../../rules/forms/edited-values.ts';
import { stepOf } from '../../rules/forms/form-fields.ts';
import { EDIT, type Overrides, type PassFacts } from '../../rules/passes/facts.ts';
import { expand } from '../../rules/paths/magic.ts';
import { effectiveValue, type Location, locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { type JsonValue, toText } from '../../rules/values/values.ts';
import { hasAccess, requireCurrent } from '../access/access.ts';
import { isTestPass } from '../certificates/development.ts';
import { fingerprintOf, idempotencyOf } from '../change/idempotency.ts';
import { descriptionOf, factsOf } from '../change/pass-facts.ts';
import { type Answering, requireCompleted, runEvent } from '../change/run-triggers.ts';
import { type RawFields, takeFields } from '../change/take-fields.ts';
import { type Fields, writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { urlOfImage } from '../images.ts';
import { type DeviceInfo, deviceInfo } from './pass-info.ts';
import { type ShownEvent, shownEvents } from './show-pass.ts';

export interface EditorField {
  readonly path: string;
  /** PSLabel, by default the path. */
  readonly label: string;
  /** The label above the value on the pass; null for none. */
  readonly onPass: string | null;
  readonly kind: InputKind;
  /** The present value; for a multi-select the JSON of the chosen options. */
  readonly text: string;
  /** Label and value. */
  readonly options: readonly (readonly [label: string, value: string])[];
  /** The step of a stepper; above 0. */
  readonly step: number;
}

/** The form alone. */
export interface EditorValues {
  readonly title: string;
  /** The template, whose labels name what happened. */
  readonly program: Program;
  readonly hashedSerialNumber: string;
  readonly fields: readonly EditorField[];
  /** The paths in psEditorPaths that the template lacks. */
  readonly unknownPaths: readonly string[];
}

export interface Editor extends EditorValues {
  readonly devices: readonly DeviceInfo[];
  /** Newest first. */
  readonly events: readonly ShownEvent[];
  readonly triggersPaused: boolean;
  /** Whether the pass is signed by the development certificate, which no phone trusts. */
  readonly isTestPass: boolean;
}

/** Fails with `account_expired`, `access_denied`. */
export function requireEditor(context: Context, account: Account, { owner }: PassSnapshot): void {
  requireCurrent(context, account);
  if (!hasAccess(account, owner)) throw new AppError('access_denied', { field: 'hashedSerialNumber' });
}

/** The form's content. The caller checks the account's access first. */
export async function openEditor(context: Context, snapshot: PassSnapshot): Promise<Editor> {
  const { pass, template } = snapshot;
  return {
    ...(await editorValues(context, snapshot)),
    devices: (await context.store.devicesOf(pass.id)).map(deviceInfo),
    events: (await shownEvents(context, pass)).toReversed(),
    triggersPaused: template.triggersPaused,
    isTestPass: await isTestPass(context, snapshot),
  };
}

/** The form without the history. The caller checks the account's access first. */
export async function editorValues(context: Context, snapshot: PassSnapshot): Promise<EditorValues> {
  const { pass, template } = snapshot;
  const program = await context.programs.load(template);
  const facts = factsOf(context, snapshot);
  const { locations, unknown } = editedLocations(program, facts);
  return {
    title: descriptionOf(program, facts) || template.name,
    program,
    hashedSerialNumber: pass.hash,
    fields: locations.map((location) => editorField(context, program, facts, location)),
    unknownPaths: unknown,
  };
}

/**
 * The places of psEditorPaths in their order; without it the value of every field that an owner
 * corrects, in the template's order.
 */
function editedLocations(program: Program, facts: PassFacts) {
  const names = typed(expand(program, facts, '{psEditorPaths}', { audience: 'holder' }))
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) {
    const all = [...program.locations.values()];
    const values = all.filter(({ steps }) => steps.length === 4 && steps[0] === 'structure' && steps[3] === 'value');
    return { locations: values.filter((location) => isCorrected(program, facts, location)), unknown: [] };
  }
  const found = names.map((name) => [name, locate(program, name)] as const);
  return {
    locations: [...new Set(found.flatMap(([, location]) => (location === null ? [] : [location])))],
    unknown: found.filter(([, location]) => location === null).map(([name]) => name),
  };
}

/**
 * Whether an owner corrects the value of a field: not one that is put together from other values, and
 * no link to a page of this server. Holders fill in editable fields, whatever the template says.
 */
function isCorrected(program: Program, facts: PassFacts, location: Location): boolean {
  const value = effectiveValue(program, facts.overrides, location);
  if (location.attribute?.editable === true || typeof value !== 'string') return true;
  const shown = expand(program, facts, value, { audience: 'holder' });
  return shown === value && !value.includes(`${facts.specials.rootPath}/`);
}

function editorField(context: Context, program: Program, facts: PassFacts, location: Location): EditorField {
  const { path, attribute } = location;
  const { kind, text } = shownValue(program, facts, location);
  const isImage = kind === 'image' && text !== '';
  return {
    path,
    label: attribute?.label ?? path,
    onPass: labelOnPass(program, facts, location),
    kind,
    text: isImage ? new URL(urlOfImage(context, text)).pathname : text,
    options: attribute?.options?.map(([label, value]) => [label, toText(value)] as const) ?? [],
    step: stepOf(location),
  };
}

/**
 * A value as the form shows it. Hides the owner's clientHash in values, because a manager may
 * be the one who edits.
 */
export function shownValue(
  program: Program,
  { overrides, specials }: Pick<PassFacts, 'overrides' | 'specials'>,
  at: Location,
) {
  const present = presentValue(at, effectiveValue(program, overrides, at) ?? null);
  return { ...present, text: present.text.replaceAll(specials.clientHash, '{clientHash}') };
}

/** The label above a field's value on the pass; null: none. */
export function labelOnPass(program: Program, facts: PassFacts, { steps }: Location): string | null {
  if (steps[0] !== 'structure' || steps[3] !== 'value') return null;
  const label = locate(program, [...steps.slice(0, 3), 'label'].join('_'));
  const text = label === null ? '' : toText(effectiveValue(program, facts.overrides, label));
  return typed(expand(program, facts, text, { audience: 'holder' })) || null;
}

export interface EditInput {
  readonly account: Account;
  /** API path -> what the form sent. */
  readonly fields: RawFields;
  /** API path -> the text that the form showed, where the client sends it. */
  readonly shown: Readonly<Record<string, string>>;
  /** The form's key: sending the same form twice saves once. */
  readonly requestId?: string | undefined;
  /** Who edits, and why. */
  readonly note?: EventNote;
  readonly depth: Depth;
}

/**
 * Writes the changed fields, runs onEdit and pushes, in one commit. `updated` says whether the pass
 * changed. Fails with `access_denied`, the codes of writeFields and of images, `value_invalid`
 * naming the path of a value that changed meanwhile, and `trigger_error`: the written values stay
 * then, as with every stopped run.
 */
export async function editPass(
  context: Context,
  snapshot: PassSnapshot,
  input: EditInput,
): Promise<{ readonly updated: boolean }> {
  const { hash } = snapshot.pass;
  const program = await context.programs.load(snapshot.template);
  const idempotency = idempotencyOf(context, input.requestId, {
    name: 'editPass',
    caller: input.account.id,
    // The same form with other values is another edit, as after going back in the browser.
    target: `${hash} ${fingerprintOf(input.fields)}`,
    input: input.shown,
  });
  const fields = await takeFields(context, program, input.fields, { full: true, depth: input.depth });
  const { account, depth, note } = input;
  const run = { hash, accessType: EDIT, depth, idempotency, account, ...(note === undefined ? {} : { note }) } as const;
  const answering: Answering = (_program, _facts, { updated }) => ({ updated });
  const answer = await runEvent(context, run, answering, (current, facts) =>
    writeChanged(current, facts, fields, input.shown),
  );
  return { updated: requireCompleted(answer).updated === true };
}

function writeChanged(program: Program, facts: PassFacts, fields: Fields, shown: EditInput['shown']): Overrides {
  const changed: Record<string, JsonValue> = {};
  for (const [path, given] of Object.entries(fields)) {
    const location = locate(program, path);
    // writeFields reports a path that the template lacks.
    const value = location === null ? given : changedValue(program, facts, location, given, shown[path]);
    if (value !== undefined) changed[path] = value;
  }
  return writeFields(program, facts.overrides, changed, { full: true, replaceAll: false });
}

/** The value to write; undefined when the form did not change the field. */
function changedValue(
  program: Program,
  facts: PassFacts,
  location: Location,
  given: JsonValue,
  before: string | undefined,
): JsonValue | undefined {
  const present = shownValue(program, facts, location);
  if (present.kind === 'image') return given;
  const returned = readChanged(location, present, given, before, program.zone);
  if (returned.kind === 'same') return undefined;
  if (returned.kind === 'value') return returned.value;
  const { fault } = returned;
  const name = location.attribute?.label ?? location.path;
  const message =
    fault === 'changed'
      ? `${name} was changed by somebody else meanwhile and is ${present.text} now. Look at it and save again.`
      : `${name} must be ${fault === 'json' ? 'a JSON array or object' : 'a number, such as 2.5'}.`;
  // The reason lets a page word the error in another language.
  throw new AppError('value_invalid', {
    field: location.path,
    message,
    beside: { fault, name, present: present.text },
  });
}
