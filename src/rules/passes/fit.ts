// Works out what of a pass's front Wallet has room for: which fields it shows in which row, how
// small it sets their texts, what it leaves out, and what ends in "…". The drawn pass and lint
// share this answer. Counts are Apple's (Wallet Developer Guide, "Pass Design and Creation";
// PassFields). Apple publishes no sizes of letters, so those here are estimates.

import { singleLine, textWidth } from '../values/text-width.ts';
import { isArray, isObject, type JsonObject, toText } from '../values/values.ts';
import { POSTER, STYLES, type Style } from '../vocabulary.ts';
import { shownValue } from './shown-value.ts';

/**
 * In points, as are all lengths here. Every card has this height; pass-style.ts has the same
 * numbers as CSS.
 */
export const CARD = { width: 376, padding: 16, height: 476 } as const;

export const FRONT_GROUPS = [
  'headerFields',
  'primaryFields',
  'secondaryFields',
  'auxiliaryFields',
  'footerFields',
] as const;
export type FrontGroup = (typeof FRONT_GROUPS)[number];

export interface FittedText {
  readonly text: string;
  readonly size: number;
  /**
   * Whether the text is too long even in the smallest letters that Wallet uses, so that it ends in
   * "…".
   */
  readonly isCut: boolean;
  /** About how many letters there is room for; all of them unless the text is cut. */
  readonly letters: number;
}

export interface FittedField {
  readonly group: FrontGroup;
  readonly key: string;
  readonly label: FittedText;
  readonly value: FittedText;
  /** `left`, `center`, `right`, or empty for the writing direction's own side. */
  readonly side: string;
  /** The field's width in a full row; null when each field is as wide as its texts. */
  readonly width: number | null;
}

export interface FittedRow {
  readonly fields: readonly FittedField[];
  /** Whether the row stands left of the thumbnail, below the primary field. */
  readonly isBeside: boolean;
}

export interface LeftOutField {
  readonly group: FrontGroup;
  readonly key: string;
  /**
   * The limit that leaves the field out, for the middle of a sentence: "at most 4 secondaryFields
   * and auxiliaryFields together".
   */
  readonly limit: string;
}

export interface Front {
  readonly style: Style;
  /** Whether the primary field lies on the strip, value above label. */
  readonly isOnStrip: boolean;
  /** Whether there is a thumbnail. The strip of an event ticket replaces it. */
  readonly hasThumbnail: boolean;
  readonly logoText: FittedText;
  readonly header: readonly FittedField[];
  readonly primary: readonly FittedField[];
  /** The rows from the top, without empty ones. */
  readonly rows: readonly FittedRow[];
  readonly leftOut: readonly LeftOutField[];
}

/** The widths of cards on phones, in points; each screen is 17 points wider. */
export const CARD_WIDTHS = { usual: CARD.width, small: 358 } as const;
const GAP = 14;
const THUMBNAIL = 90;
/** The width of a boarding pass's sign, between its primary fields. */
const TRANSIT = 28;
/** The gap between logo, logo text and header fields. */
const TOP_GAP = 10;
/**
 * What a row leaves to header fields: a logo is up to 160 points wide, and neither it nor a logo
 * text beside it moves them.
 */
const HEADER_LESS = 160 + 2 * TOP_GAP;
/** The room that a logo takes from the logo text: its width is unknown, but at least its height. */
const LOGO_HEIGHT = 50;

/** The usual size of a text, and the smallest to which Wallet shrinks it. */
interface Sizes {
  readonly full: number;
  readonly least: number;
}
const LABEL: Sizes = { full: 11, least: 9 };
const LOGO_TEXT: Sizes = { full: 17, least: 13 };
const HEADER: Sizes = { full: 18, least: 12 };
const LINE: Sizes = { full: 17, least: 11 };
const LARGE: Sizes = { full: 38, least: 18 };
const TITLE: Sizes = { full: 27, least: 16 };

/** The space between the letters of a label, which Wallet also capitalises. */
const LABEL_SPACING = 0.03;

const STRIP_STYLES: readonly Style[] = ['coupon', 'eventTicket', 'storeCard'];
const SQUARE_CODES = ['PKBarcodeFormatQR', 'PKBarcodeFormatAztec'];

/** Whether a barcode is as high as it is wide, so that it takes the room of a row. */
export function isSquareCode(format: string): boolean {
  return SQUARE_CODES.includes(format);
}

/** The style of a rendered pass.json. */
export function styleOf(passJson: JsonObject): Style {
  return STYLES.find((style) => Object.hasOwn(passJson, style)) ?? 'generic';
}

/** The fields of one group of a rendered pass.json. */
export function fieldsOf(passJson: JsonObject, group: string): readonly JsonObject[] {
  const front = passJson[styleOf(passJson)];
  const fields = isObject(front) ? front[group] : undefined;
  return isArray(fields) ? fields.filter(isObject) : [];
}

