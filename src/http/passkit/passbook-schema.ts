// Checks an "Apple Wallet Template": one design of a template, and its texts in other languages.
// orgName and colours may be absent, because PassKit's own SDKs leave them out.
import { z } from 'zod';
import { parseContainer } from '../../rules/values/json-text.ts';
import { isObject, type JsonObject, type JsonValue, readNumber } from '../../rules/values/values.ts';
import { POSTER, STYLES, type Style } from '../../rules/vocabulary.ts';
import { orNumber } from '../known-keys.ts';
import { backField, field, isGroup } from './field-schema.ts';
import { LANGUAGES } from './languages.ts';
import {
  anything,
  choice,
  either,
  filled,
  LONGEST_LINE,
  LONGEST_NAME,
  LONGEST_TEXT,
  list,
  magicDateTime,
  object,
  optional,
  record,
  text,
  whole,
} from './shapes.ts';

const channel = whole(0, 255);
const rgb = object({ red: channel, green: channel, blue: channel });
const HEX = 'an object of red, green and blue, each from 0 to 255, or a text such as "#17bb52"';
const hex = z.string({ error: HEX }).regex(/^#?[0-9a-f]{6}$/i, { error: HEX });
export type Colour = z.infer<typeof rgb> | string;

/** The guide's object; clients send "#rrggbb" too, and "rrggbb". */
export const colour = either<Colour>((value) => (isPlainObject(value) ? rgb : hex));

function isPlainObject(value: unknown): value is JsonObject {
  return isObject(value as JsonValue);
}

const line = text(LONGEST_LINE);

/** A text is valid too, because the guide's table calls some degrees texts. */
function degrees(most: number) {
  const error = `a number from -${most} to ${most}`;
  return either<number | string>((value) =>
    typeof value === 'string'
      ? z.string().refine((given) => Math.abs(readNumber(given) ?? Number.POSITIVE_INFINITY) <= most, { error })
      : z.number({ error }).min(-most, { error }).max(most, { error }),
  );
}

export const locations = list(
  object({ alt: optional(degrees(100_000)), lat: degrees(90), lon: degrees(180), relevantText: optional(line) }),
  'locations',
);
export type Location = z.infer<typeof locations>[number];

const UUID = 'a UUID, such as 19d5f76a-fd04-5aa3-b16e-e93277163af6';
export const beacons = list(
  object({
    major: optional(whole(0, 65_535)),
    minor: optional(whole(0, 65_535)),
    uuid: z.string({ error: UUID }).regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, { error: UUID }),
    relevantText: optional(line),
  }),
  'beacons',
);
export type Beacon = z.infer<typeof beacons>[number];

const INFO = 'the JSON text of an object';
/** The guide's "JSON string"; clients send the object itself, too. */
export const userInfo = either<string | JsonObject>((value) =>
  isPlainObject(value)
    ? anything
    : text(LONGEST_TEXT).refine((given) => isObject(parseContainer(given)), { error: INFO }),
);

const barcode = object({
  altText: optional(orNumber(text(LONGEST_LINE))),
  altTextOption: optional(choice(['text', 'pid', 'none'])),
  format: choice(['qr', 'pdf417', 'aztec', 'code128']),
  message: optional(orNumber(text(LONGEST_LINE))),
  // The guide's table has "message", its example has "text".
  messageOption: optional(choice(['message', 'text', 'pid'])),
  messageEncoding: optional(text(LONGEST_NAME)),
}).superRefine(({ message, messageOption }, context) => {
  if (messageOption === 'pid' || (message ?? '') !== '') return;
  context.addIssue({ code: 'custom', path: ['message'], message: 'the text to encode, unless messageOption is pid' });
});

const nfc = object({ message: filled(LONGEST_LINE), encryptionPublicKey: filled(LONGEST_LINE) });

const fields = optional(list(field, 'fields', 50));

/**
 * Names of uploaded files, which answers have. A client that sends them back changes nothing.
 */
export const FILE_KEYS = ['iconFile', 'logoFile', 'stripFile', 'footerFile', 'thumbFile', 'bgFile'] as const;
const files = Object.fromEntries(FILE_KEYS.map((key) => [key, optional(line)])) as Record<
  (typeof FILE_KEYS)[number],
  z.ZodOptional<z.ZodNullable<z.ZodString>>
>;

/** PassKit knows no posters. */
const STYLES_OF_PASSKIT = STYLES.filter((style): style is Exclude<Style, typeof POSTER> => style !== POSTER);

export const passbook = object({
  // The guide's example has "general".
  type: either<Style | 'general'>((value) => (value === 'general' ? z.literal('general') : choice(STYLES_OF_PASSKIT))),
  orgName: optional(line),
  desc: filled(LONGEST_LINE),
  groupId: optional(line),
  assoStoreId: optional(list(whole(1, Number.MAX_SAFE_INTEGER), 'whole numbers')),
  appLaunchUrl: optional(text(LONGEST_LINE)),
  userInfo: optional(userInfo),
  bgColor: optional(colour),
  labelColor: optional(colour),
  fgColor: optional(colour),
  logoText: optional(line),
  transitType: optional(choice(['air', 'boat', 'bus', 'generic', 'train'])),
  header: fields,
  primary: fields,
  auxiliary: fields,
  secondary: fields,
  back: optional(list(backField, 'fields', 50)),
  beacons: optional(beacons),
  locations: optional(locations),
  maxDist: optional(whole(0, 1_000_000)),
  relevantDate: optional(magicDateTime),
  barcode: optional(barcode),
  nfc: optional(nfc),
  ...files,
}).superRefine((design, context) => {
  if (design.type === 'boardingPass' && !design.transitType) {
    const message = 'one of air, boat, bus, generic, train, because the type is boardingPass';
    context.addIssue({ code: 'custom', path: ['transitType'], message });
  }
  for (const path of repeatedNames(design)) {
    context.addIssue({ code: 'custom', path, message: 'a name that no other field of the design has' });
  }
});
export type Passbook = z.infer<typeof passbook>;

export const GROUPS = ['header', 'primary', 'secondary', 'auxiliary', 'back'] as const;

function repeatedNames(design: Pick<z.infer<typeof passbook>, (typeof GROUPS)[number]>): (string | number)[][] {
  const seen = new Set<string>();
  const repeated: (string | number)[][] = [];
  const look = (name: string | null | undefined, path: (string | number)[]) => {
    if (!name) return;
    if (seen.has(name)) repeated.push([...path, 'itemName']);
    seen.add(name);
  };
  for (const group of GROUPS) {
    for (const [at, item] of (design[group] ?? []).entries()) {
      if (!isGroup(item)) look(item.itemName, [group, at]);
      else
        for (const [inner, { itemName }] of item.defaultValue.entries())
          look(itemName, [group, at, 'defaultValue', inner]);
    }
  }
  return repeated;
}

const language = object({ text: optional(record(text(LONGEST_TEXT))), ...files });

/** Languages of the guide's list, each with its translations of texts. */
export const passbookLang = object(
  Object.fromEntries(LANGUAGES.map((code) => [code, optional(language)])) as Record<
    (typeof LANGUAGES)[number],
    z.ZodOptional<z.ZodNullable<typeof language>>
  >,
);
export type PassbookLang = z.infer<typeof passbookLang>;
