// Checks the names in a template's magic strings: warns of unknown names, and refuses a clientHash
// that holders could read, even through other values (semantics.md, "Magic strings").
import type { Report } from '../diagnostics.ts';
import { isSpecial, namesIn } from '../paths/magic.ts';
import { type Location, locate, type PathIndex, propertyPath } from '../paths/paths.ts';
import type { CompiledAction } from '../triggers/actions.ts';
import { orderedEntries } from '../values/key-order.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { isFieldTree, PERSONALIZATION, SPECIAL_STRINGS } from '../vocabulary.ts';
import { isAttribute, unwrap } from './attributes.ts';

/** The additional properties on public pages. Others are hidden, except those that holders edit. */
const PUBLIC_PROPERTIES = [
  'psRegistrationMessage',
  'psRegisteredMessage',
  'psPassDescription',
  'psScanText',
  'psScanColor',
  'psTriggerError',
];

/** The parts of a template besides its texts. */
interface Others {
  readonly actions: readonly CompiledAction[];
  readonly routines: readonly CompiledAction[];
  /** The second design, whose fields actions may write to as well. */
  readonly redeemed: PathIndex | null;
}

const WITHOUT_MAGIC = new Set(['images', 'localizedImages', 'triggers', 'schedules']);

export function checkMagic(
  index: PathIndex,
  passConstructor: JsonObject,
  { actions, routines, redeemed }: Others,
  report: Report,
): void {
  for (const [key, node] of Object.entries(passConstructor)) {
    if (key === 'additional') checkProperties(index, node, report);
    else if (!WITHOUT_MAGIC.has(key)) checkTexts(index, [key], node, report);
  }
  checkTranslated(index, passConstructor.localizations, report);
  const secrets = secretsOf(index);
  for (const location of index.locations.values())
    checkSecret(secrets, location, location.value, location.path, report);
  checkForm(secrets, passConstructor[PERSONALIZATION], report);
  // The texts of sub-routines are the template's own, so their names were checked above.
  for (const action of actions) checkActionNames(index, redeemed, action, report);
  for (const action of [...actions, ...routines]) checkActionSafety(secrets, action, report);
}

function checkProperties(index: PathIndex, additional: JsonValue, report: Report): void {
  for (const [key, node] of Object.entries(isObject(additional) ? additional : {})) {
    checkTexts(index, [propertyPath(key)], node, report);
  }
}

function checkTexts(index: PathIndex, steps: readonly string[], node: JsonValue, report: Report): void {
  if (typeof node === 'string') checkNames(index, node, steps.join('_'), report);
  else if (isAttribute(node)) checkTexts(index, steps, unwrap(node), report);
  else if (isArray(node)) {
    node.forEach((item, position) => {
      const step = isObject(item) && typeof item.key === 'string' ? item.key : String(position);
      checkTexts(index, [...steps, step], item, report);
    });
  } else if (isObject(node)) {
    for (const [key, item] of orderedEntries(node)) checkTexts(index, [...steps, key], item, report);
  }
}

/**
 * Checks the texts that have translations. The translations are checked like other texts of the
 * constructor.
 */
function checkTranslated(index: PathIndex, localizations: JsonValue | undefined, report: Report): void {
  for (const [language, table] of Object.entries(isObject(localizations) ? localizations : {})) {
    for (const text of Object.keys(isObject(table) ? table : {})) {
      checkNames(index, text, `localizations_${language}`, report, 'is looked for as it is');
    }
  }
}

/** Text that an owner may have meant as a name, unlike JSON or style sheets in curly brackets. */
const LIKE_A_NAME = /^[\p{L}\p{M}\p{N}_@. -]+$/u;

/** Whether a text is a condition or an expression. */
function isLanguage(where: string): boolean {
  return where.endsWith('PSConditions') || where.endsWith('_expression');
}

function checkNames(
  index: PathIndex,
  text: string,
  where: string,
  report: Report,
  effect = isLanguage(where) ? 'counts as null' : 'will be shown as it is',
): void {
  const isCondition = isLanguage(where);
  for (const name of namesIn(index, text)) {
    if (isSpecial(name)) continue;
    const location = locate(index, name);
    if (location !== null) {
      checkField(index, location, `{${name}} is empty`, where, report);
      continue;
    }
    if (!isCondition && !LIKE_A_NAME.test(name)) continue;
    const near = report.near(name, () => [...SPECIAL_STRINGS, ...index.locations.keys()]);
    report.warning('magic_unknown', where, `{${name}} names nothing in this template and ${effect}.${near}`);
  }
}