/**
 * Fits the front of a rendered pass.json. `images`: names of images, with or without densities.
 * `language`: that of dates and amounts. `cardWidth`: in points, one of CARD_WIDTHS.
 */
export function fitFront(
  passJson: JsonObject,
  images: Iterable<string>,
  language = 'en',
  cardWidth: number = CARD.width,
): Front {
  const room = cardWidth - 2 * CARD.padding;
  const style = styleOf(passJson);
  const slots = new Set([...images].map((name) => name.replace(/@[23]x$/, '')));
  const hasStrip = STRIP_STYLES.includes(style) && slots.has('strip');
  const hasThumbnail = slots.has('thumbnail') && !hasStrip && (style === 'generic' || style === 'eventTicket');
  const isOnStrip = hasStrip || style === 'coupon' || style === 'storeCard';
  const leftOut: LeftOutField[] = [];
  const take = (wanted: Wanted) => placesFor(wanted, style, leftOut);
  const [wantedHeader, wantedPrimary] = topOf(passJson, style);
  const header = take(wantedHeader);
  const shownPrimary = take(wantedPrimary);
  // A poster sets its first primary field large, and the others in a row below.
  const primary = style === POSTER ? shownPrimary.slice(0, 1) : shownPrimary;
  const others = shownPrimary.slice(primary.length);
  const beside = room - THUMBNAIL - GAP;
  const fittedHeader = fitRow(header, HEADER, room - HEADER_LESS, language);
  return {
    style,
    isOnStrip,
    hasThumbnail,
    logoText: fitLogoText(passJson, slots.has('logo'), fittedHeader, room),
    header: fittedHeader,
    primary:
      style === 'boardingPass'
        ? fitEnds(primary, room, language)
        : fitRow(primary, isOnStrip ? LARGE : TITLE, hasThumbnail ? beside : room, language),
    rows: [others, ...rowsOf(passJson, style).map(take)].flatMap((fields) => {
      if (fields.length === 0) return [];
      const isBeside = style === 'eventTicket' && hasThumbnail && fields[0]!.group === 'secondaryFields';
      return [{ fields: fitRow(fields, LINE, isBeside ? beside : room, language), isBeside }];
    }),
    leftOut,
  };
}

interface Place {
  readonly group: FrontGroup;
  readonly field: JsonObject;
}

interface Wanted {
  /** The groups that share the room. */
  readonly groups: readonly FrontGroup[];
  readonly fields: readonly Place[];
  readonly most: number;
}

/** How much of a place on the front is taken. */
export interface Room {
  /** The groups that share it. */
  readonly groups: readonly FrontGroup[];
  /** How many fields the pass has for it, and how many Wallet shows. */
  readonly wanted: number;
  readonly most: number;
}

/** The places on the front of a rendered pass.json, from the top. */
export function roomsOf(passJson: JsonObject): readonly Room[] {
  const style = styleOf(passJson);
  return [...topOf(passJson, style), ...rowsOf(passJson, style)].map(({ groups, fields, most }) => {
    return { groups, wanted: fields.length, most };
  });
}

/** Counts of posters: Apple's page "Creating a poster generic pass". */
const PRIMARY_COUNTS: Readonly<Partial<Record<Style, number>>> = { boardingPass: 2, posterGeneric: 4 };

function topOf(passJson: JsonObject, style: Style): readonly [header: Wanted, primary: Wanted] {
  return [
    { groups: ['headerFields'], fields: placesOf(passJson, 'headerFields'), most: style === POSTER ? 1 : 3 },
    { groups: ['primaryFields'], fields: placesOf(passJson, 'primaryFields'), most: PRIMARY_COUNTS[style] ?? 1 },
  ];
}

function placesOf(passJson: JsonObject, group: FrontGroup): Place[] {
  return fieldsOf(passJson, group).map((field) => ({ group, field }));
}

/**
 * The rows below the primary fields, from the top, each with the fields that belong there and how
 * many of them fit.
 */
function rowsOf(passJson: JsonObject, style: Style): readonly Wanted[] {
  const secondary = placesOf(passJson, 'secondaryFields');
  const auxiliary = placesOf(passJson, 'auxiliaryFields');
  const [barcode] = isArray(passJson.barcodes) ? passJson.barcodes : [];
  const hasSquare = isObject(barcode) && isSquareCode(toText(barcode.format));
  const below = { groups: ['secondaryFields'], fields: secondary, most: 4 } as const;
  const lowest = { groups: ['auxiliaryFields'], fields: auxiliary, most: 4 } as const;
  const together: Wanted = {
    groups: ['secondaryFields', 'auxiliaryFields'],
    fields: [...secondary, ...auxiliary],
    most: 4,
  };
  switch (style) {
    // Gate and seat stand above the passenger.
    case 'boardingPass':
      return [{ ...lowest, most: 5 }, below];
    // An auxiliary field whose `row` is 1 stands in a row below.
    case 'eventTicket':
      return [
        below,
        { ...lowest, fields: auxiliary.filter(({ field }) => field.row !== 1) },
        { ...lowest, fields: auxiliary.filter(({ field }) => field.row === 1) },
      ];
    case 'posterGeneric':
      return [
        { ...together, most: 0 },
        { groups: ['footerFields'], fields: placesOf(passJson, 'footerFields'), most: 1 },
      ];
    case 'generic':
      return hasSquare ? [together] : [below, lowest];
    default:
      return [together];
  }
}

