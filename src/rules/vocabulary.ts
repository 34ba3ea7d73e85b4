// The words of a template: Apple's pass.json keys, our own names, and what each may hold
// (wallet-facts.md, surfaces.md). apple-keys.ts has the parts of nested keys.
import { EVENT_LINKS, FLIGHT_LINKS } from './apple-keys.ts';

/** posterGeneric (iOS 27) stands alone, or beside `generic`, which older phones then show. */
export const STYLES = ['boardingPass', 'coupon', 'eventTicket', 'generic', 'storeCard', 'posterGeneric'] as const;
export type Style = (typeof STYLES)[number];

export function isStyle(value: unknown): value is Style {
  return (STYLES as readonly unknown[]).includes(value);
}

/** Apple's key of a poster's fields, which a template has beside the fields of its `generic`. */
export const POSTER = 'posterGeneric' satisfies Style;

/** The keys of a template that hold groups of fields, and in which each key of a field is unique. */
export const FIELD_TREES = ['structure', POSTER] as const;
export type FieldTree = (typeof FIELD_TREES)[number];

export function isFieldTree(name: string | undefined): name is FieldTree {
  return name === 'structure' || name === POSTER;
}

export const TRANSIT_TYPES = [
  'PKTransitTypeAir',
  'PKTransitTypeBoat',
  'PKTransitTypeBus',
  'PKTransitTypeGeneric',
  'PKTransitTypeTrain',
] as const;

export const FIELD_GROUPS = [
  'headerFields',
  'primaryFields',
  'secondaryFields',
  'auxiliaryFields',
  'footerFields',
  'backFields',
  'additionalInfoFields',
] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

export function isFieldGroup(name: string): name is FieldGroup {
  return (FIELD_GROUPS as readonly string[]).includes(name);
}

/**
 * The attributes of a field: Apple's "PassFieldContent" and our condition. A path's last part is
 * one of these.
 */
export const FIELD_ATTRIBUTES = [
  'value',
  'label',
  'changeMessage',
  'textAlignment',
  'attributedValue',
  'currencyCode',
  'dateStyle',
  'timeStyle',
  'numberStyle',
  'isRelative',
  'ignoresTimeZone',
  'dataDetectorTypes',
  'semantics',
  'row',
  'PSConditions',
] as const;

export const BARCODE_ATTRIBUTES = ['message', 'format', 'altText', 'messageEncoding', 'PSConditions'] as const;

/** Our marks on a field and on the barcode, for Pass2U (marks.ts). They are no values of a pass. */
export const DYNAMIC_MARK = 'PSDynamic';
export const BARCODE_KIND = 'PSBarcodeKind';
export const BARCODE_KINDS = ['replicable', 'nonReplicable', 'random'] as const;
export type BarcodeKind = (typeof BARCODE_KINDS)[number];

export const BARCODE_FORMATS = [
  'PKBarcodeFormatQR',
  'PKBarcodeFormatPDF417',
  'PKBarcodeFormatAztec',
  'PKBarcodeFormatCode128',
  'PKBarcodeFormatEAN13',
  'PKBarcodeFormatCode39',
  'PKBarcodeFormatCodabar',
  'PKBarcodeFormatI2of5',
] as const;
export type BarcodeFormat = (typeof BARCODE_FORMATS)[number];

/** The formats before iOS 27, which PassKit and Pass2U know too. */
export const OLD_BARCODE_FORMATS = [
  'PKBarcodeFormatQR',
  'PKBarcodeFormatPDF417',
  'PKBarcodeFormatAztec',
  'PKBarcodeFormatCode128',
] as const satisfies readonly BarcodeFormat[];

/**
 * IANA names of the encodings for which pass/shapes.ts knows whether a message fits; in lower case.
 */
export const BARCODE_ENCODINGS = ['iso-8859-1', 'latin1', 'us-ascii', 'ascii', 'utf-8'] as const;

/**
 * The guide's barcode format whose message is the pass's hashedSerialNumber ("Pass Scanner app").
 */
export const PASS_SCAN_FORMAT = 'PassScan';

/**
 * Keys that only the server writes. A path to one is refused; a template's own key is dropped with
 * a warning.
 */
export const SERVER_KEYS = [
  'formatVersion',
  'passTypeIdentifier',
  'teamIdentifier',
  'serialNumber',
  'authenticationToken',
  'webServiceURL',
] as const;

export const COLOUR_KEYS = ['backgroundColor', 'foregroundColor', 'labelColor', 'stripColor', 'footerBackgroundColor'];

/**
 * Top-level texts, numbers and booleans of pass.json that a path may set although the template
 * lacks them.
 */
