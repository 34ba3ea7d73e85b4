// News: the texts of a card that its owner changes for all customers at once (the guide, "Template
// Portal", psPortalUpdatePaths). The new text becomes a version of the template, and the phones that
// hold a pass of it are pushed to, all in one commit.
import { AppError } from '../../errors.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { changedValue, presentValue, type ValueFault } from '../../rules/forms/changed-value.ts';
import { stepOf } from '../../rules/forms/form-fields.ts';
import { expand } from '../../rules/paths/magic.ts';
import { type Location, locate } from '../../rules/paths/paths.ts';
import { acceptWrite } from '../../rules/paths/writes.ts';
import type { Program } from '../../rules/templates/program.ts';
import { isPlaceOf, type TemplateValue, withTemplateValues } from '../../rules/templates/write-template.ts';
import { typed } from '../../rules/values/literal.ts';
import { type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import { factsFor } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { pushEvent } from '../devices/push.ts';
import { takeImage, urlOfImage } from '../images.ts';
import type { EditorField } from '../passes/pass-editor.ts';
import { requireChangeable } from './issue-gate.ts';
import { compileConstructor } from './save-template.ts';

const PATHS = 'psPortalUpdatePaths';
/** How often to start anew when somebody else saves the template at the same moment. */
const MOST_TRIES = 5;

/** A place of psPortalUpdatePaths with the template's value; its label is never empty. */
export interface NewsField extends EditorField {
  /** How many passes have a value of their own at this place and keep it. */
  readonly ownValues: number;
  /**
   * What lock screens say when the value changes, with `%@` for the new value; null: phones change
   * the card without a word.
   */
  readonly changeMessage: string | null;
}

export interface News {
  /** In the order of psPortalUpdatePaths. */
  readonly fields: readonly NewsField[];
  /** The names in psPortalUpdatePaths that the template lacks. */
  readonly unknownPaths: readonly string[];
}

/** The caller checks the access. */
export async function newsOf(context: Context, snapshot: TemplateSnapshot): Promise<News> {
  const program = await context.programs.load(snapshot.template);
  const { locations, unknown } = newsLocations(context, program, snapshot);
  const fields = locations.map((location) => newsField(context, program, snapshot, location));
  return { fields: await Promise.all(fields), unknownPaths: unknown };
}

/** The places that psPortalUpdatePaths names, in its order, and the names that the template lacks. */
export function newsLocations(context: Context, program: Program, { template, owner }: TemplateSnapshot) {
  const nobody = { hash: '', serialNumber: '', templateHash: template.hash, overrides: {}, access: {} };
  const facts = factsFor(context, owner, nobody);
  const names = typed(expand(program, facts, `{${PATHS}}`, { audience: 'holder' })).split(',');
  const given = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
  const found = given.map((name) => {
    const location = locate(program, name);
    return [name, location !== null && isPlaceOf(program, location) ? location : null] as const;
  });
  return {
    locations: [...new Set(found.flatMap(([, location]) => (location === null ? [] : [location])))],
    unknown: found.filter(([, location]) => location === null).map(([name]) => name),
  };
}

async function newsField(
  context: Context,
  program: Program,
  { template }: TemplateSnapshot,
  location: Location,
): Promise<NewsField> {
  const { path, attribute } = location;
  const { kind, text } = presentOf(location);
  // A pass that overrides the whole field, or the whole group, does not follow the template either.
  const counts = await Promise.all(
    [path, ...location.ancestors].map((each) => context.store.countOwnValues(template.id, each)),
  );
  return {
    path,
    label: labelOf(program, location),
    kind,
    text: kind === 'image' && text !== '' ? new URL(urlOfImage(context, text)).pathname : text,
    options: attribute?.options?.map(([label, value]) => [label, toText(value)] as const) ?? [],
    step: stepOf(location),
    onPass: null,
    ownValues: Math.max(...counts),
    changeMessage: siblingText(program, location, 'changeMessage') || null,
  };
}

function presentOf(location: Location) {
  return presentValue(location, location.value ?? null);
}

/** PSLabel, else the field's label unless it differs from pass to pass, else the path. */
export function labelOf(program: Program, location: Location): string {
  const { attribute, path } = location;
  const onPass = siblingText(program, location, 'label');
  return attribute?.label || (onPass === '' || onPass.includes('{') ? path : onPass);
}

/** Another attribute of the field whose value this is; empty for none. */
function siblingText(program: Program, { steps }: Location, attribute: string): string {
  if (steps[0] !== 'structure' || steps[3] !== 'value') return '';
  const location = locate(program, [...steps.slice(0, 3), attribute].join('_'));
  return toText(typedText(location?.value ?? null));
}

function typedText(value: JsonValue): JsonValue {
  return typeof value === 'string' ? typed(value) : value;
}

/** The values of a form: API path -> what it returned, and the text that it showed at first. */
export interface NewsInput {
  readonly fields: Readonly<Record<string, JsonValue | Uint8Array>>;
  readonly shown: Readonly<Record<string, string>>;
  readonly depth: Depth;
}

/**
 * Answers whether a value changed; else nothing is written and no phone is told. Fails with the
 * codes of requireCard and of images, `template_invalid`, `issue_final`, and `value_invalid` for a
 * value that the place cannot have (`beside.fault` says why, see ValueFault), or `parameter_invalid`
 * for a path that is not among psPortalUpdatePaths.
 */
export async function sendNews(
  context: Context,
  caller: Caller,
  templateHash: string,
  { fields, shown, depth }: NewsInput,
): Promise<boolean> {
  const stored = await storeImages(context, caller, templateHash, fields, depth);
  for (let tries = 1; ; tries++) {
    const snapshot = await requireCard(context, caller, 'news', templateHash);
    const { template } = snapshot;
    const program = await context.programs.load(template);
    const { locations } = newsLocations(context, program, snapshot);
    const values = changedValues(program, locations, stored, shown);
    if (values.length === 0) return false;
    const { passConstructor } = compileConstructor(withTemplateValues(program.passConstructor, values));
    const event = pushEvent(context);
    const { result: isWritten } = await context.store.changeTemplate(template.hash, event.time, (current) => {
      if (current.issue !== null) requireChangeable(current.issue.template);
      // Somebody else has saved the template since it was read.
      if (current.template.version !== template.version) return { result: false };
      return { passConstructor, author: caller.email, event, result: true };
    });
    if (isWritten) {
      await recordAct(context, caller, { what: 'card.news', subject: template.name, ...acts(values) });
      return true;
    }
    if (tries >= MOST_TRIES) throw new AppError('value_invalid', { message: BUSY });
  }
}

const BUSY = 'Others are saving this card at the moment, so nothing was sent. Send it again.';

/** Pictures come as files; everything else stays as it is. */
async function storeImages(
  context: Context,
  caller: Caller,
  templateHash: string,
  fields: NewsInput['fields'],
  depth: Depth,
): Promise<Readonly<Record<string, JsonValue>>> {
  const snapshot = await requireCard(context, caller, 'news', templateHash);
  const program = await context.programs.load(snapshot.template);
  const offered = new Set(newsLocations(context, program, snapshot).locations.map(({ path }) => path));
  const stored: Record<string, JsonValue> = {};
  for (const [path, given] of Object.entries(fields)) {
    if (!offered.has(path)) {
      const message = `${path.slice(0, 100)} is not among the ${PATHS} of this card.`;
      throw new AppError('parameter_invalid', { field: path, message });
    }
    stored[path] =
      given instanceof Uint8Array ? await takeImage(context, given, path, { depth, isHolders: false }) : given;
  }
  return stored;
}

function changedValues(
  program: Program,
  locations: readonly Location[],
  fields: Readonly<Record<string, JsonValue>>,
  shown: Readonly<Record<string, string>>,
): readonly TemplateValue[] {
  return locations.flatMap((location) => {
    const { path } = location;
    const given = fields[path];
    if (given === undefined) return [];
    const present = presentOf(location);
    if (present.kind === 'image') return given === present.value ? [] : [{ location, value: given }];
    const returned = changedValue(location, present, given, shown[path], program.zone);
    if (returned.kind === 'same') return [];
    const name = labelOf(program, location);
    if (returned.kind === 'fault') throw faultOf(path, name, returned.fault, returned.present);
    const accepted = acceptWrite(program, location, returned.value);
    if (!accepted.ok) throw new AppError('value_invalid', { field: path, message: accepted.problem });
    return [{ location, value: accepted.value }];
  });
}

function faultOf(path: string, name: string, fault: ValueFault, present: string): AppError {
  const message =
    fault === 'changed'
      ? `${name} was changed by somebody else meanwhile and is ${present} now. Look at it and send again.`
      : `${name} must be ${fault === 'json' ? 'a JSON array or object' : 'a number, such as 2.5'}.`;
  // The reason lets a page word the error in another language.
  return new AppError('value_invalid', { field: path, message, beside: { fault, name, present } });
}

function acts(values: readonly TemplateValue[]): { readonly before: JsonObject; readonly after: JsonObject } {
  return {
    before: Object.fromEntries(values.map(({ location }) => [location.path, location.value ?? null])),
    after: Object.fromEntries(values.map(({ location, value }) => [location.path, value])),
  };
}
