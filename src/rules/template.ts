// From what an owner sends to a compiled template, with everything that is wrong or doubtful told at once.
import type { FlagName } from '../../grammar/ast.ts';
import { type CompiledAction, compileActions } from './actions.ts';
import { isAttribute, readAttribute, unwrap } from './attributes.ts';
import { checkImages } from './check-images.ts';
import { checkMagic } from './check-magic.ts';
import { checkValues } from './check-values.ts';
import { type CompiledCondition, compileCondition, conditionProblem } from './conditions.ts';
import { createReport, type Diagnostic, type Report, suggestion } from './diagnostics.ts';
import { TRIGGER_EVENTS, type TriggerEvent } from './facts.ts';
import { checkMarks } from './marks.ts';
import { normaliseConstructor } from './normalise.ts';
import { type Attribute, type Location, type PathIndex, prefixes } from './paths.ts';
import type { Program } from './program.ts';
import { compileRoutines } from './routines.ts';
import { readSettings, type Settings } from './settings.ts';
import { IS_REDEEMED } from './shown-design.ts';
import { define } from './tree.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from './values.ts';
import {
  BARCODE_KIND,
  DYNAMIC_MARK,
  isImageName,
  PARAMETER_NAMES,
  PASS_KEYS,
  SERVER_KEYS,
  SPECIAL_STRINGS,
  TEMPLATE_SETTINGS,
} from './vocabulary.ts';