/** Returns as many of the first fields as fit, and adds the others to `leftOut`. */
function placesFor({ fields, most }: Wanted, style: Style, leftOut: LeftOutField[]): readonly Place[] {
  const groups = [...new Set(fields.map(({ group }) => group))];
  const together = groups.length > 1 ? ' together' : '';
  const limit = `at most ${most} ${groups.join(' and ')}${together} on a ${style}`;
  for (const { group, field } of fields.slice(most)) leftOut.push({ group, key: toText(field.key), limit });
  return fields.slice(0, most);
}

/** Places the start of a journey left and its end right, with the transit's sign in the middle. */
function fitEnds(places: readonly Place[], room: number, language: string): FittedField[] {
  const width = (room - TRANSIT - 2 * GAP) / 2;
  return places.map((place) => fitField(place, LARGE, width, width, language));
}

/**
 * Makes each field as wide as its texts while all of them fit. Otherwise narrow fields stay so, and
 * wide ones share the rest.
 */
function fitRow(places: readonly Place[], sizes: Sizes, room: number, language: string): FittedField[] {
  const free = room - GAP * (places.length - 1);
  const wanted = places.map(({ field }) =>
    Math.max(labelWidth(toText(field.label), LABEL.full), textWidth(shownValue(field, language), sizes.full)),
  );
  const isFull = wanted.reduce((sum, width) => sum + width, 0) > free;
  const widths = share(wanted, free);
  return places.map((place, at) => fitField(place, sizes, widths[at]!, isFull ? widths[at]! : null, language));
}

/**
 * Divides `free` fairly: no field gets more than it wants, or less than an equal share of what the
 * others left.
 */
function share(wanted: readonly number[], free: number): number[] {
  const widths = [...wanted];
  const order = wanted.map((width, at) => ({ width, at })).sort((one, other) => one.width - other.width);
  let left = free;
  order.forEach(({ width, at }, index) => {
    widths[at] = Math.min(width, left / (order.length - index));
    left -= widths[at]!;
  });
  return widths;
}

function fitField(
  { group, field }: Place,
  sizes: Sizes,
  room: number,
  width: number | null,
  language: string,
): FittedField {
  return {
    group,
    key: toText(field.key),
    label: fitText(toText(field.label), LABEL, room, labelWidth),
    value: fitText(shownValue(field, language), sizes, room, textWidth),
    side: /^PKTextAlignment(Left|Center|Right)$/.exec(toText(field.textAlignment))?.[1]?.toLowerCase() ?? '',
    width,
  };
}

/** Fits the logo text into the room that logo and header fields leave; it never moves them. */
function fitLogoText(passJson: JsonObject, hasLogo: boolean, header: readonly FittedField[], row: number): FittedText {
  const headerWidth = header.reduce((sum, { width, label, value }) => {
    const own = Math.max(labelWidth(label.text, label.size), textWidth(value.text, value.size));
    return sum + GAP + (width ?? own);
  }, 0);
  const room = row - Math.max(0, headerWidth - GAP + TOP_GAP) - (hasLogo ? LOGO_HEIGHT + TOP_GAP : 0);
  return fitText(toText(passJson.logoText), LOGO_TEXT, room, boldWidth);
}

function fitText(
  given: string,
  { full, least }: Sizes,
  room: number,
  widthOf: (text: string, size: number) => number,
): FittedText {
  const text = singleLine(given);
  const wanted = widthOf(text, full);
  // Scale the size by the room, because every width grows with the size.
  const size = Math.max(least, Math.min(full, (full * room) / Math.max(wanted, 1)));
  const smallest = (wanted * least) / full;
  // Allow a little more, because the division above is not exact to the last bit.
  const isCut = smallest > room + 0.01;
  const letters = [...text].length;
  return {
    text,
    size: Math.round(size * 100) / 100,
    isCut,
    letters: isCut ? Math.max(1, Math.floor((Math.min(letters, 500) * room) / smallest) - 1) : letters,
  };
}

function boldWidth(text: string, size: number): number {
  return textWidth(text, size, true);
}

function labelWidth(text: string, size: number): number {
  return boldWidth(text.toUpperCase(), size) + [...text].length * LABEL_SPACING * size;
}
