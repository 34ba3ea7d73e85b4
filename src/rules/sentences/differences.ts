// What differs between two versions of a card, in sentences that an owner reads. Nothing differs
// without a sentence.

import { propertyPath } from '../paths/paths.ts';
import { jsonOf, plainKey } from '../values/key-order.ts';
import { isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { COLOUR_KEYS, isStyle, POSTER } from '../vocabulary.ts';
import {
  type Compared,
  DIFFERENCE_AREAS,
  type Difference,
  type DifferenceArea,
  isSame,
  partName,
  sentenceOf,
  type Tell,
} from './difference.ts';
import { shownSentence, tellFields } from './difference-fields.ts';
import { areSteps, tellRules, tellSteps } from './difference-rules.ts';
import { tellSchedules } from './difference-schedules.ts';
import { tellValues } from './difference-values.ts';
import type { DifferenceWords } from './difference-words.ts';
import type { Names } from './names.ts';
import { NAMED_PLACES } from './words.ts';

/** A version of a card, in its stored shape, with the names of its places. */
export interface ComparedVersion {
  readonly passConstructor: JsonObject;
  readonly names: Names;
  /** The names of its second design; null: the card has none. */
  readonly redeemed: Names | null;
}

/** The differences by area, each area in the order of the card. Empty: both are written alike. */
export function differencesOf(
  before: ComparedVersion,
  after: ComparedVersion,
  words: DifferenceWords,
): readonly Difference[] {
  if (jsonOf(before.passConstructor) === jsonOf(after.passConstructor)) return [];
  const { redeemed: secondBefore, ...first } = before.passConstructor;
  const { redeemed: secondAfter, ...firstAfter } = after.passConstructor;
  const found: Difference[] = [];
  const tell: Tell = (difference) => found.push(difference);
  tellDesign({ before: first, after: firstAfter, namesBefore: before.names, namesAfter: after.names, words }, tell);
  tellRedeemed([secondBefore, secondAfter], [before, after], words, tell);
  if (found.length === 0) return [{ path: '', area: 'others', kind: 'moved', sentence: words.order }];
  return DIFFERENCE_AREAS.flatMap((area) => found.filter((difference) => difference.area === area));
}

function tellRedeemed(
  [before, after]: readonly [JsonValue | undefined, JsonValue | undefined],
  versions: readonly [ComparedVersion, ComparedVersion],
  words: DifferenceWords,
  tell: Tell,
): void {
  if (isSame(before, after)) return;
  const area = 'look';
  if (!isObject(before) || !isObject(after)) {
    const isAdded = isObject(after);
    const sentence = isAdded ? words.redeemedAdded : words.redeemedRemoved;
    tell({ path: 'redeemed', area, kind: isAdded ? 'added' : 'removed', sentence });
    return;
  }
  const [was, is] = versions;
  let isTold = false;
  const compared = {
    before,
    after,
    namesBefore: was.redeemed ?? was.names,
    namesAfter: is.redeemed ?? is.names,
    words,
  };
  tellDesign(compared, (difference) => {
    isTold = true;
    tell({ ...difference, path: `redeemed_${difference.path}`, sentence: words.ofRedeemed(difference.sentence) });
  });
  if (!isTold) tell({ path: 'redeemed', area, kind: 'moved', sentence: words.ofRedeemed(words.order) });
}

/** Parts of a design with sentences of their own. */
const PARTS: Readonly<Record<string, (compared: Compared, tell: Tell) => void>> = {
  structure: (compared, tell) => tellFields('structure', compared, tell),
  [POSTER]: (compared, tell) => tellFields(POSTER, compared, tell),
  triggers: tellRules,
  schedules: tellSchedules,
  additional: tellAdditional,
  images: (compared, tell) =>
    tellPictures(compared, 'images', null, compared.before.images, compared.after.images, tell),
  barcode: tellBarcode,
  localizedImages: tellLocalizedPictures,
  localizations: tellTranslations,
};

function tellDesign(compared: Compared, tell: Tell): void {
  const { before, after, namesAfter } = compared;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (isSame(before[key], after[key])) continue;
    const own = Object.hasOwn(PARTS, key) ? PARTS[key] : undefined;
    if (own !== undefined) {
      let isTold = false;
      own(compared, (difference) => {
        isTold = true;
        tell(difference);
      });
      if (isTold) continue;
      const sentence = sentenceOf(compared.words.rewritten(partName(key)));
      tell({ path: key, area: areaOf(key), kind: 'moved', sentence });
    } else if (key === 'type' && isStyle(before.type) && isStyle(after.type)) tellStyle(compared, tell);
    else {
      const place = { path: key, area: areaOf(key), name: namesAfter.of(key) };
      tellValues(compared, place, before[key], after[key], tell);
    }
  }
}

function tellStyle({ before, after, namesAfter, words }: Compared, tell: Tell): void {
  const { styles } = namesAfter.words;
  const [was, is] = [before.type, after.type];
  if (!isStyle(was) || !isStyle(is)) return;
  const sentence = words.changed(namesAfter.of('type'), styles[was], styles[is]);
  tell({ path: 'type', area: 'look', kind: 'changed', sentence: sentenceOf(sentence) });
}

const LOOKS = new Set([
  'type',
  'transitType',
  'logoText',
  'suppressStripShine',
  'images',
  'localizedImages',
  ...COLOUR_KEYS,
]);