export interface CompiledTemplate {
  readonly program: Program;
  /** In the order of the template. With an error among them the program must not be used. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parts of the constructor that have no paths by walking: they are named differently, or not at all. */
const NOT_WALKED = new Set<string>(['additional', 'images', 'triggers', 'localizations', ...TEMPLATE_SETTINGS]);
/** Parts that hold no values of a pass. */
const NOT_IN_TREE = new Set<string>(['triggers', 'localizations', ...TEMPLATE_SETTINGS]);
const DEEPEST = 32;

/** Normalises, checks and compiles a constructor. Images are names to content hashes by now. Never throws. */
export function compileTemplate(input: JsonObject): CompiledTemplate {
  const report = createReport();
  if (depthOf(input) > DEEPEST) {
    report.error('too_deep', '', `The template is nested more than ${DEEPEST} levels deep.`);
    return { program: emptyProgram(input), diagnostics: report.diagnostics };
  }
  const { redeemed: second, ...first } = input;
  const passConstructor = normaliseConstructor(first, report);
  const locations = new Map<string, Location>();
  indexPass(passConstructor, locations, report);
  indexAdditional(passConstructor, locations, report);
  indexImages(passConstructor, locations, report);
  const settings = readSettings(passConstructor, report);
  const index = { locations, magicPrefixes: settings.magicPrefixes };
  const redeemed = compileRedeemed(second, { passConstructor, locations, settings }, report);
  const { conditions, shownFlags } = compileShown(index, report);
  const triggers = compileTriggers(index, passConstructor, report);
  checkDesign(passConstructor, report);
  const actions = [...triggers.values()].flat();
  checkMagic(index, passConstructor, { actions, routines: compileRoutines(index, actions, report), redeemed }, report);
  return {
    program: {
      passConstructor: redeemed === null ? passConstructor : { ...passConstructor, redeemed: redeemed.passConstructor },
      tree: treeOf(passConstructor),
      locations,
      conditions,
      shownFlags: new Set([...shownFlags, ...(redeemed?.shownFlags ?? [])]),
      triggers,
      ...settings,
      redeemed,
    },
    diagnostics: report.diagnostics,
  };
}

function checkDesign(passConstructor: JsonObject, report: Report): void {
  checkValues(passConstructor, report);
  checkImages(passConstructor, report);
  checkMarks(passConstructor, report);
}

/** Parts that both designs share, so that the redeemed one has none of its own. */
const SHARED_PARTS = ['additional', 'triggers', 'redeemed', 'magicPrefixes', 'timezone'];
/** What Wallet needs to say whose pass it is: the redeemed design has that of the default one unless it says otherwise. */
const IDENTIFYING = ['description', 'organizationName'];

interface Shared {
  readonly passConstructor: JsonObject;
  /** Gets isRedeemed, unless the template has it, so that triggers and the API can set it. */
  readonly locations: Map<string, Location>;
  readonly settings: Settings;
}

/** The second design, compiled like the first; what is wrong with it is told under `redeemed_...`. */
function compileRedeemed(node: JsonValue | undefined, shared: Shared, report: Report): Program | null {
  if (node === undefined || node === null) return null;
  if (!isObject(node)) {
    const message = 'redeemed is a JSON object like the template itself: type, structure, barcode, colours, images.';
    report.error('redeemed_invalid', 'redeemed', message);
    return null;
  }
  if (!shared.locations.has(IS_REDEEMED)) {
    const steps = ['additional', IS_REDEEMED];
    const location = { path: IS_REDEEMED, steps, ancestors: [], value: undefined, attribute: null };
    shared.locations.set(IS_REDEEMED, Object.freeze(location));
  }
  const inner = createReport();
  for (const key of SHARED_PARTS) {
    if (!Object.hasOwn(node, key)) continue;
    inner.error('redeemed_key_shared', key, `Both designs share ${key}: give it beside redeemed, not inside.`);
  }
  const own = Object.fromEntries(Object.entries(node).filter(([key]) => !SHARED_PARTS.includes(key)));
  const passConstructor = normaliseConstructor(own, inner);
  const locations = new Map<string, Location>();
  indexPass(passConstructor, locations, inner);
  indexImages(passConstructor, locations, inner);
  for (const location of shared.locations.values()) {
    if (location.steps[0] === 'additional') addLocation(locations, location, inner);
  }
  const index = { locations, magicPrefixes: shared.settings.magicPrefixes };
  const { conditions, shownFlags } = compileShown(index, inner);
  const identity = Object.entries(shared.passConstructor).filter(([key]) => IDENTIFYING.includes(key));
  const whole = { ...Object.fromEntries(identity), ...passConstructor };
  const timezone = shared.passConstructor.timezone;
  checkDesign(timezone === undefined ? whole : { ...whole, timezone }, inner);
  checkMagic(index, passConstructor, { actions: [], routines: [], redeemed: null }, inner);
  for (const { severity, code, path, message } of inner.diagnostics) {
    // Told of the first design already.
    const isTold =
      locations.get(path)?.steps[0] === 'additional' ||
      (IDENTIFYING.includes(path) && !Object.hasOwn(passConstructor, path));
    if (!isTold) report[severity](code, `redeemed_${path}`, message);
  }
  const tree = treeOf(whole);
  const { magicPrefixes, zone } = shared.settings;
  const triggers = new Map<TriggerEvent, never>();
  return {
    ...{ passConstructor, tree, locations, conditions, shownFlags },
    ...{ triggers, magicPrefixes, zone, redeemed: null },
  };
}

function emptyProgram(passConstructor: JsonObject): Program {
  const none = new Map<string, never>();
  return {
    ...{ passConstructor, tree: {}, locations: none, conditions: none, shownFlags: new Set() },
    ...{ triggers: new Map(), magicPrefixes: false, zone: 'Z', redeemed: null },
  };
}

function depthOf(value: JsonValue, limit = DEEPEST + 1): number {
  if (limit === 0 || typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const item of Object.values(value)) deepest = Math.max(deepest, depthOf(item, limit - 1));
  return deepest + 1;
}

function treeOf(passConstructor: JsonObject): JsonObject {
  const tree: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(passConstructor)) {
    if (!NOT_IN_TREE.has(key)) define(tree, key, unwrap(value));
  }
  return tree;
}

