// What differs between two values of a card, in sentences: texts, numbers, attributes, lists and
// objects, down to each leaf.
import { isAttribute } from '../templates/attributes.ts';
import { jsonOf, plainKey } from '../values/key-order.ts';
import { changedPairs, sequenceChanges } from '../values/sequence-changes.ts';
import { hexOfRgb } from '../values/tint.ts';
import { isArray, isObject, isTrue, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { COLOUR_KEYS } from '../vocabulary.ts';
import { conditionWords } from './conditions.ts';
import { type Compared, type Difference, isSame, partName, sentenceOf, type Tell } from './difference.ts';
import { ATTRIBUTE_SETTINGS } from './difference-words.ts';
import { valueWords } from './names.ts';

/** The place that two values share: its API path, area and name. */
export interface Place {
  readonly path: string;
  readonly area: Difference['area'];
  readonly name: string;
}

/** Tells of every leaf that differs. `undefined`: the place is not there on that side. */
export function tellValues(
  compared: Compared,
  place: Place,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  tell: Tell,
): void {
  if (isSame(before, after)) return;
  const lists = [before ?? [], after ?? []] as const;
  if (isAttribute(before) || isAttribute(after)) {
    tellAttribute(compared, place, before, after, tell);
  } else if (isArray(lists[0]) && isArray(lists[1]) && lists.flat().some(isObject)) {
    tellList(compared, place, lists[0], lists[1], tell);
  } else if (isArray(before) && isArray(after)) {
    tellList(compared, place, before, after, tell);
  } else if (isObject(before) && isObject(after)) {
    tellParts(compared, place, before, after, tell);
  } else {
    const { kind, sentence } = said(compared, place.name, before ?? null, after ?? null);
    const colours = coloursOf(place, before, after);
    tell({
      path: place.path,
      area: place.area,
      kind,
      sentence: sentenceOf(sentence),
      ...(colours === null ? {} : { colours }),
    });
  }
}

/** A colour as a hexadecimal number, as rgb() or by its name: nothing else may stand in a style. */
const COLOUR = /^(?:#[0-9a-f]{3}(?:[0-9a-f]{3})?|rgb\([\d,. %]{1,30}\)|[a-z]{3,30})$/i;

function coloursOf(
  { path }: Place,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): NonNullable<Difference['colours']> | null {
  if (!COLOUR_KEYS.includes(path)) return null;
  const colour = (value: JsonValue | undefined) => (typeof value === 'string' && COLOUR.test(value) ? value : null);
  return { before: colour(before), after: colour(after) };
}

/** The sentence about a value as a whole; null: there is none on that side. */
function said(
  compared: Compared,
  name: string,
  before: JsonValue,
  after: JsonValue,
): Pick<Difference, 'kind' | 'sentence'> {
  const { words, namesBefore, namesAfter } = compared;
  if (before === null && after === null) return { kind: 'changed', sentence: words.rewritten(name) };
  if (before === null)
    return { kind: 'added', sentence: words.added(name, valueWords(shortened(plainOf(after)), namesAfter)) };
  if (after === null)
    return { kind: 'removed', sentence: words.removed(name, valueWords(shortened(plainOf(before)), namesBefore)) };
  const [was, is] = shownBoth(compared, before, after);
  return { kind: 'changed', sentence: was === is ? words.rewritten(name) : words.changed(name, was, is) };
}

/** What a sentence shows of a value: of a place on the map, its text or its coordinates. */
function plainOf(value: JsonValue): JsonValue {
  if (isAttribute(value)) return value.PSValue ?? null;
  if (!isObject(value)) return value;
  const { relevantText, latitude, longitude, message } = value;
  if (relevantText !== undefined) return relevantText;
  if (latitude !== undefined) return `${toText(latitude)}, ${toText(longitude)}`;
  return message ?? value;
}

/** Both values in words. Long texts are shown from shortly before the point where they part. */
function shownBoth({ namesBefore, namesAfter }: Compared, before: JsonValue, after: JsonValue) {
  const was = valueWords(shortened(before), namesBefore);
  const is = valueWords(shortened(after), namesAfter);
  if (was !== is || typeof before !== 'string' || typeof after !== 'string') return [was, is] as const;
  const from = partingPoint(before, after);
  if (from === 0) return [was, is] as const;
  return [valueWords(`…${before.slice(from)}`, namesBefore), valueWords(`…${after.slice(from)}`, namesAfter)] as const;
}

const APPLES = /^PK(?:DateStyle|NumberStyle|TextAlignment|BarcodeFormat|TransitType|DataDetectorType)(\w+)$/;

/** `PKBarcodeFormatQR` -> `QR`, `rgb(0, 0, 0)` -> `#000000`. */
function shortened(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  return /^rgb\(\d{1,3}, *\d{1,3}, *\d{1,3}\)$/.test(value) ? hexOfRgb(value) : value.replace(APPLES, '$1');
}

/** How many characters of the common beginning a sentence shows. */
const SHOWN_BEFORE = 20;

function partingPoint(before: string, after: string): number {
  let common = 0;
  while (common < before.length && before[common] === after[common]) common++;
  const from = Math.max(0, common - SHOWN_BEFORE);
  // Do not begin between the halves of a character.
  return /[\udc00-\udfff]/.test(before[from] ?? '') ? from + 1 : from;
}

/** Compares values of which one at least says more than its value: who may edit, how forms show it. */
function tellAttribute(
  compared: Compared,
  place: Place,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  tell: Tell,
): void {
  const { words, namesBefore, namesAfter } = compared;
  const { name, area, path } = place;
  const was = settingsOf(before);
  const is = settingsOf(after);
  let isTold = false;
  const told: Tell = (difference) => {
    isTold = true;
    tell(difference);
  };
  tellValues(compared, place, heldBy(before), heldBy(after), told);
  if (isTrue(was.PSEditable) !== isTrue(is.PSEditable)) {
    const sentence = isTrue(is.PSEditable) ? words.editable(name) : words.notEditable(name);
    told({ path, area, kind: 'changed', sentence: sentenceOf(sentence) });
  }
  for (const setting of ATTRIBUTE_SETTINGS) {
    if (setting === 'PSConditions') continue;
    const settingPlace = { path: `${path}_${setting}`, area, name: words.settings[setting](name) };
    tellValues(compared, settingPlace, was[setting], is[setting], told);
  }
  const conditions = [was.PSConditions, is.PSConditions] as const;
  if (!isSame(...conditions)) {
    const label = words.settings.PSConditions(name);
    const sentence = words.changed(
      label,
      conditionWords(textOf(conditions[0]), namesBefore) ?? namesBefore.words.nothing,
      conditionWords(textOf(conditions[1]), namesAfter) ?? namesAfter.words.nothing,
    );
    told({ path: `${path}_PSConditions`, area, kind: 'changed', sentence: sentenceOf(sentence) });
  }
  tellOthers(compared, place, was, is, told);
  if (!isTold) told({ path, area, kind: 'changed', sentence: sentenceOf(words.rewritten(name)) });
}

function heldBy(node: JsonValue | undefined): JsonValue | undefined {
  return isAttribute(node) ? node.PSValue : node;
}

function settingsOf(value: JsonValue | undefined): JsonObject {
  return isAttribute(value) ? value : {};
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

const KNOWN = new Set<string>(['PSValue', 'PSEditable', ...ATTRIBUTE_SETTINGS]);

function tellOthers(compared: Compared, place: Place, was: JsonObject, is: JsonObject, tell: Tell): void {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !KNOWN.has(key));
  for (const key of keys) tellValues(compared, partOf(compared, place, key), was[key], is[key], tell);
}

function partOf({ words }: Compared, { path, area, name }: Place, key: string): Place {
  return { path: `${path}_${plainKey(key)}`, area, name: words.part(name, partName(plainKey(key))) };
}

/** Compares objects key by key. */
export function tellParts(compared: Compared, place: Place, before: JsonObject, after: JsonObject, tell: Tell): void {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = keys.filter((key) => !isSame(before[key], after[key]));
  for (const key of differing) tellValues(compared, partOf(compared, place, key), before[key], after[key], tell);
  if (differing.length > 0) return;
  // The parts stand in another order, which matters where the order is shown.
  const sentence = sentenceOf(compared.words.rewritten(place.name));
  tell({ path: place.path, area: place.area, kind: 'moved', sentence });
}

/** Compares lists item by item: what comes and goes at one place changed. */
function tellList(
  compared: Compared,
  place: Place,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  tell: Tell,
): void {
  const texts = (list: readonly JsonValue[]) => list.map((item) => jsonOf(item));
  for (const pair of changedPairs(sequenceChanges(texts(before), texts(after)))) {
    const was = pair.before === null ? undefined : before[pair.before]!;
    const is = pair.after === null ? undefined : after[pair.after]!;
    const position = pair.after ?? pair.before!;
    const name =
      before.length < 2 && after.length < 2 ? place.name : compared.words.part(place.name, `${position + 1}`);
    // An item of null is no absent item.
    if (was === null || is === null) {
      const sentence = sentenceOf(compared.words.rewritten(name));
      tell({ path: `${place.path}_${position}`, area: place.area, kind: 'changed', sentence });
    } else {
      tellValues(compared, { ...place, path: `${place.path}_${position}`, name }, was, is, tell);
    }
  }
}