const AREAS: Readonly<Record<string, DifferenceArea>> = {
  structure: 'fields',
  [POSTER]: 'fields',
  barcode: 'barcode',
  barcodes: 'barcode',
  additional: 'values',
  triggers: 'rules',
  schedules: 'rules',
  localizations: 'languages',
};

function areaOf(key: string): DifferenceArea {
  if (LOOKS.has(key)) return 'look';
  return (Object.hasOwn(AREAS, key) ? AREAS[key] : undefined) ?? 'others';
}

/** Additional properties: hidden values, and the steps with a name. */
function tellAdditional(compared: Compared, tell: Tell): void {
  const { before, after, namesAfter, namesBefore } = compared;
  const [was, is] = [objectOf(before.additional), objectOf(after.additional)];
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (isSame(was[key], is[key])) continue;
    const path = propertyPath(plainKey(key));
    const name = (is[key] === undefined ? namesBefore : namesAfter).of(path);
    if (areSteps(was[key], is[key])) tellSteps(compared, { path, name }, was[key], is[key], tell);
    else tellValues(compared, { path, area: 'values', name }, was[key], is[key], tell);
  }
}

/** The barcode: each of its parts has a name of its own. */
function tellBarcode(compared: Compared, tell: Tell): void {
  const { words, namesAfter } = compared;
  const [before, after] = [compared.before.barcode, compared.after.barcode];
  const place = { path: 'barcode', area: 'barcode', name: namesAfter.of('barcode') } as const;
  if (!isObject(before) || !isObject(after)) {
    tellValues(compared, place, before, after, tell);
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (isSame(before[key], after[key])) continue;
    const path = `barcode_${key}`;
    if (key === 'PSConditions') {
      const sentence = shownSentence(compared, place.name, before[key], after[key]);
      tell({ path, area: 'barcode', kind: 'changed', sentence: sentenceOf(sentence) });
    } else {
      const isNamed = (NAMED_PLACES as readonly string[]).includes(path);
      const name = isNamed ? namesAfter.of(path) : words.part(place.name, partName(key));
      tellValues(compared, { path, area: 'barcode', name }, before[key], after[key], tell);
    }
  }
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** `language` null: the pictures of every language. */
function tellPictures(
  { words, namesAfter }: Compared,
  prefix: string,
  language: string | null,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  tell: Tell,
): void {
  const [was, is] = [objectOf(before), objectOf(after)];
  for (const slot of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (isSame(was[slot], is[slot])) continue;
    const [plain, density] = slot.split('@');
    const kinds = [...(density === undefined ? [] : [`@${density}`]), ...(language === null ? [] : [language])];
    const slotName = namesAfter.of(`images_${plain}`);
    const name = kinds.length === 0 ? slotName : words.ofKind(slotName, kinds.join(', '));
    const pictures = { before: pictureOf(was[slot]), after: pictureOf(is[slot]) };
    const told = { path: `${prefix}_${slot}`, area: 'look', pictures } as const;
    if (pictures.before === pictures.after) {
      tell({ ...told, kind: 'changed', sentence: sentenceOf(words.rewritten(name)) });
    } else if (pictures.before === null) {
      tell({ ...told, kind: 'added', sentence: sentenceOf(words.pictureAdded(name)) });
    } else if (pictures.after === null) {
      tell({ ...told, kind: 'removed', sentence: sentenceOf(words.pictureRemoved(name)) });
    } else {
      tell({ ...told, kind: 'changed', sentence: sentenceOf(words.pictureChanged(name)) });
    }
  }
}

function pictureOf(node: JsonValue | undefined): string | null {
  return toText(isObject(node) ? node.PSValue : node) || null;
}

function tellLocalizedPictures(compared: Compared, tell: Tell): void {
  const was = objectOf(compared.before.localizedImages);
  const is = objectOf(compared.after.localizedImages);
  for (const code of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const language = languageName(code, compared.namesAfter);
    tellPictures(compared, `localizedImages_${code}`, language, was[code], is[code], tell);
  }
}

/** The texts of other languages. */
function tellTranslations(compared: Compared, tell: Tell): void {
  const { words, namesAfter } = compared;
  const was = objectOf(compared.before.localizations);
  const is = objectOf(compared.after.localizations);
  for (const code of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const language = languageName(code, namesAfter);
    const path = `localizations_${code}`;
    const [before, after] = [was[code], is[code]];
    if (isSame(before, after)) continue;
    if (before === undefined || after === undefined) {
      const isAdded = before === undefined;
      const sentence = isAdded ? words.languageAdded(language) : words.languageRemoved(language);
      tell({ path, area: 'languages', kind: isAdded ? 'added' : 'removed', sentence: sentenceOf(sentence) });
      continue;
    }
    const texts = [objectOf(before), objectOf(after)] as const;
    for (const text of new Set(texts.flatMap((each) => Object.keys(each)))) {
      const place = { path: `${path}_${text}`, area: 'languages', name: words.translation(language, text) } as const;
      tellValues(compared, place, texts[0][text], texts[1][text], tell);
    }
  }
}

/** `Französisch`; a code that nobody knows stays as it is. */
function languageName(code: string, { words }: Names): string {
  try {
    return new Intl.DisplayNames([words.tag], { type: 'language' }).of(code.replace('_', '-')) ?? code;
  } catch {
    return code;
  }
}