/**
 * Warns of a field that the template lacks: its path is valid, but hardly ever what the owner
 * meant.
 */
function checkField(index: PathIndex, location: Location, effect: string, where: string, report: Report): void {
  const [area, group, key] = location.steps;
  if (!isFieldTree(area) || key === undefined || index.locations.has(`${area}_${group}_${key}`)) return;
  const near = report.near(location.path, () => index.locations.keys());
  report.warning('field_unknown', where, `This template has no field "${key}" in ${group}, so ${effect}.${near}`);
}

function checkActionNames(index: PathIndex, redeemed: PathIndex | null, action: CompiledAction, report: Report): void {
  const { where } = action;
  if (action.kind !== 'url' && action.kind !== 'later' && !redeemed?.locations.has(action.target.path)) {
    checkField(index, action.target, 'the action writes to one that only the pass has', where, report);
  }
  if (action.condition !== null) checkNames(index, action.condition.source, `${where}_PSConditions`, report);
  const expression = action.kind === 'set' || action.kind === 'increment' ? action.expression : null;
  if (expression !== null) checkNames(index, expression.source, `${where}_expression`, report);
  for (const part of textsOf(action)) checkTexts(index, [where], part, report);
}

/** The texts in which magic strings are replaced when an action runs. */
function textsOf(action: CompiledAction): readonly JsonValue[] {
  switch (action.kind) {
    case 'set':
      return [action.value];
    case 'increment':
      return [action.amount];
    case 'url':
      return [action.url, action.headers, action.body];
    case 'run':
    case 'later':
      return [];
  }
}

function checkActionSafety(secrets: Secrets, action: CompiledAction, report: Report): void {
  if (action.kind === 'set') checkSecret(secrets, action.target, toText(action.value), action.where, report);
  if (action.kind !== 'run' || action.target.attribute?.editable !== true) return;
  const message = `${action.target.path} holds triggers, so holders must not be able to edit it: take PSEditable off.`;
  report.error('routine_editable', action.where, message);
}

/** Checks leaves only, because a container's parts are places of their own. */
function checkSecret(
  { index, isSecret }: Secrets,
  target: Location,
  value: JsonValue | undefined,
  where: string,
  report: Report,
): void {
  if (typeof value !== 'string' || !isPublic(target) || !namesIn(index, value).some(isSecret)) return;
  const message = `${target.path} is shown to holders, so it must not hold your clientHash, also not by way of {psEditorURL} or another value.`;
  report.error('client_hash_visible', where, message);
}

/** The texts of the form that Wallet shows are no places of the pass, and holders read them all the same. */
function checkForm({ index, isSecret }: Secrets, form: JsonValue | undefined, report: Report): void {
  for (const [key, text] of Object.entries(isObject(form) ? form : {})) {
    if (typeof text !== 'string' || !namesIn(index, text).some(isSecret)) continue;
    const where = `${PERSONALIZATION}_${key}`;
    report.error('client_hash_visible', where, `${where} is shown to holders, so it must not hold your clientHash.`);
  }
}

function isPublic(location: Location): boolean {
  if (location.steps[0] !== 'additional') return true;
  return PUBLIC_PROPERTIES.includes(location.path) || location.attribute?.editable === true;
}

interface Secrets {
  readonly index: PathIndex;
  /** Whether a name stands for the clientHash, by itself or by way of other values. */
  readonly isSecret: (name: string) => boolean;
}

/**
 * Searches from the clientHash back to all values that lead to it, so that each value is read once,
 * however many values name it. A name without a value in the template leads nowhere.
 */
function secretsOf(index: PathIndex): Secrets {
  const named = new Map<string, string[]>();
  for (const { path, value } of index.locations.values()) {
    if (value === undefined) continue;
    for (const name of namesIn(index, toText(value))) {
      const key = keyOf(index, name);
      const users = named.get(key);
      if (users === undefined) named.set(key, [path]);
      else users.push(path);
    }
  }
  const found = new Set(['clientHash', 'psEditorURL']);
  for (const name of found) for (const user of named.get(name) ?? []) found.add(user);
  return { index, isSecret: (name) => found.has(keyOf(index, name)) };
}

/** A name by which each way of writing a path is found. */
function keyOf(index: PathIndex, name: string): string {
  return isSpecial(name) ? name : (locate(index, name)?.path ?? name);
}
