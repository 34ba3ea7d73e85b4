// What a template's magic strings name: unknown ones are warned of, and a clientHash that holders could read is refused,
// also when it gets there through other values (semantics.md, "Magic strings").
import type { CompiledAction } from './actions.ts';
import { isAttribute, unwrap } from './attributes.ts';
import { type Report, suggestion } from './diagnostics.ts';
import type { TriggerEvent } from './facts.ts';
import { isSpecial, namesIn } from './magic.ts';
import { type Location, locate, type PathIndex } from './paths.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from './values.ts';
import { SPECIAL_STRINGS } from './vocabulary.ts';

/** Additional properties are hidden but for these, which appear on public pages. */
const PUBLIC_PROPERTIES = [
  'psRegistrationMessage',
  'psRegisteredMessage',
  'psPassDescription',
  'psScanText',
  'psScanColor',
];

export function checkMagic(
  index: PathIndex,
  passConstructor: JsonObject,
  triggers: ReadonlyMap<TriggerEvent, readonly CompiledAction[]>,
  report: Report,
): void {
  for (const [key, node] of Object.entries(passConstructor)) {
    if (key !== 'images' && key !== 'triggers') checkTexts(index, key === 'additional' ? [] : [key], node, report);
  }
  for (const location of index.locations.values()) checkSecret(index, location, location.value, location.path, report);
  for (const actions of triggers.values()) {
    for (const action of actions) checkAction(index, action, report);
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
    for (const [key, item] of Object.entries(node)) checkTexts(index, [...steps, key], item, report);
  }
}

function checkNames(index: PathIndex, text: string, where: string, report: Report): void {
  for (const name of namesIn(text)) {
    if (isSpecial(name) || locate(index, name) !== null) continue;
    const near = suggestion(name, [...SPECIAL_STRINGS, ...index.locations.keys()]);
    report.warning(
      'magic_unknown',
      where,
      `{${name}} names nothing in this template and will be shown as it is.${near}`,
    );
  }
}

function checkAction(index: PathIndex, action: CompiledAction, report: Report): void {
  if (action.kind === 'set') {
    checkTexts(index, [action.where], action.value, report);
    checkSecret(index, action.target, action.value, action.where, report);
  } else if (action.kind === 'url') {
    checkNames(index, action.url, action.where, report);
  } else if (action.kind === 'increment' && typeof action.amount === 'string') {
    checkNames(index, action.amount, action.where, report);
  } else if (action.kind === 'run') {
    if (action.target.attribute?.editable === true) {
      const message = `${action.target.path} holds triggers, so holders must not be able to edit it: take PSEditable off.`;
      report.error('routine_editable', action.where, message);
    }
  }
}

/** Leaves only: a container's parts are places of their own. */
function checkSecret(
  index: PathIndex,
  target: Location,
  value: JsonValue | undefined,
  where: string,
  report: Report,
): void {
  if (typeof value !== 'string' || !isPublic(target) || !leaks(index, value, new Set())) return;
  const message = `${target.path} is shown to holders, so it must not hold your clientHash, also not by way of {psEditorURL} or another value.`;
  report.error('client_hash_visible', where, message);
}

function isPublic(location: Location): boolean {
  return location.steps[0] !== 'additional' || PUBLIC_PROPERTIES.includes(location.path);
}

function leaks(index: PathIndex, text: string, seen: Set<string>): boolean {
  return namesIn(text).some((name) => {
    if (name === 'clientHash' || name === 'psEditorURL') return true;
    if (seen.has(name)) return false;
    seen.add(name);
    const value = locate(index, name)?.value;
    return typeof value === 'string' && leaks(index, value, seen);
  });
}
