// Every parameter of the guide and of real clients beside it: what happens when it is missing, of
// another type, too long, or unknown. Paths are those that errors name.
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { CAMPAIGN, DESIGN, FIELD, TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';

export interface Parameter {
  readonly path: string;
  /** Whether the server refuses a call without the parameter. */
  readonly required?: boolean;
  /** Values that the parameter cannot have. */
  readonly wrong: readonly JsonValue[];
}

const long = (length: number) => 'x'.repeat(length + 1);
const NAME = long(100);
const LINE = long(1000);
const TEXT = long(10_000);
const DATES = [20160101, '2016-01-01', 'tomorrow', '2016-13-01T00:00:00Z', TEXT];
const COLOURS = [5, 'red', '#12345', { red: 1, green: 2 }, TEXT];

const text = (path: string, longest: string, required = false): Parameter => ({
  path,
  required,
  wrong: [5, {}, longest, ...(required ? [''] : [])],
});

const field = (path: string): readonly Parameter[] => [
  text(`${path}.itemName`, NAME),
  {
    path: `${path}.attributedValue`,
    wrong: [5, TEXT, '<b>bold</b>', '<a href="https://a.example">a</a><img src="x">'],
  },
  text(`${path}.changeMsg`, LINE),
  text(`${path}.defaultLabel`, LINE),
  { path: `${path}.defaultValue`, required: true, wrong: [true, {}, TEXT] },
  { path: `${path}.textAlign`, wrong: [5, 'middle', LINE] },
  { path: `${path}.format`, required: true, wrong: ['text', []] },
  { path: `${path}.format.type`, required: true, wrong: [5, 'txt', LINE] },
  ...['dateFormat', 'timeFormat', 'numberFormat', 'currencyCode'].map((key) => ({
    path: `${path}.format.${key}`,
    wrong: [5, 'other', LINE],
  })),
  { path: `${path}.format.ignoreTimezone`, wrong: ['true', 1] },
  { path: `${path}.format.isRelative`, wrong: ['true', 1] },
  { path: `${path}.detectorTypes`, wrong: ['phone', {}] },
];

const design = (path: string): readonly Parameter[] => [
  { path: `${path}.type`, required: true, wrong: [5, 'genric', LINE] },
  text(`${path}.orgName`, LINE),
  text(`${path}.desc`, LINE, true),
  text(`${path}.groupId`, LINE),
  { path: `${path}.assoStoreId`, wrong: [5, '5', Array.from({ length: 1001 }, () => 1)] },
  { path: `${path}.assoStoreId[0]`, wrong: ['5', 1.5, 0] },
  text(`${path}.appLaunchUrl`, LINE),
  { path: `${path}.userInfo`, wrong: [5, 'no JSON', '[1]', TEXT] },
  ...['bgColor', 'labelColor', 'fgColor'].flatMap((key): Parameter[] => [
    // A colour without blue gets an error that names the missing key.
    { path: `${path}.${key}`, wrong: COLOURS.filter((value) => typeof value !== 'object') },
    { path: `${path}.${key}.red`, required: true, wrong: ['5', 256, -1, 1.5] },
    { path: `${path}.${key}.green`, required: true, wrong: ['5', 256] },
    { path: `${path}.${key}.blue`, required: true, wrong: ['5', 256] },
  ]),
  text(`${path}.logoText`, LINE),
  { path: `${path}.transitType`, wrong: [5, 'ship', LINE] },
  ...['header', 'primary', 'auxiliary', 'secondary', 'back'].map((group) => ({
    path: `${path}.${group}`,
    wrong: [{}, 'x'],
  })),
  ...field(`${path}.secondary[0]`),
  ...field(`${path}.back[0]`),
  { path: `${path}.beacons`, wrong: [{}, 5] },
  { path: `${path}.beacons[0].major`, wrong: ['0', 65536, -1] },
  { path: `${path}.beacons[0].minor`, wrong: ['0', 65536, 0.5] },
  { path: `${path}.beacons[0].uuid`, required: true, wrong: [5, 'abc', LINE] },
  text(`${path}.beacons[0].relevantText`, LINE),
  { path: `${path}.locations`, wrong: [{}, 5] },
  { path: `${path}.locations[0].alt`, wrong: [true, 'high'] },
  { path: `${path}.locations[0].lat`, required: true, wrong: [true, 'north', 91] },
  { path: `${path}.locations[0].lon`, required: true, wrong: [true, 'east', -181] },
  text(`${path}.locations[0].relevantText`, LINE),
  { path: `${path}.maxDist`, wrong: ['10', -1, 1.5] },
  { path: `${path}.relevantDate`, wrong: DATES },
  { path: `${path}.barcode.altText`, wrong: [{}, LINE] },
  { path: `${path}.barcode.altTextOption`, wrong: [5, 'message', LINE] },
  { path: `${path}.barcode.format`, required: true, wrong: [5, 'qrcode', LINE] },
  { path: `${path}.barcode.message`, required: true, wrong: [{}, LINE, ''] },
  { path: `${path}.barcode.messageOption`, wrong: [5, 'none', LINE] },
  text(`${path}.barcode.messageEncoding`, NAME),
  text(`${path}.nfc.message`, LINE, true),
  text(`${path}.nfc.encryptionPublicKey`, LINE, true),
];

const terms: readonly Parameter[] = [
  { path: 'status', wrong: [5, 'active', 'PAUSED', LINE] },
  { path: 'startDate', required: true, wrong: DATES },
  { path: 'endDate', wrong: [...DATES, '2000-01-01T00:00:00Z'] },
  { path: 'maxIssue', wrong: ['5', -1, 1.5, true] },
  { path: 'meta', wrong: [5, []] },
];

const NAMES: readonly JsonValue[] = [5, '', 'two words', 'a-b', NAME];

export const CAMPAIGN_BODY: JsonObject = { ...CAMPAIGN, endDate: '2030-01-01T00:00:00Z', meta: {}, whiteLabel: {} };
export const CAMPAIGN_PARAMETERS: readonly Parameter[] = [
  { path: 'name', required: true, wrong: NAMES },
  text('passbookCertId', NAME, true),
  text('displayName', LINE),
  text('description', TEXT),
  { path: 'whiteLabel', wrong: [5] },
  ...terms,
];

const WHOLE_DESIGN: JsonObject = { ...DESIGN, secondary: [FIELD], back: [{ ...FIELD, itemName: 'back' }] };
const flags = { isDynamic: true, isEditable: true };
export const TEMPLATE_BODY: JsonObject = {
  ...TEMPLATE,
  endDate: '2030-01-01T00:00:00Z',
  timezone: 5.5,
  dynamicImageKeys: { passbook: { icon: flags } },
  passbook: WHOLE_DESIGN,
  passbookRedeem: WHOLE_DESIGN,
  passbookLang: { fr: { text: { Hello: 'Bonjour' } } },
  passbookLangRedeem: { fr: { text: { Hello: 'Bonjour' } } },
  meta: { key: 1 },
};
export const TEMPLATE_PARAMETERS: readonly Parameter[] = [
  { path: 'name', required: true, wrong: NAMES },
  { path: 'campaignName', required: true, wrong: NAMES },
  { path: 'language', required: true, wrong: [5, 'xx', 'eng', LINE] },
  { path: 'timezone', wrong: ['5', -13, 15, 5.1] },
  ...terms,
  { path: 'dynamicKeys', wrong: [{}, 'points'] },
  { path: 'dynamicKeys[0].key', required: true, wrong: [5, '', ' ', 'a{b}', long(200), 'isRedeemed'] },
  { path: 'dynamicKeys[0].type', required: true, wrong: [5, 'text', LINE] },
  { path: 'dynamicKeys[0].defaultValue', wrong: [true, {}, TEXT] },
  { path: 'dynamicKeys[0].isEditable', wrong: ['true', 1] },
  { path: 'dynamicImageKeys', wrong: [5, []] },
  { path: 'dynamicImageKeys.passbook', wrong: [5, []] },
  { path: 'dynamicImageKeys.passbook.icon.isDynamic', wrong: ['true'] },
  { path: 'dynamicImageKeys.passbook.icon.isEditable', wrong: ['true'] },
  { path: 'passbook', required: true, wrong: ['x', []] },
  { path: 'passbookRedeem', wrong: ['x', []] },
  ...design('passbook'),
  ...design('passbookRedeem'),
  ...['passbookLang', 'passbookLangRedeem'].flatMap((key): Parameter[] => [
    { path: key, wrong: ['x', []] },
    { path: `${key}.fr`, wrong: ['x', []] },
    { path: `${key}.fr.text`, wrong: ['x', []] },
    { path: `${key}.fr.text.Hello`, wrong: [5, TEXT] },
  ]),
];

export const PASS_BODY: JsonObject = {
  templateName: 'templateName',
  userDefinedId: '1',
  dynamicData: { points: '10' },
  dynamicImages: { passbook: {} },
  dynamicBackfields: {},
  recoveryEmail: 'ada@example.com',
  expiryDate: '2030-01-01T00:00:00Z',
  isVoided: false,
  isRedeemed: false,
  isInvalid: false,
  passbook: { groupId: 'g', bgColor: '#ffffff', locations: DESIGN.locations!, beacons: DESIGN.beacons! },
};
export const PASS_PARAMETERS: readonly Parameter[] = [
  { path: 'templateName', required: true, wrong: NAMES },
  { path: 'userDefinedId', wrong: [{}, long(255), ''] },
  { path: 'dynamicData', wrong: [5, []] },
  { path: 'dynamicData.points', wrong: [true, {}, TEXT] },
  { path: 'dynamicImages', wrong: [5, []] },
  { path: 'dynamicImages.passbook', wrong: [5, []] },
  { path: 'dynamicImages.passbook.icon', wrong: [5, 'icon.png', LINE] },
  { path: 'dynamicBackfields', wrong: [5, []] },
  { path: 'recoveryEmail', wrong: [5, 'nobody', 'a@example.com, b@example.com', NAME.repeat(3)] },
  { path: 'expiryDate', wrong: DATES },
  ...['isVoided', 'isRedeemed', 'isInvalid'].map((path) => ({ path, wrong: ['true', 1] })),
  text('passbook.groupId', LINE),
  { path: 'passbook.bgColor', wrong: [5, 'red', LINE] },
  { path: 'passbook.locations[0].lat', required: true, wrong: [true, 91] },
  { path: 'passbook.beacons[0].uuid', required: true, wrong: [5, 'abc'] },
];

/** The body with another value at a path; undefined removes the value. */
export function changed(body: JsonValue, path: string, value: JsonValue | undefined): JsonValue {
  const steps = path.split(/\.|\[(\d+)\]/).filter((step) => step !== undefined && step !== '');
  // Copy through JSON: an object that is in the body twice must change in one place only.
  const copy = JSON.parse(JSON.stringify(body)) as Record<string, any>;
  const last = steps.pop()!;
  let inner: any = copy;
  for (const step of steps) inner = inner[step] ??= {};
  if (value === undefined) delete inner[last];
  else inner[last] = value;
  return copy;
}

/** Every object of a body by its path, to check that each refuses unknown keys. */
export function objectsIn(value: JsonValue, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, item]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    return objectsIn(item as JsonValue, at);
  });
  return Array.isArray(value) ? inner : [path, ...inner];
}

/** Objects with keys of the owner's choice. */
export const FREE = /^(?:meta|whiteLabel|dynamicData|passbookLang(?:Redeem)?\.fr\.text|passbook(?:Redeem)?\.userInfo)$/;