function indexPass(passConstructor: JsonObject, locations: Map<string, Location>, report: Report): void {
  for (const [key, node] of Object.entries(passConstructor)) {
    if (!NOT_WALKED.has(key)) walk([key], node, locations, report);
  }
  const keys = new Map<string, string>();
  const structure = passConstructor.structure;
  for (const [group, fields] of Object.entries(isObject(structure) ? structure : {})) {
    for (const field of isArray(fields) ? fields : []) {
      const key = isObject(field) ? String(field.key) : '';
      const other = keys.get(key);
      if (other !== undefined) {
        const message = `The key "${key}" is used twice, in ${other} and in ${group}. A key may be used once in the whole pass, or Wallet refuses it.`;
        report.error('field_key_duplicate', `structure_${group}_${key}`, message);
      }
      keys.set(key, group);
      if (!/^[A-Za-z0-9_@.-]+$/.test(key)) {
        const message = `The key "${key}" has characters that magic strings cannot name; use letters, digits and _ @ . -`;
        report.warning('field_key_unusual', `structure_${group}_${key}`, message);
      }
    }
  }
}

function walk(steps: readonly string[], node: JsonValue, locations: Map<string, Location>, report: Report): void {
  const path = steps.join('_');
  const attribute: Attribute | null = isLeafAttribute(steps, node)
    ? readAttribute(node as JsonObject, path, report)
    : null;
  addLocation(locations, { path, steps, ancestors: prefixes(steps), value: unwrap(node), attribute }, report);
  if (attribute !== null) return;
  if (isArray(node)) {
    for (const [position, item] of node.entries()) {
      const keyed = steps[0] === 'structure' && isObject(item) && typeof item.key === 'string';
      walk([...steps, keyed ? (item.key as string) : String(position)], item, locations, report);
    }
  } else if (isObject(node)) {
    for (const [key, item] of Object.entries(node)) {
      if (!isMark(steps, key)) walk([...steps, key], item, locations, report);
    }
  }
}

/** What stands among the attributes of a field or the barcode and is no value of a pass. */
function isMark(steps: readonly string[], key: string): boolean {
  if (steps[0] === 'structure' && steps.length === 3) return key === 'key' || key === DYNAMIC_MARK;
  return steps[0] === 'barcode' && steps.length === 1 && key === BARCODE_KIND;
}

/** A barcode that carries nothing but its condition is still a barcode. */
function isLeafAttribute(steps: readonly string[], node: JsonValue): boolean {
  return isAttribute(node) && !(steps.length === 1 && steps[0] === 'barcode' && !Object.hasOwn(node, 'PSValue'));
}

function addLocation(locations: Map<string, Location>, location: Location, report: Report): void {
  const other = locations.get(location.path);
  if (other === undefined) locations.set(location.path, Object.freeze(location));
  else if (other.steps.join() !== location.steps.join()) {
    const message = `Two places have the API path ${location.path}; rename one of the keys, or drop its underscores.`;
    report.error('path_ambiguous', location.path, message);
  }
}

const PATH_LIKE =
  /^(?:structure|boardingPass|coupon|eventTicket|generic|storeCard|barcode|barcodes|locations|beacons|nfc|semantics|images)_/;

function indexAdditional(passConstructor: JsonObject, locations: Map<string, Location>, report: Report): void {
  const { additional } = passConstructor;
  if (additional === undefined) return;
  if (!isObject(additional)) {
    report.error('additional_invalid', 'additional', 'additional is a JSON object from key to value.');
    return;
  }
  for (const [key, node] of Object.entries(additional)) {
    const problem = additionalKeyProblem(key);
    if (problem !== null) {
      report.error('additional_key_reserved', key, problem);
      continue;
    }
    const attribute = isAttribute(node) ? readAttribute(node, key, report) : null;
    const steps = ['additional', key];
    addLocation(locations, { path: key, steps, ancestors: [], value: unwrap(node), attribute }, report);
  }
}