export const TOP_LEVEL_VALUES = [
  'description',
  'organizationName',
  'logoText',
  'eventLogoText',
  'logoSymbolName',
  'groupingIdentifier',
  'expirationDate',
  'relevantDate',
  'voided',
  'maxDistance',
  'suppressStripShine',
  'sharingProhibited',
  'appLaunchURL',
  'androidAppLaunchURL',
  'suppressHeaderDarkening',
  'useAutomaticColors',
  ...COLOUR_KEYS,
  ...EVENT_LINKS,
  ...FLIGHT_LINKS,
] as const;

/** Top-level containers of pass.json. */
export const TOP_LEVEL_CONTAINERS = [
  'barcode',
  'barcodes',
  'locations',
  'beacons',
  'nfc',
  'semantics',
  'userInfo',
  'relevantDates',
  'associatedStoreIdentifiers',
  'associatedPlayIdentifiers',
  'auxiliaryStoreIdentifiers',
  'preferredStyleSchemes',
  'featuredActions',
  'upcomingPassInformation',
] as const;

/**
 * Apple's keys in parts of pass.json. Other keys in a template stay on the server, and saving lists
 * them.
 */
export const PART_KEYS = {
  field: ['key', ...FIELD_ATTRIBUTES],
  barcode: BARCODE_ATTRIBUTES,
  locations: ['latitude', 'longitude', 'altitude', 'relevantText'],
  beacons: ['proximityUUID', 'major', 'minor', 'relevantText'],
  nfc: ['message', 'encryptionPublicKey', 'requiresAuthentication'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Our key for what happens at a time (rules/schedules/). */
export const SCHEDULES = 'schedules';

/** Apple's personalization.json (templates/personalization.ts). */
export const PERSONALIZATION = 'personalization';

/** Parts of a template that are settings of it, or a second design; no word of theirs is a path. */
export const TEMPLATE_SETTINGS = [
  'redeemed',
  'localizedImages',
  'magicPrefixes',
  'timezone',
  SCHEDULES,
  PERSONALIZATION,
] as const;

/** Parts of a template that are no paths of their own. */
const TEMPLATE_PARTS = ['type', 'transitType', ...FIELD_TREES, 'images', 'additional', 'triggers', 'localizations'];

/** The images before iOS 18, which PassKit and Pass2U know too. */
export const OLD_IMAGE_SLOTS = ['icon', 'logo', 'thumbnail', 'strip', 'background', 'footer'] as const;

/** PassPackage.swift of apple/pass-builder; personalizationLogo: "Return a Personalized Pass". */
export const IMAGE_SLOTS = [
  ...OLD_IMAGE_SLOTS,
  'artwork',
  'primaryLogo',
  'secondaryLogo',
  'personalizationLogo',
] as const;
export type ImageSlot = (typeof IMAGE_SLOTS)[number];

/**
 * How a pass looks, by which its images differ: its style, or a poster for new phones with the old
 * style for the others.
 */
export type Look = Style | 'posterEventTicket' | 'genericWithPoster';

const POSTER_IMAGES = ['background', 'artwork', 'primaryLogo', 'secondaryLogo'] as const;

/**
 * Apple's table of images by look. On an event ticket that is no poster, a strip replaces background
 * and thumbnail.
 */
export const LOOK_IMAGES: Readonly<Record<Look, readonly ImageSlot[]>> = {
  boardingPass: ['icon', 'logo', 'footer'],
  coupon: ['icon', 'logo', 'strip'],
  eventTicket: ['icon', 'logo', 'strip', 'background', 'thumbnail'],
  generic: ['icon', 'logo', 'thumbnail', 'personalizationLogo'],
  storeCard: ['icon', 'logo', 'strip', 'personalizationLogo'],
  posterGeneric: ['icon', 'logo', ...POSTER_IMAGES, 'personalizationLogo'],
  posterEventTicket: ['icon', 'logo', 'strip', 'thumbnail', ...POSTER_IMAGES],
  genericWithPoster: ['icon', 'logo', 'thumbnail', ...POSTER_IMAGES, 'personalizationLogo'],
};

/** The look of a pass or a design; `schemes`: its preferredStyleSchemes. */
export function lookOf(style: Style, schemes: unknown, hasPoster: boolean): Look {
  if (style === 'generic' && hasPoster) return 'genericWithPoster';
  const isPoster = style === 'eventTicket' && Array.isArray(schemes) && schemes.includes('posterEventTicket');
  return isPoster ? 'posterEventTicket' : style;
}

const IMAGE_NAME = new RegExp(`^(?:${IMAGE_SLOTS.join('|')})(?:@[23]x)?$`);

/** Whether a name is an image slot, with or without @2x or @3x. */
export function isImageName(name: string): boolean {
  return IMAGE_NAME.test(name);
}

const IMAGE_KEY = /^[A-Za-z0-9_.-]{1,64}(?:@[23]x)?$/;

/** Whether an image can be stored by that name; a pass shows those of Apple's slots alone. */
export function isImageKey(name: string): boolean {
  return IMAGE_KEY.test(name) && name !== '__proto__';
}

/** The warning about an image that can be stored but that no pass shows. */
export function imageNameMessage(name: string): string {
  return `Apple has no image "${name}", so no pass shows it. There are ${IMAGE_SLOTS.join(', ')}, each with or without @2x or @3x.`;
}

/**
 * The additional properties with a meaning of their own ("PassSource Additional Properties"). They
 * are always known as paths.
 */
export const SPECIAL_PROPERTIES = [
  'psPassDescription',
  'psScanColor',
  'psScanText',
  'psInformationURL',
  'psDisplayURL',
  'psRegistrationMessage',
  'psRegisteredMessage',
  'psEditorPaths',
  'psPortalUpdatePaths',
  'psExportPaths',
  'psTriggerError',
] as const;

/** The special properties that name API paths, with commas between. */
export const PATH_LISTS = [
  'psPortalUpdatePaths',
  'psEditorPaths',
  'psExportPaths',
] as const satisfies readonly (typeof SPECIAL_PROPERTIES)[number][];
export type PathList = (typeof PATH_LISTS)[number];

/** Whether an additional property is one of PATH_LISTS. */
export function isPathList(key: string): key is PathList {
  return (PATH_LISTS as readonly string[]).includes(key);
}

/**
 * The special properties that a page shows as HTML. Values in them count as text and never as
 * markup.
 */
export const HTML_PROPERTIES: readonly string[] = [
  'psRegistrationMessage',
  'psRegisteredMessage',
] satisfies readonly (typeof SPECIAL_PROPERTIES)[number][];

/**
 * The special magic strings of the guide, which have precedence over paths and additional
 * properties.
 */
export const SPECIAL_STRINGS = [
  'rootPath',
  'clientHash',
  'clientId',
  'templateHash',
  'hashedSerialNumber',
  'serialNumber',
  'timestamp',
  'psPassURL',
  'psRegisterURL',
  'psEditorURL',
  // Ours: the time of the last scan.
  'psLastScan',
] as const;

/**
 * Parameters of API functions and pages. An additional property of the same name has the path
 * `additional_<name>`, which links and calls can always set.
 */
export const PARAMETER_NAMES = [
  'clientHash',
  'templateHash',
  'templateId',
  'hashedSerialNumber',
  'generate',
  'download',
  'psReplaceAll',
  'requestId',
  'accessType',
  'event',
  'trace',
  'JSON',
  'psForm',
  'psSave',
];

/** The keys of a PSAttribute, a value with more said of it. */
export const ATTRIBUTE_KEYS = [
  'PSValue',
  'PSEditable',
  'PSLabel',
  'PSAttributeType',
  'PSOptions',
  'PSStepAmount',
  'PSValidation',
  'PSConditions',
  'PSDynamic',
] as const;

/** Our keys on a trigger's action that every action may have; action-table.ts has the others. */
export const ACTION_KEYS = ['PSPaused'] as const;

export const ATTRIBUTE_TYPES = [
  'PSAttributeTypeText',
  'PSAttributeTypeDropdown',
  'PSAttributeTypeMultiselect',
  'PSAttributeTypeCheckbox',
  'PSAttributeTypeColor',
  'PSAttributeTypeStepper',
  'PSAttributeTypeDate',
] as const;

/**
 * Pass2U's keys for Android. Templates store and name them like any path, but they are no keys of
 * Apple's pass.json.
 */
export const ANDROID_KEYS = ['associatedPlayIdentifiers', 'androidAppLaunchURL'] as const;

/** Top-level keys of pass.json that a template may have, and those that Pass2U adds for Android. */
export const APPLE_KEYS: ReadonlySet<string> = new Set([...TOP_LEVEL_VALUES, ...TOP_LEVEL_CONTAINERS]);

/** Parts and settings of a template: its other top-level keys. */
export const TEMPLATE_KEYS: ReadonlySet<string> = new Set([...TEMPLATE_PARTS, ...TEMPLATE_SETTINGS]);

/**
 * Every top-level key of pass.json or a template: such a bare name never means an additional
 * property.
 */
export const PASS_KEYS: ReadonlySet<string> = new Set([
  ...STYLES,
  ...SERVER_KEYS,
  ...TOP_LEVEL_VALUES,
  ...TOP_LEVEL_CONTAINERS,
  ...TEMPLATE_PARTS,
]);

/** `fr`, `pt-BR`, `zh-Hans`, `zh-Hant-HK`, also with `_` as older packages write them. */
const LANGUAGE = /^[a-z]{2,3}(?:[-_][A-Z][a-z]{3})?(?:[-_](?:[A-Z]{2}|\d{3}))?$/;

/** Whether a code can name an .lproj folder. */
export function isLanguage(code: string): boolean {
  return LANGUAGE.test(code);
}
