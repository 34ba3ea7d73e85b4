// Lists what Wallet reads at each place of a pass. This table is the one check of values, for
// saving a template and for every write to a pass, because Wallet silently refuses or ignores a
// wrong value.
import colorString from 'color-string';
import {
  ACTION_TYPES,
  DATA_DETECTOR_TYPES,
  DATE_STYLES,
  EVENT_LINKS,
  EVENT_TYPES,
  FLIGHT_LINKS,
  isList,
  NUMBER_STYLES,
  type PartType,
  type PartTypes,
  SEMANTIC_TAGS,
  TEXT_ALIGNMENTS,
  TYPED_KEYS,
} from '../apple-keys.ts';
import { suggestion } from '../diagnostics.ts';
import { parseContainer } from '../values/json-text.ts';
import { completeDate, isDateKey, isImpossibleDate, isPassDate } from '../values/pass-date.ts';
import { isArray, isObject, type JsonObject, type JsonValue, readNumber, readTruth, toText } from '../values/values.ts';
import {
  BARCODE_ENCODINGS,
  BARCODE_FORMATS,
  COLOUR_KEYS,
  isFieldTree,
  PASS_SCAN_FORMAT,
  POSTER,
  TRANSIT_TYPES,
} from '../vocabulary.ts';

/** The value that a place needs, for pages that word the need themselves. */
export type Wanted = 'number' | 'colour' | 'date' | 'truth' | 'word' | 'other';

export interface ValueFault {
  /** The code of the template's diagnostic. */
  readonly code: string;
  readonly path: string;
  /** Names the place and says what would be right. */
  readonly message: string;
  readonly wants: Wanted;
}

interface Leaf {
  readonly kind: 'leaf';
  readonly wants: Wanted;
  /** The only words that the place takes; absent: others too. */
  readonly words?: readonly string[];
  readonly code: string;
  accepts(value: JsonValue, zone: string): boolean;
  says(path: string, value: JsonValue): string;
}
export type Rule =
  | { readonly kind: 'any' }
  | Leaf
  /** A list, which may come as a text. */
  | { readonly kind: 'list'; readonly of: Leaf }
  | { readonly kind: 'items'; readonly of: Rule }
  | { readonly kind: 'each'; readonly of: Rule }
  | {
      readonly kind: 'entries';
      readonly entries: Readonly<Record<string, Rule>>;
      readonly needs: readonly string[];
      /** Rules of entries that depend on the others. */
      readonly also?: (value: JsonObject) => Readonly<Record<string, Rule>>;
    }
  /**
   * Anything, in which each entry that Apple calls a date is a moment, however deep it is.
   * `entries`: the rules of those whose types are known.
   */
  | { readonly kind: 'dated'; readonly entries?: Readonly<Record<string, Rule>> };

const ANY: Rule = { kind: 'any' };
const DATED: Rule = { kind: 'dated' };

const leaf = (rule: Omit<Leaf, 'kind'>): Leaf => ({ kind: 'leaf', ...rule });

const TEXT = leaf({
  wants: 'other',
  code: 'text_invalid',
  accepts: (value) => typeof value !== 'object',
  says: (path) => `${path} is a text.`,
});

export const TRUTH: Leaf = leaf({
  wants: 'truth',
  code: 'truth_invalid',
  accepts: (value) => readTruth(value) !== null,
  says: (path) => `${path} is true or false.`,
});

export const COLOUR: Leaf = leaf({
  wants: 'colour',
  code: 'colour_invalid',
  accepts: (value) => typeof value === 'string' && colorString.get.rgb(value.trim().toLowerCase()) !== null,
  says: (path) => `${path} is a colour: "rgb(23, 187, 82)", "#17bb52" or a name such as "navy".`,
});

/** A moment. Its zone may be missing when the template names one; `zone` is `Z` otherwise. */
export const MOMENT: Leaf = leaf({
  wants: 'date',
  code: 'date_invalid',
  accepts: (value, zone) =>
    typeof value === 'string' && (isPassDate(value) || (zone !== 'Z' && completeDate(value, zone)?.isDay === false)),
  says: (path, value) =>
    `${path} is a date and time with its zone, such as 2025-12-31T20:00:00+01:00.${impossible(value)}`,
});

