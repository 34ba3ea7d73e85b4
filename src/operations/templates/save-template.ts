// insertUpdateTemplate and uploadTemplateImages: check and compile a template before storing a byte
// of it.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { TemplateChange, TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type CompiledTemplate, compileTemplate } from '../../rules/templates/template.ts';
import { haveSameImages, keepImages, mapImages } from '../../rules/templates/template-images.ts';
import { atOnce, type Steps } from '../../rules/values/steps.ts';
import { isObject, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';
import { HTML_PROPERTIES, IMAGE_SLOTS, imageNameMessage, isImageKey, isImageName } from '../../rules/vocabulary.ts';
import { findTemplate, hasAccess, requireAccount, requireTemplate } from '../access/access.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { takeImage } from '../images.ts';
import { inTurns } from '../next-turn.ts';
import { lostMarkup } from '../registration/message-markup.ts';
import { segmentFindings } from '../schedules/audience.ts';
import { checkCost } from './check-cost.ts';
import { checkFront } from './check-front.ts';
import { compiled } from './compiled.ts';
import { requireChangeable } from './issue-gate.ts';
import { choosePassType } from './template-certificate.ts';

export interface SaveTemplateInput {
  readonly templateName?: string | undefined;
  readonly templatePublic?: boolean | undefined;
  readonly passConstructor?: JsonObject | undefined;
  /**
   * A template of the account's: change it. Somebody else's public one: copy it. Absent: make a new
   * one.
   */
  readonly templateHash?: string | undefined;
  readonly templateId?: string | undefined;
  /** Whether to copy the template of `templateHash` although it is the account's own. */
  readonly copy?: boolean | undefined;
  /** The kill switch: events are logged, triggers do not run. */
  readonly triggersPaused?: boolean | undefined;
  /** Whether a new template is one of our examples; see `Template.isExample`. */
  readonly isExample?: boolean | undefined;
  /** See choosePassType. */
  readonly passTypeIdentifier?: string | undefined;
  /** Who makes the version; see TemplateVersion. */
  readonly author: string;
  readonly depth: Depth;
}

export type SavedTemplate = {
  readonly templateHash: string;
  readonly templateId: string;
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
};

/**
 * Fails with the codes of access, `template_not_found`, `template_id_mismatch`,
 * `parameter_missing`, `template_invalid` (its diagnostics say what is wrong where),
 * `parameter_invalid`, `issue_final`, and the codes of images.
 */
export async function saveTemplate(
  context: Context,
  caller: Account | null,
  input: SaveTemplateInput,
): Promise<SavedTemplate> {
  const account = requireAccount(context, caller);
  const source = input.templateHash === undefined ? null : await findTemplate(context, input.templateHash);
  if (source !== null && input.templateId !== undefined && input.templateId !== String(source.template.id)) {
    throw new AppError('template_id_mismatch', { field: 'templateId' });
  }
  if (input.copy === true && source === null) {
    const message = 'copy needs the templateHash of the template to copy.';
    throw new AppError('parameter_missing', { field: 'templateHash', message });
  }
  const isOwn = source !== null && hasAccess(account, source.owner);
  if (isOwn) {
    return input.copy === true ? copyOwn(context, input, source) : changeTemplate(context, input, source);
  }
  if (source !== null && !source.template.isPublic) throw new AppError('access_denied', { field: 'clientHash' });
  return insertTemplate(context, input, account.id, source);
}

/** A copy belongs to the template's owner, and has whatever the call does not say otherwise. */
async function copyOwn(context: Context, input: SaveTemplateInput, source: TemplateSnapshot): Promise<SavedTemplate> {
  const { template, owner } = source;
  const copied = {
    ...input,
    templateName: input.templateName ?? `${template.name.slice(0, 193)} (copy)`,
    triggersPaused: input.triggersPaused ?? template.triggersPaused,
    passTypeIdentifier: input.passTypeIdentifier ?? template.passTypeIdentifier ?? undefined,
  };
  return insertTemplate(context, copied, owner.id, source);
}

async function changeTemplate(
  context: Context,
  input: SaveTemplateInput,
  source: TemplateSnapshot,
): Promise<SavedTemplate> {
  const checked =
    input.passConstructor === undefined ? null : await check(context, input.passConstructor, source, input.depth);
  const ofSegments = checked === null ? [] : await segmentWarnings(context, source.template.id, checked);
  const { choice, warnings } = await choosePassType(context, source.owner.id, namesIn(input), source.template);
  const change: TemplateChange<null> = {
    ...(input.templateName === undefined ? {} : { name: requireName(input.templateName) }),
    ...(input.templatePublic === undefined ? {} : { isPublic: input.templatePublic }),
    ...(input.triggersPaused === undefined ? {} : { triggersPaused: input.triggersPaused }),
    ...(choice === undefined ? {} : { passTypeIdentifier: choice }),
    ...(checked === null ? {} : { passConstructor: checked.passConstructor, author: input.author }),
    result: null,
  };
  const { hash } = source.template;
  const { template } = await context.store.changeTemplate(hash, context.clock.now(), ({ issue }) => {
    if (issue !== null) requireChangeable(issue.template);
    return change;
  });
  return {
    templateHash: template.hash,
    templateId: String(template.id),
    warnings: [...(checked?.warnings ?? []), ...ofSegments, ...warnings],
  };
}

async function insertTemplate(
  context: Context,
  input: SaveTemplateInput,
  accountId: number,
  source: TemplateSnapshot | null,
): Promise<SavedTemplate> {
  const name = requireName(input.templateName ?? source?.template.name);
  const given = input.passConstructor ?? (source === null ? undefined : await constructorOf(context, source));
  if (given === undefined) {
    const message = 'A new template needs a passConstructor: a JSON object like pass.json.';
    throw new AppError('parameter_missing', { field: 'passConstructor', message });
  }
  const checked = await check(context, given, source, input.depth);
  const { choice, warnings: ofPassType } = await choosePassType(context, accountId, namesIn(input), null);
  // Pause a copy's triggers until its new owner enables them: a stranger's URL action could send
  // the owner's clientHash away.
  const isStrangers = source !== null && source.owner.id !== accountId;
  const isImported =
    isStrangers &&
    input.passConstructor === undefined &&
    (given.triggers !== undefined || given.schedules !== undefined);
  const template = await context.store.createTemplate({
    accountId,
    hash: context.ids.token(),
    name,
    isPublic: input.templatePublic ?? false,
    triggersPaused: input.triggersPaused ?? isImported,
    passTypeIdentifier: choice ?? null,
    isExample: input.isExample ?? false,
    passConstructor: checked.passConstructor,
    author: input.author,
    now: context.clock.now(),
  });
  const paused = template.triggersPaused && isImported ? [IMPORTED] : [];
  const ofSegments = await segmentWarnings(context, null, checked);
  const warnings = [...paused, ...checked.warnings, ...ofSegments, ...ofPassType];
  return { templateHash: template.hash, templateId: String(template.id), warnings };
}

async function segmentWarnings(
  context: Context,
  templateId: number | null,
  { passConstructor }: { readonly passConstructor: JsonObject },
): Promise<SavedTemplate['warnings']> {
  const found = await segmentFindings(context, templateId, passConstructor);
  return found.map(({ path, message }) => ({ path, message }));
}

const IMPORTED = {
  path: 'triggers',
  message: 'The copied template came with triggers; they are paused. Read them, then save with triggersPaused false.',
};

function namesIn({ passTypeIdentifier, passConstructor }: SaveTemplateInput) {
  return { parameter: passTypeIdentifier, constructor: passConstructor };
}

function requireName(name: string | undefined): string {
  const trimmed = name?.trim() ?? '';
  if (trimmed !== '' && trimmed.length <= 200) return trimmed;
  const message = 'templateName is a text of at most 200 characters.';
  throw new AppError(trimmed === '' ? 'parameter_missing' : 'parameter_invalid', { field: 'templateName', message });
}

/** A template's constructor as it is now, in its stored shape. */
export async function constructorOf(context: Context, { template }: TemplateSnapshot): Promise<JsonObject> {
  return (await context.programs.load(template)).passConstructor;
}

/**
 * Compiles a constructor after storing its images; absent images stay those of the saved template.
 * Each part of the work has a turn of its own, because a large template takes long.
 */
async function check(context: Context, given: JsonObject, source: TemplateSnapshot | null, depth: Depth) {
  // Compile before fetching images, so that a broken template costs no request and stores no image.
  const asGiven = await compiled(given);
  requireValid(asGiven.diagnostics);
  const stored = await storeImages(context, given, depth);
  const whole = source === null ? stored : keepImages(stored, await constructorOf(context, source));
  return inTurns(checkSteps(haveSameImages(given, whole) ? asGiven : await compiled(whole)));
}

/**
 * Stores the images of a constructor, which may be data URIs or addresses, and answers the
 * constructor with their content hashes. Fails with the codes of takeImage.
 */
export async function storeImages(context: Context, given: JsonObject, depth: Depth): Promise<JsonObject> {
  return mapImages(given, (image, path) =>
    image === '' ? undefined : takeImage(context, image, path, { depth, isHolders: false }),
  );
}

/** Does the same as compileConstructor, with a turn for each part of the work. */
export async function compileInTurns(given: JsonObject) {
  return inTurns(checkSteps(await compiled(given)));
}

/** Everything that is wrong or doubtful in a constructor, as saving it would say. */
export async function constructorDiagnostics(given: JsonObject): Promise<readonly Diagnostic[]> {
  const { program, diagnostics } = await compiled(given);
  const isBroken = (found: readonly Diagnostic[]) => found.some(({ severity }) => severity === 'error');
  if (isBroken(diagnostics)) return diagnostics;
  const costs = checkCost(program);
  if (isBroken(costs)) return [...diagnostics, ...costs];
  return [...diagnostics, ...checkFront(program), ...lostMarkupOf(program)];
}

/**
 * The constructor in its stored shape, and the warnings about it. Fails with `template_invalid`.
 */
export function compileConstructor(given: JsonObject) {
  return atOnce(checkSteps(compileTemplate(given)));
}

function* checkSteps({ program, diagnostics }: CompiledTemplate): Steps<{
  readonly passConstructor: JsonObject;
  readonly warnings: SavedTemplate['warnings'];
}> {
  requireValid(diagnostics);
  yield;
  requireValid(checkCost(program));
  yield;
  const warnings = [...diagnostics, ...checkFront(program), ...lostMarkupOf(program)]
    // Skip this one, because choosePassType warns about it with more detail.
    .filter(({ code, path }) => code !== 'key_reserved' || path !== 'passTypeIdentifier')
    .map(({ path, message }) => ({ path, message }));
  return { passConstructor: program.passConstructor, warnings };
}

function lostMarkupOf({ locations }: Program): readonly Diagnostic[] {
  return HTML_PROPERTIES.flatMap((path): Diagnostic[] => {
    const lost = lostMarkup(toText(locations.get(path)?.value));
    if (lost.length === 0) return [];
    const message = `Pages leave this markup out of ${path}: ${lost.join(', ')}.`;
    return [{ severity: 'warning', code: 'markup_lost', path, message }];
  });
}

function requireValid(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  throw new AppError('template_invalid', {
    field: first.path,
    message: `The template cannot be saved. ${first.path}: ${first.message}${more}`,
    diagnostics: errors.map(({ path, message }) => ({ path, message })),
  });
}

/** Image name -> the file's bytes, a URL, or "DELETE". */
export type TemplateImages = Readonly<Record<string, string | Uint8Array>>;

/**
 * uploadTemplateImages; warns of names that Apple does not know. Fails with the codes of access and
 * of images, and `parameter_invalid` for an invalid name.
 */
export async function uploadTemplateImages(
  context: Context,
  caller: Account | null,
  input: {
    readonly templateHash: string;
    readonly images: TemplateImages;
    readonly author: string;
    readonly depth: Depth;
  },
): Promise<Partial<Pick<SavedTemplate, 'warnings'>>> {
  const { template } = await requireTemplate(context, caller, input.templateHash);
  const names = Object.keys(input.images);
  const unusable = names.find((name) => !isImageKey(name));
  if (unusable !== undefined || names.length === 0) {
    const message = `${unusable === undefined ? 'Give' : `"${unusable.slice(0, 100)}" is no name of an image; give`} ${IMAGE_SLOTS.join(', ')} or a name of yours, with or without @2x or @3x.`;
    throw new AppError('parameter_invalid', { ...(unusable === undefined ? {} : { field: unusable }), message });
  }
  const stored: Record<string, string | null> = {};
  for (const [name, given] of Object.entries(input.images)) {
    const request = { depth: input.depth, isHolders: false };
    stored[name] = given === 'DELETE' ? null : await takeImage(context, given, name, request);
  }
  await context.store.changeTemplate(template.hash, context.clock.now(), ({ issue }, current): TemplateChange<null> => {
    if (issue !== null) requireChangeable(issue.template);
    const before = isObject(current.images) ? current.images : {};
    const passConstructor = { ...current, images: withImages(before, stored) };
    return { passConstructor, author: input.author, result: null };
  });
  const unknown = names.filter((name) => !isImageName(name));
  if (unknown.length === 0) return {};
  return { warnings: unknown.map((name) => ({ path: `images_${name}`, message: imageNameMessage(name) })) };
}

function withImages(before: JsonObject, stored: Readonly<Record<string, string | null>>): JsonObject {
  const images: Record<string, JsonValue> = { ...before };
  for (const [name, hash] of Object.entries(stored)) {
    const old = images[name];
    if (hash === null) delete images[name];
    else images[name] = isObject(old) ? { ...old, PSValue: hash } : hash;
  }
  return images;
}
