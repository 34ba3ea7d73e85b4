// Renders pass.json of one pass: puts the pass's overrides into the template's tree, leaves out
// fields and barcodes whose condition is false, expands magic strings for holders, and converts
// every value to the type that Wallet reads.
import { STEPS_TO_READ, spend } from '../rules/budget.ts';
import { timeOf } from '../rules/passes/expiry.ts';
import type { PassFacts } from '../rules/passes/facts.ts';
import { withoutClash } from '../rules/passes/key-clash.ts';
import { shownFacts } from '../rules/passes/shown-design.ts';
import { compileCondition } from '../rules/paths/conditions.ts';
import { expand } from '../rules/paths/magic.ts';
import type { Program } from '../rules/templates/program.ts';
import { parseContainer } from '../rules/values/json-text.ts';
import { typed } from '../rules/values/literal.ts';
import { define } from '../rules/values/tree.ts';
import { isArray, isObject, type JsonObject, type JsonValue, mapTexts, toText } from '../rules/values/values.ts';
import {
  ANDROID_KEYS,
  APPLE_KEYS,
  BARCODE_FORMATS,
  COLOUR_KEYS,
  FIELD_GROUPS,
  PASS_SCAN_FORMAT,
  POSTER,
  STYLES,
  TRANSIT_TYPES,
} from '../rules/vocabulary.ts';
import { colour } from './colour.ts';
import { fixedParts, type ShownTree } from './fixed-parts.ts';
import { fieldShape, isEncodable, onlyKeys, SHAPED_CONTAINERS, shaped } from './shapes.ts';

/** What the server knows of a pass beside its template and values. */
export interface PassIdentity {
  readonly passTypeIdentifier: string;
  readonly teamIdentifier: string;
  readonly serialNumber: string;
  /** At least 16 characters; never changes. */
  readonly authenticationToken: string;
  /** Without `/v1`, which devices add. */
  readonly webServiceURL: string;
  /**
   * templateName and ownerName replace an empty description and organizationName, because Wallet
   * refuses a pass without them.
   */
  readonly templateName: string;
  readonly ownerName: string;
}

/** Apple's keys but for those that code below writes. */
const COPIED = new Set(APPLE_KEYS);
for (const key of ['barcode', 'barcodes', ...COLOUR_KEYS, ...ANDROID_KEYS]) COPIED.delete(key);

/** The number of locations that Wallet uses at most. */
const MOST_LOCATIONS = 10;

/**
 * Why a pass is void, apart from its template and values. `over`: its campaign has ended. `final`:
 * the pass was invalidated, so this is its last version.
 */
export type Ending = 'over' | 'final' | null;

/**
 * Renders the pass in the design that it shows (shown-design.ts). Throws the error of the facts'
 * budget when that is spent.
 */
export function renderPass(
  template: Program,
  passFacts: PassFacts,
  identity: PassIdentity,
  ending: Ending = null,
): JsonObject {
  const { program, facts } = shownFacts(template, passFacts);
  const fixed = fixedParts(program);
  const { tree, structure, attributes } = fixed.show(facts.overrides);
  const show = (value: JsonValue) => expandShown(program, facts, value);
  const pass: Record<string, JsonValue> = {
    formatVersion: 1,
    passTypeIdentifier: identity.passTypeIdentifier,
    teamIdentifier: identity.teamIdentifier,
    serialNumber: identity.serialNumber,
  };
  const copy = (key: string, node: JsonValue) => {
    const whole = key === 'userInfo' ? dictionary(node) : node;
    const shown = SHAPED_CONTAINERS.has(key) ? show(whole) : expandTexts(program, facts, whole);
    return shaped(key, shown, program.zone);
  };
  for (const key of Object.keys(tree)) {
    const value = COPIED.has(key) ? fixed.value(key, tree[key]!, copy) : undefined;
    if (value !== undefined) pass[key] = value;
  }
  if (isArray(pass.locations)) pass.locations = pass.locations.slice(0, MOST_LOCATIONS);
  const paint = (_: string, node: JsonValue) => colour(toText(show(node))) ?? undefined;
  for (const key of COLOUR_KEYS) {
    const value = fixed.value(key, tree[key] ?? null, paint);
    if (value !== undefined) pass[key] = value;
  }
  pass.description = toText(pass.description) || identity.templateName;
  pass.organizationName = toText(pass.organizationName) || identity.ownerName;
  addBarcodes(program, facts, tree, pass);
  const expiry = timeOf(pass.expirationDate, program.zone);
  if (ending !== null || (expiry !== null && expiry <= facts.now)) pass.voided = true;
  // Without webServiceURL, devices stop asking for updates. A pass that is void for another reason
  // still has it, because the pass may become valid again.
  if (ending !== 'final') {
    pass.authenticationToken = identity.authenticationToken;
    pass.webServiceURL = identity.webServiceURL;
  }
  const style = oneOf(STYLES, show(tree.type ?? null)) ?? oneOf(STYLES, program.tree.type ?? null) ?? 'generic';
  pass[style] = {
    ...renderFields(program, facts, structure, attributes),
    ...(style === 'boardingPass'
      ? { transitType: oneOf(TRANSIT_TYPES, show(tree.transitType ?? null)) ?? 'PKTransitTypeGeneric' }
      : {}),
  };
  if (style === 'generic' && isObject(tree[POSTER])) {
    pass[POSTER] = renderFields(program, facts, withoutClash(tree[POSTER], program.tree[POSTER]), null);
  }
  return pass;
}