/** A field's date; a day alone is valid. */
export const DAY_OR_MOMENT: Leaf = leaf({
  wants: 'date',
  code: 'date_invalid',
  accepts: (value, zone) => typeof value === 'string' && completeDate(value, zone) !== null,
  says: (path, value) => `${path} is a date, such as 2025-12-31 or 2025-12-31T20:00:00+01:00.${impossible(value)}`,
});

/** The same in a field that may show words. An impossible date is always a mistake. */
const POSSIBLE_DATE: Leaf = leaf({
  ...DAY_OR_MOMENT,
  accepts: (value) => typeof value !== 'string' || !isImpossibleDate(value),
});

function impossible(value: JsonValue): string {
  return typeof value === 'string' && isImpossibleDate(value) ? ` There is no ${value}.` : '';
}

const numberOf = (value: JsonValue) => (typeof value === 'number' ? value : readNumber(toText(value)));

function number(wants: string, accepts: (value: number) => boolean, code = 'number_invalid', says?: string): Leaf {
  return leaf({
    wants: 'number',
    code,
    accepts: (value) => {
      const read = typeof value === 'boolean' || typeof value === 'object' ? null : numberOf(value);
      return read !== null && accepts(read);
    },
    says: (path) => says ?? `${path} is ${wants}.`,
  });
}

export const NUMBER: Leaf = number('a number, such as 25 or 2.5', () => true);

const degrees = (name: string, most: number) =>
  number(
    '',
    (value) => Math.abs(value) <= most,
    'position_invalid',
    `A location needs a ${name}: a number from -${most} to ${most}.`,
  );

/** Whole numbers of 16 bits, as iBeacons have. */
const SHORT = number(
  'a whole number from 0 to 65535',
  (value) => Number.isInteger(value) && value >= 0 && value <= 65535,
);

function word(name: string, words: readonly string[], code = 'word_unknown', isName = name): Leaf {
  return leaf({
    wants: 'word',
    words,
    code,
    accepts: (value) => typeof value === 'string' && words.includes(value),
    says: (_, value) => `${isName} is one of ${words.join(', ')}.${suggestion(toText(value), words)}`,
  });
}

function pattern(accepts: (text: string) => boolean, wants: string): Leaf {
  return leaf({
    wants: 'other',
    code: 'value_invalid',
    accepts: (value) => typeof value === 'string' && accepts(value),
    says: (path) => `${path} is ${wants}.`,
  });
}

function isEncoding(text: string): boolean {
  if ((BARCODE_ENCODINGS as readonly string[]).includes(text.toLowerCase())) return true;
  try {
    return new TextDecoder(text) !== null;
  } catch {
    return false;
  }
}

const entries = (rules: Readonly<Record<string, Rule>>, needs: readonly string[] = []) =>
  ({ kind: 'entries', entries: rules, needs }) as const;

const BARCODE = entries({
  message: TEXT,
  altText: TEXT,
  format: word('format', [...BARCODE_FORMATS, PASS_SCAN_FORMAT], 'barcode_format_unknown', "The barcode's format"),
  messageEncoding: pattern(isEncoding, 'the name of a character encoding, such as iso-8859-1 or utf-8'),
});

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const APPS: Rule = {
  kind: 'list',
  of: number('a list of the numbers of apps', (value) => Number.isInteger(value) && value >= 0),
};

const OF_PARTS: Readonly<Partial<Record<string, Rule>>> = {
  any: DATED,
  text: TEXT,
  number: NUMBER,
  truth: TRUTH,
  date: MOMENT,
  colour: COLOUR,
  texts: { kind: 'list', of: TEXT },
  numbers: APPS,
};

/** The rule of a part of a nested key (apple-keys.ts). */
function ruleOfPart(name: string, type: PartType): Rule {
  if (type === 'eventType') return word(name, EVENT_TYPES);
  if (type === 'actionType') return word(name, ACTION_TYPES, 'word_unknown', "An action's type");
  if (typeof type === 'string') return OF_PARTS[type] ?? ANY;
  return isList(type)
    ? { kind: 'items', of: ruleOfPart(name, type[0]) }
    : { kind: 'dated', entries: rulesOfParts(type) };
}