function additionalKeyProblem(key: string): string | null {
  if (!/^[A-Za-z0-9_@.-]{1,100}$/.test(key) || key === '__proto__') {
    return `The additional property "${key}" needs a key of letters, digits and _ @ . - (at most 100).`;
  }
  if (PASS_KEYS.has(key) || (SERVER_KEYS as readonly string[]).includes(key)) {
    return `"${key}" is a key of the pass itself; give the additional property another key, such as "my_${key}".`;
  }
  if ((SPECIAL_STRINGS as readonly string[]).includes(key)) {
    return `{${key}} is a special magic string; give the additional property another key, such as "my_${key}".`;
  }
  if (PARAMETER_NAMES.includes(key)) {
    return `"${key}" is a parameter of links and API calls; give the additional property another key, such as "my_${key}".`;
  }
  return PATH_LIKE.test(key)
    ? `"${key}" reads as an API path of the pass; begin the key with a prefix of your own.`
    : null;
}

function indexImages(passConstructor: JsonObject, locations: Map<string, Location>, report: Report): void {
  const { images } = passConstructor;
  if (images === undefined) return;
  if (!isObject(images)) {
    report.error('images_invalid', 'images', 'images is a JSON object from image name to image.');
    return;
  }
  for (const [name, node] of Object.entries(images)) {
    const path = `images_${name}`;
    if (!isImageName(name)) {
      const near = suggestion(name, ['icon', 'logo', 'thumbnail', 'strip', 'background', 'footer']);
      const names = 'icon, logo, thumbnail, strip, background, footer, each with or without @2x or @3x';
      report.error('image_name_unknown', path, `"${name}" is not an image of a pass.${near} There are ${names}.`);
      continue;
    }
    const attribute = isAttribute(node) ? readAttribute(node, path, report) : null;
    addLocation(locations, { path, steps: ['images', name], ancestors: [], value: unwrap(node), attribute }, report);
  }
}

/** Where conditions decide what is shown: on fields and barcodes. */
const CONDITIONAL = new Set(['structure', 'barcode', 'barcodes']);

/** The conditions of fields and barcodes. */
function compileShown(index: PathIndex, report: Report) {
  const conditions = new Map<string, CompiledCondition | null>();
  const shownFlags = new Set<FlagName>();
  for (const { path, steps, value } of index.locations.values()) {
    if (steps.at(-1) !== 'PSConditions' || !CONDITIONAL.has(steps[0]!)) continue;
    if (typeof value !== 'string') {
      report.error('condition_invalid', path, 'PSConditions is a text, such as "{points} > 20 AND !registered".');
      continue;
    }
    const result = compileCondition(index, value);
    if (result.ok) {
      conditions.set(value, result.test);
      for (const flag of result.flags) shownFlags.add(flag);
    } else {
      report.error('condition_invalid', path, conditionProblem(result.error));
    }
  }
  return { conditions, shownFlags };
}

function compileTriggers(
  index: PathIndex,
  passConstructor: JsonObject,
  report: Report,
): ReadonlyMap<TriggerEvent, readonly CompiledAction[]> {
  const triggers = new Map<TriggerEvent, readonly CompiledAction[]>();
  const node = passConstructor.triggers;
  if (node === undefined || node === null) return triggers;
  if (!isObject(node)) {
    report.error('triggers_invalid', 'triggers', 'triggers is a JSON object from event to actions.');
    return triggers;
  }
  for (const [event, actions] of Object.entries(node)) {
    if (!TRIGGER_EVENTS.includes(event as TriggerEvent)) {
      const message = `"${event}" is not an event.${suggestion(event, TRIGGER_EVENTS)} There are ${TRIGGER_EVENTS.join(', ')}.`;
      report.error('event_unknown', `triggers_${event}`, message);
    } else if (actions !== null) {
      triggers.set(event as TriggerEvent, compileActions(index, actions, `triggers_${event}`, report));
    }
  }
  return triggers;
}