function oneOf<T extends string>(words: readonly T[], value: JsonValue): T | null {
  return words.find((word) => word === value) ?? null;
}

/**
 * Reads a dictionary that a template holds as JSON text, because Apple expects a dictionary. Null,
 * which leaves the key out, for a text that is not JSON.
 */
function dictionary(node: JsonValue): JsonValue {
  return typeof node === 'string' ? (parseContainer(node) ?? null) : node;
}

/** Expands every text for holders, with curly brackets that a holder typed as they were typed. */
function expandTexts(program: Program, facts: PassFacts, node: JsonValue): JsonValue {
  return typeof node === 'string'
    ? expandOne(program, facts, node)
    : mapTexts(node, (text) => expandOne(program, facts, text));
}

function expandOne(program: Program, facts: PassFacts, text: string): string {
  return typed(text.includes('{') ? expand(program, facts, text, { audience: 'holder' }) : text);
}

/**
 * Expands the parts of a pass that we know. Leaves out our own PS keys and null values, except in
 * `semantics`, which stays whole.
 */
function expandShown(program: Program, facts: PassFacts, node: JsonValue): JsonValue {
  if (typeof node === 'string') return expandOne(program, facts, node);
  if (isArray(node)) return node.map((item) => expandShown(program, facts, item));
  if (!isObject(node)) return node;
  const expanded: Record<string, JsonValue> = {};
  for (const key of Object.keys(node)) {
    const value = node[key]!;
    if (key.startsWith('PS') || value === null) continue;
    const isWhole = key === 'semantics';
    define(expanded, key, isWhole ? expandTexts(program, facts, value) : expandShown(program, facts, value));
  }
  return expanded;
}

function renderFields(
  program: Program,
  facts: PassFacts,
  structure: ShownTree['structure'],
  attributes: ShownTree['attributes'],
): JsonObject {
  const fixed = fixedParts(program);
  const render = (field: JsonObject) => renderField(program, facts, field);
  const groups: Record<string, JsonValue> = {};
  for (const group of FIELD_GROUPS) {
    const fields = isObject(structure) ? structure[group] : undefined;
    if (!isArray(fields)) continue;
    const shown: JsonValue[] = [];
    for (const node of fields) {
      spend(facts.budget, 1, 0);
      if (!isObject(node)) continue;
      const own = attributes?.get(node);
      const field = own === undefined ? node : { ...node, ...own };
      if (holds(program, facts, field)) shown.push(fixed.field(field, render));
    }
    groups[group] = shown;
  }
  return groups;
}

function renderField(program: Program, facts: PassFacts, field: JsonObject): JsonObject {
  const shown = expandShown(program, facts, field) as Record<string, JsonValue>;
  shown.key = toText(field.key);
  return fieldShape(onlyKeys('field', shown), program.zone);
}

/**
 * Whether a field's or barcode's condition is true. A condition that cannot be read, which a
 * trigger may set, counts as false.
 */
function holds(program: Program, facts: PassFacts, node: JsonObject): boolean {
  const source = node.PSConditions;
  if (source === undefined || source === null) return true;
  const text = toText(source);
  const ready = program.conditions.get(text);
  if (ready !== undefined) return ready?.(facts) ?? false;
  spend(facts.budget, STEPS_TO_READ, text.length);
  const compiled = compileCondition(program, text);
  return compiled.ok && compiled.test(facts);
}

/**
 * Writes `barcodes` for today's phones, and `barcode` for old ones, which know QR, PDF417 and Aztec. A fallback with the message of the template's first barcode gets the message of the pass's
 * first barcode; otherwise a phone that shows the fallback would show the template's message.
 */
function addBarcodes(program: Program, facts: PassFacts, tree: JsonObject, pass: Record<string, JsonValue>): void {
  const first = tree.barcode ?? null;
  const original = program.tree.barcode ?? null;
  const more = isArray(tree.barcodes) ? tree.barcodes.slice(1) : [];
  const followed = more.map((node) => {
    if (!isObject(node) || !isObject(first) || !isObject(original)) return node;
    const isCopy = toText(node.message) === toText(original.message);
    return isCopy ? { ...node, message: first.message ?? null } : node;
  });
  const barcodes = [first, ...followed].flatMap((node) => {
    const barcode = isObject(node) && holds(program, facts, node) ? renderBarcode(program, facts, node) : null;
    return barcode === null ? [] : [barcode];
  });
  if (barcodes.length === 0) return;
  pass.barcodes = barcodes;
  const old = barcodes.find(({ format }) => !NEWER_FORMATS.includes(format!));
  if (old !== undefined) pass.barcode = old;
}

const NEWER_FORMATS: readonly JsonValue[] = BARCODE_FORMATS.slice(BARCODE_FORMATS.indexOf('PKBarcodeFormatCode128'));

/** Renders a barcode; null without a message, because Wallet refuses an empty barcode. */
function renderBarcode(program: Program, facts: PassFacts, node: JsonObject): JsonObject | null {
  const shown = shaped('barcode', expandShown(program, facts, node), program.zone) as Record<string, JsonValue>;
  const isPassScan = shown.format === PASS_SCAN_FORMAT;
  const message = isPassScan ? facts.specials.hashedSerialNumber : toText(shown.message);
  if (message === '') return null;
  const asked = toText(shown.messageEncoding) || 'iso-8859-1';
  shown.message = message;
  shown.format = isPassScan ? 'PKBarcodeFormatQR' : toText(shown.format) || 'PKBarcodeFormatQR';
  shown.messageEncoding = isEncodable(message, asked) ? asked : 'utf-8';
  return shown;
}