function rulesOfParts(types: PartTypes): Readonly<Record<string, Rule>> {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, ruleOfPart(name, type)]));
}

const FIELD_ENTRIES = entries({
  label: TEXT,
  changeMessage: TEXT,
  attributedValue: TEXT,
  textAlignment: word('textAlignment', TEXT_ALIGNMENTS),
  numberStyle: word('numberStyle', NUMBER_STYLES),
  dateStyle: word('dateStyle', DATE_STYLES),
  timeStyle: word('timeStyle', DATE_STYLES),
  dataDetectorTypes: { kind: 'list', of: word('dataDetectorTypes', DATA_DETECTOR_TYPES) },
  currencyCode: pattern((text) => /^[a-z]{3}$/i.test(text), 'a currency by its three letters, such as EUR'),
  isRelative: TRUTH,
  ignoresTimeZone: TRUTH,
  row: number('0 or 1', (value) => value === 0 || value === 1),
  semantics: ruleOfPart('semantics', SEMANTIC_TAGS),
});
const DATED_VALUE = { value: POSSIBLE_DATE };
const FIELD: Rule = { ...FIELD_ENTRIES, also: (field) => (isShownAsDate(field) ? DATED_VALUE : {}) };

function isShownAsDate({ dateStyle, timeStyle }: JsonObject): boolean {
  return [dateStyle, timeStyle].some((style) => toText(isObject(style) ? style.PSValue : style) !== '');
}

const TOP: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(COLOUR_KEYS.map((key) => [key, COLOUR])),
  expirationDate: MOMENT,
  relevantDate: MOMENT,
  voided: TRUTH,
  suppressStripShine: TRUTH,
  sharingProhibited: TRUTH,
  suppressHeaderDarkening: TRUTH,
  useAutomaticColors: TRUTH,
  maxDistance: number('a number of metres, such as 100', (value) => value >= 0),
  description: TEXT,
  organizationName: TEXT,
  logoText: TEXT,
  eventLogoText: TEXT,
  logoSymbolName: TEXT,
  groupingIdentifier: TEXT,
  appLaunchURL: TEXT,
  ...Object.fromEntries([...EVENT_LINKS, ...FLIGHT_LINKS].map((key) => [key, TEXT])),
  transitType: word('transitType', TRANSIT_TYPES, 'transit_type_unknown'),
  associatedStoreIdentifiers: APPS,
  auxiliaryStoreIdentifiers: APPS,
  barcode: BARCODE,
  barcodes: { kind: 'items', of: BARCODE },
  locations: {
    kind: 'items',
    of: entries(
      {
        latitude: degrees('latitude', 90),
        longitude: degrees('longitude', 180),
        altitude: number('a number of metres, such as 35', () => true),
        relevantText: TEXT,
      },
      ['latitude', 'longitude'],
    ),
  },
  beacons: {
    kind: 'items',
    of: entries(
      {
        proximityUUID: pattern((text) => UUID.test(text), 'a UUID, such as 5A4BCFCE-174E-4BAC-A814-092E77F6B7E5'),
        major: SHORT,
        minor: SHORT,
        relevantText: TEXT,
      },
      ['proximityUUID'],
    ),
  },
  nfc: entries({ message: TEXT, encryptionPublicKey: TEXT, requiresAuthentication: TRUTH }),
  ...rulesOfParts(TYPED_KEYS),
  structure: { kind: 'each', of: { kind: 'items', of: FIELD } },
  [POSTER]: { kind: 'each', of: { kind: 'items', of: FIELD } },
  additional: entries({ psScanColor: COLOUR }),
};

/** The rule of a place by its steps from the root of the template's tree. */
export function ruleAt(steps: readonly string[]): Rule {
  const [top, ...rest] = steps;
  return rest.reduce<Rule>((rule, step) => partRule(rule, null, step), ruleOf(top ?? ''));
}

function ruleOf(top: string): Rule {
  return Object.hasOwn(TOP, top) ? TOP[top]! : ANY;
}

/**
 * Finds what is wrong with a value, part by part; yields nothing when all is right. Empty values
 * are right everywhere, and so are texts with a magic string, which are known only when the pass is
 * rendered. `zone`: for dates without one.
 */
export function* faultsIn(rule: Rule, value: JsonValue | undefined, path: string, zone: string): Generator<ValueFault> {
  if (rule.kind === 'any' || isLater(value)) return;
  if (rule.kind === 'leaf') {
    if (!rule.accepts(value, zone)) yield faultOf(rule, path, value);
  } else if (rule.kind === 'list') {
    const wrong = itemsOf(value).find((item) => !isLater(item) && !rule.of.accepts(item, zone));
    if (wrong !== undefined) yield faultOf(rule.of, path, wrong);
  } else if (rule.kind === 'each') {
    for (const [name, item] of isObject(value) ? Object.entries(value) : []) {
      yield* faultsIn(rule.of, item, `${path}_${name}`, zone);
    }
  } else if (rule.kind === 'items') {
    for (const [position, item] of isArray(value) ? value.entries() : []) {
      const isField = isFieldTree(path.split('_', 1)[0]) && isObject(item) && typeof item.key === 'string';
      yield* faultsIn(rule.of, item, `${path}_${isField ? item.key : position}`, zone);
    }
  } else if (rule.kind === 'dated') {
    for (const [name, part, inner] of datedParts(rule, value)) yield* faultsIn(inner, part, `${path}_${name}`, zone);
  } else if (isObject(value)) {
    for (const [name, inner] of entriesOf(rule, value)) {
      const part = Object.hasOwn(value, name) ? value[name] : undefined;
      const isMissing = (part === undefined || part === null) && rule.needs.includes(name);
      if (isMissing && inner.kind === 'leaf') yield faultOf(inner, `${path}_${name}`, '');
      else yield* faultsIn(inner, part, `${path}_${name}`, zone);
    }
  }
}

function entriesOf(rule: Extract<Rule, { kind: 'entries' }>, value: JsonObject): [string, Rule][] {
  return Object.entries({ ...rule.entries, ...rule.also?.(value) });
}

/** The parts of a container with dates, each with its name and rule. */
function* datedParts(rule: Rule, value: JsonValue): Generator<[string, JsonValue, Rule]> {
  for (const [name, part] of Object.entries(isArray(value) || isObject(value) ? value : {})) {
    yield [name, part, partRule(rule, value, name)];
  }
}

/** The rule of a part of a container, by its name or position. */
export function partRule(rule: Rule, value: JsonValue, name: string): Rule {
  switch (rule.kind) {
    case 'items':
    case 'each':
    case 'list':
      return rule.of;
    case 'entries': {
      const also = isObject(value) ? (rule.also?.(value) ?? {}) : {};
      if (Object.hasOwn(also, name)) return also[name]!;
      return Object.hasOwn(rule.entries, name) ? rule.entries[name]! : ANY;
    }
    case 'dated':
      if (rule.entries !== undefined && Object.hasOwn(rule.entries, name)) return rule.entries[name]!;
      if (isDateKey(name)) return MOMENT;
      return name === 'value' && isObject(value) && isShownAsDate(value) ? POSSIBLE_DATE : DATED;
    default:
      return ANY;
  }
}

function faultOf({ code, says, wants }: Leaf, path: string, value: JsonValue): ValueFault {
  return { code, path, message: says(path, value), wants };
}

function isLater(value: JsonValue | undefined): value is undefined | null | '' {
  return value === undefined || value === null || value === '' || (typeof value === 'string' && value.includes('{'));
}

/** Reads the items of a list. A text is JSON, or words between commas. */
function itemsOf(value: JsonValue): readonly JsonValue[] {
  if (isArray(value)) return value;
  const parsed = parseContainer(toText(value));
  return isArray(parsed)
    ? parsed
    : toText(value)
        .split(',')
        .map((item) => item.trim());
}
