// Every error and warning of saving a template: its case, its path, and a message that helps.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { at, type Case } from '../fixtures/rules/diagnostic-case.ts';
import { call, constructorOf, increment, routine, set } from '../fixtures/rules/sample-pass.ts';
import { QUIET_PARTS, WALLET_ERRORS, WALLET_WARNINGS } from '../fixtures/rules/wallet-cases.ts';

const onScan = (action: JsonValue): JsonObject => ({ triggers: { onScan: action } });
const note = (attribute: JsonObject): JsonObject => ({ additional: { note: { PSValue: 'x', ...attribute } } });
const fields = (headerFields: JsonValue): JsonObject => ({ structure: { headerFields } });
const field = (more: JsonObject): JsonObject => fields([{ key: 'a', value: 1, ...more }]);
const deep = (levels: number): JsonValue => (levels === 0 ? 1 : [deep(levels - 1)]);

const SCAN = 'triggers_onScan_0';
const later = (more: JsonObject): JsonObject => ({
  ...{ action: 'PSActionLater', name: 'tell', delay: '2 hours', actions: [set('note', 'x')], ...more },
});
const SET = { action: 'PSActionSetValue', targetPath: 'note' };
const ERRORS: readonly Case[] = [
  at('action_invalid', SCAN, /JSON object with an "action"/, onScan([5])),
  at('action_unknown', SCAN, /Did you mean "PSActionSetValue"\?/, onScan({ action: 'PSActionSetvalu' })),
  at('action_unknown', SCAN, /There are PSActionSetValue, PSActionIncrementValue/, onScan({ action: 'explode' })),
  at('action_unknown', SCAN, /needs an "action"/, onScan({})),
  at('actions_missing', SCAN, /needs "actions"/, onScan(later({ actions: 'x' }))),
  at('delay_invalid', SCAN, /such as "2 hours"/, onScan(later({ delay: 'soon' }))),
  at('later_name_invalid', SCAN, /at most 60 characters/, onScan(later({ name: '' }))),
  at('later_name_taken', 'triggers_onScan_1', /_0 has the name "tell"/, onScan([later({}), later({})])),
  at('later_nested', `${SCAN}_actions_0`, /side by side/, onScan(later({ actions: [later({ name: 'b' })] }))),
  at('expression_invalid', `${SCAN}_expression`, /column 4: .*after \+/, onScan({ ...SET, expression: '1 +' })),
  at('value_twice', SCAN, /give one of the two/, onScan({ ...SET, expression: '1 + 1', value: 2 })),
  at('schedules_invalid', 'schedules', /JSON array of schedules/, { schedules: 'x' }),
  at('schedule_invalid', 'schedules_0', /JSON object with name, state/, { schedules: [5] }),
  at('additional_invalid', 'additional', /JSON object from key to value/, { additional: [] }),
  at('additional_key_invalid', 'additional', /at most 200 characters/, { additional: { ' ': 'x' } }),
  at('additional_key_invalid', 'additional', /at most 200 characters/, { additional: { ['a'.repeat(201)]: 'x' } }),
  at('amount_missing', SCAN, /needs an "amount"/, onScan({ action: 'PSActionIncrementValue', targetPath: 'note' })),
  at(
    'attribute_type_unknown',
    'note',
    /Did you mean "PSAttributeTypeText"\?/,
    note({ PSAttributeType: 'PSAttributeTypeTxt' }),
  ),
  at('barcode_format_unknown', 'barcode_format', /Did you mean "PKBarcodeFormatQR"\?/, {
    barcode: { format: 'PKBarcodeFormatQr1', message: 'x' },
  }),
  at('barcode_format_unknown', 'barcodes_1_format', /PKBarcodeFormatAztec/, {
    barcodes: [{ message: 'x' }, { format: 'EAN', message: 'x' }],
  }),
  at('barcode_kind_unknown', 'barcode_PSBarcodeKind', /Did you mean "random"\?/, {
    barcode: { message: 'x', PSBarcodeKind: 'randon' },
  }),
  at('barcode_invalid', 'barcode', /JSON object with format and message/, { barcode: 'x' }),
  at('barcodes_invalid', 'barcodes', /JSON array of barcodes/, { barcodes: 'x' }),
  at(
    'client_hash_visible',
    'structure_headerFields_a_value',
    /must not hold your clientHash/,
    field({ value: '{clientHash}' }),
  ),
  at('client_hash_visible', 'redeemed_structure_backFields_a_value', /must not hold your clientHash/, {
    redeemed: { type: 'coupon', structure: { backFields: [{ key: 'a', value: '{clientHash}' }] } },
  }),
  at('dynamic_invalid', 'structure_headerFields_a_PSDynamic', /true or false/, field({ PSDynamic: 'yes' })),
  at(
    'dynamic_invalid',
    'structure_headerFields_a_PSDynamic',
    /true or false/,
    field({ value: { PSValue: 1, PSDynamic: 1 } }),
  ),
  at('localized_images_invalid', 'localizedImages', /from language to images/, { localizedImages: 'fr' }),
  at('localized_images_invalid', 'localizedImages_fr', /from image name to image/, { localizedImages: { fr: 'x' } }),
  at('localized_images_invalid', 'localizedImages_fr_strip', /its URL/, { localizedImages: { fr: { strip: 5 } } }),
  at('language_invalid', 'localizedImages_french', /fr, en-GB/, { localizedImages: { french: {} } }),
  at('magic_prefixes_invalid', 'magicPrefixes', /true or false/, { magicPrefixes: 'true' }),
  at('redeemed_invalid', 'redeemed', /like the template itself/, { redeemed: [] }),
  at('redeemed_key_shared', 'redeemed_triggers', /share triggers/, { redeemed: { type: 'coupon', triggers: {} } }),
  at('type_unknown', 'redeemed_type', /needs a "type"/, { redeemed: {} }),
  at('condition_invalid', 'redeemed_structure_headerFields_a_PSConditions', /Line 1/, {
    redeemed: { type: 'coupon', structure: { headerFields: [{ key: 'a', value: 1, PSConditions: '{a} >' }] } },
  }),
  at('localizations_invalid', 'redeemed_localizations', /Bonjour/, {
    redeemed: { type: 'coupon', localizations: 'fr' },
  }),
  at('timezone_invalid', 'timezone', /from -12 to 14, such as 5\.5/, { timezone: 15 }),
  at('timezone_invalid', 'timezone', /number/, { timezone: '+05:30' }),
  at('timezone_invalid', 'timezone', /number/, { timezone: 5.1 }),
  at('colour_invalid', 'labelColor', /rgb\(23, 187, 82\)/, { labelColor: 'bluish' }),
  at('colour_invalid', 'psScanColor', /rgb\(23, 187, 82\)/, { additional: { psScanColor: '#12' } }),
  at(
    'condition_invalid',
    'structure_headerFields_a_PSConditions',
    /^Line 1, column \d+: .+\n.+\n *\^/,
    field({ PSConditions: '{a} >' }),
  ),
  at(
    'condition_invalid',
    'structure_headerFields_a_PSConditions',
    /Line 2, column 3: /,
    field({ PSConditions: 'true AND\n  )' }),
  ),
  at('condition_invalid', 'structure_headerFields_a_PSConditions', /is a text/, field({ PSConditions: 5 })),
  at('condition_invalid', 'barcode_PSConditions', /^Line 1, column/, { barcode: { message: 'x', PSConditions: '(' } }),
  at('condition_invalid', 'barcodes_1_PSConditions', /^Line 1, column/, {
    barcodes: [{ message: 'x' }, { message: 'y', PSConditions: '(' }],
  }),
  at(
    'condition_invalid',
    `${SCAN}_PSConditions`,
    /^Line 1, column \d+: .+\n.+\n *\^/,
    onScan(set('note', 'x', '{note} =')),
  ),
  at('condition_invalid', 'note', /^Line 1, column/, note({ PSConditions: '{a} ==' })),
  ...WALLET_ERRORS,
  at('date_invalid', 'expirationDate', /2025-12-31T20:00:00\+01:00/, { expirationDate: '31.12.2025' }),
  at(
    'word_unknown',
    'structure_headerFields_a_textAlignment',
    /Did you mean "PKTextAlignmentCenter"\?/,
    field({ textAlignment: 'PKTextAlignmentCentre' }),
  ),
  at(
    'word_unknown',
    'structure_headerFields_a_dataDetectorTypes',
    /is one of PKDataDetectorTypePhoneNumber, /,
    field({ dataDetectorTypes: ['Link'] }),
  ),
  at('number_invalid', 'maxDistance', /a number of metres/, { maxDistance: '100m' }),
  at('number_invalid', 'beacons_0_major', /from 0 to 65535/, {
    beacons: [{ proximityUUID: '5A4BCFCE-174E-4BAC-A814-092E77F6B7E5', major: 70000 }],
  }),
  at('value_invalid', 'beacons_0_proximityUUID', /is a UUID/, { beacons: [{ proximityUUID: 'x' }] }),
  at('truth_invalid', 'voided', /true or false/, { voided: 'maybe' }),
  at('text_invalid', 'logoText', /is a text/, { logoText: ['x'] }),
  at('date_invalid', 'relevantDate', /date and time with its zone/, { relevantDate: '2025-12-31' }),
  at('event_unknown', 'triggers_onscan', /Did you mean "onScan"\?/, { triggers: { onscan: [] } }),
  at('event_unknown', 'triggers_onPush', /There are onCheck, /, { triggers: { onPush: [] } }),
  at('field_invalid', 'structure_headerFields_0', /JSON object with a key/, fields(['x'])),
  at(
    'field_key_duplicate',
    'structure_headerFields_a',
    /"a" is used twice, in headerFields and in headerFields/,
    fields([{ key: 'a' }, { key: 'a' }]),
  ),
  at('field_key_duplicate', 'structure_backFields_a', /in headerFields and in backFields/, {
    structure: { headerFields: [{ key: 'a' }], backFields: [{ key: 'a' }] },
  }),
  at('field_key_missing', 'structure_headerFields_0', /needs a key/, fields([{ value: 'x' }])),
  at('group_invalid', 'structure_headerFields', /JSON array of fields/, fields('x')),
  at('group_unknown', 'structure_headerField', /Did you mean "headerFields"\?/, { structure: { headerField: [] } }),
  at(
    'headers_invalid',
    SCAN,
    /JSON object from header name to text/,
    onScan(call('https://a.example', { headers: { 'a b': 'x' } })),
  ),
  at('image_name_invalid', 'images_a b', /letters and digits/, { images: { 'a b': 'x' } }),
  at('images_invalid', 'images', /JSON object from image name/, { images: ['x'] }),
  at('language_invalid', 'localizations_french', /fr, en-GB or zh-Hans/, { localizations: { french: {} } }),
  at('localizations_invalid', 'localizations', /\{"fr": \{"Hello": "Bonjour"\}\}/, { localizations: 'x' }),
  at('localizations_invalid', 'localizations_fr', /to its translation/, { localizations: { fr: { Hello: 5 } } }),
  at('method_unknown', SCAN, /Did you mean "POST"\?/, onScan(call('https://a.example', { method: 'PSOT' }))),
  at('options_invalid', 'note', /from label to value/, note({ PSOptions: 'a,b' })),
  at(
    'path_ambiguous',
    'structure_headerFields_a_value',
    /Two places have the API path/,
    fields([{ key: 'a', value: 1 }, { key: 'a_value' }]),
  ),
  at('path_reserved', SCAN, /set by the server/, onScan(set('serialNumber', 'x'))),
  at('path_unknown', SCAN, /Did you mean "counter"\?/, onScan(set('countr', 1))),
  at('position_invalid', 'locations_0_latitude', /from -90 to 90/, { locations: [{ latitude: 91, longitude: 1 }] }),
  at('position_invalid', 'locations_0_longitude', /from -180 to 180/, { locations: [{ latitude: 1 }] }),
  at('routine_editable', SCAN, /take PSEditable off/, {
    additional: { code: { PSValue: '', PSEditable: true } },
    ...onScan(routine('code')),
  }),
  at('routine_invalid', 'code', /holds no JSON array of triggers, but triggers_onScan_0 runs it/, {
    additional: { code: 'x' },
    ...onScan(routine('code')),
  }),
  at('structure_invalid', 'structure', /JSON object of field groups/, { structure: [] }),
  at('structure_twice', 'coupon', /not in both/, { coupon: {} }),
  at('target_missing', SCAN, /PSActionSetValue needs a "targetPath"/, onScan({ action: 'PSActionSetValue', value: 1 })),
  at('too_deep', '', /more than 32 levels/, { userInfo: { deep: deep(40) } }),
  at('transit_type_unknown', 'transitType', /Did you mean "PKTransitTypeAir"\?/, { transitType: 'PKTransitTypeAr' }),
  at('triggers_invalid', 'triggers', /from event to actions/, { triggers: [] }),
  at('type_ambiguous', 'generic', /one style, but there are coupon and generic/, {
    structure: null,
    coupon: {},
    generic: {},
  }),
  at('type_unknown', 'type', /Did you mean "storeCard"\?/, { type: 'storecrd' }),
  at('type_unknown', 'type', /boardingPass, coupon, eventTicket, generic, storeCard/, { type: null }),
  at('url_invalid', SCAN, /begins with http/, onScan(call('ftp://a.example'))),
  at(
    'validator_unknown',
    'note',
    /"VMail" is not a validator. Did you mean "VEmail"\?/,
    note({ PSValidation: 'VRequired,VMail' }),
  ),
  at('value_missing', SCAN, /needs a "value"/, onScan({ action: 'PSActionSetValue', targetPath: 'note' })),
];

const A = 'structure_headerFields_a';
const paths = (property: string, names: JsonValue): JsonObject => ({ additional: { [property]: names, note: '' } });

const WARNINGS: readonly Case[] = [
  at('app_missing', 'appLaunchURL', /in an app of associatedStoreIdentifiers/, { appLaunchURL: 'shop://card' }),
  at('app_missing', 'appLaunchURL', /names none/, { appLaunchURL: 'shop://card', associatedStoreIdentifiers: [] }),
  at('change_message_unusual', `${A}_changeMessage`, /place of %@/, field({ changeMessage: 'You have {points}' })),
  at('poster_incomplete', 'images_artwork', /or Wallet shows the old ticket/, {
    type: 'eventTicket',
    preferredStyleSchemes: ['posterEventTicket'],
  }),
  at('poster_alone', 'type', /before iOS 27/, { type: 'posterGeneric' }),
  at('key_unused', 'sellURL', /Only a posterEventTicket/, { sellURL: 'https://example.com' }),
  at('scheme_unknown', 'preferredStyleSchemes', /does not know "x"/, { preferredStyleSchemes: ['x'] }),
  at('scheme_unused', 'preferredStyleSchemes', /Only a pass of the type/, {
    preferredStyleSchemes: ['posterEventTicket'],
  }),
  at('actions_unused', 'featuredActions', /shows its own links/, {
    type: 'eventTicket',
    preferredStyleSchemes: ['posterEventTicket'],
    featuredActions: [{}],
  }),
  at('actions_left_out', 'featuredActions_2', /Wallet shows 2/, { featuredActions: [{}, {}, {}] }),
  at('action_incomplete', 'featuredActions_0_url', /needs its url/, { featuredActions: [{}] }),
  at('action_repeated', 'featuredActions_1_identifier', /the identifier/, { featuredActions: [{}, {}] }),
  at('barcode_new', 'barcode_format', /before iOS 27/, { barcode: { format: 'PKBarcodeFormatEAN13', message: '1' } }),
  at('grouping_unused', 'groupingIdentifier', /on a storeCard groupingIdentifier/, { groupingIdentifier: 'group' }),
  at('path_unknown', 'psEditorPaths', /names "notee".*Did you mean "note"\?/, paths('psEditorPaths', 'note, notee')),
  at('path_unknown', 'psExportPaths', /names "nope"/, paths('psExportPaths', { PSValue: 'serialNumber,nope' })),
  at('path_unknown', 'psPortalUpdatePaths', /names "timestamp"/, paths('psPortalUpdatePaths', 'timestamp')),
  at(
    'style_unused',
    `${A}_numberStyle`,
    /numberStyle does nothing beside it/,
    field({ numberStyle: 'PKNumberStyleDecimal', currencyCode: 'EUR' }),
  ),
  at('style_unused', `${A}_currencyCode`, /"five" is no number/, field({ value: 'five', currencyCode: 'EUR' })),
  at('style_unused', `${A}_timeStyle`, /"31.12.2030" is no date/, {
    ...field({ value: { PSValue: '31.12.2030', PSEditable: true }, timeStyle: 'PKDateStyleShort' }),
  }),
  at('condition_unused', 'note', /here it does nothing/, note({ PSConditions: 'scanned' })),
  at(
    'field_key_unusual',
    'structure_headerFields_a{b',
    /magic strings cannot name/,
    fields([{ key: 'a{b', value: 1 }]),
  ),
  at('additional_key_unusual', 'a}b', /magic strings and conditions cannot name/, { additional: { 'a}b': 'x' } }),
  ...['logoText', 'coupon', 'barcode_x', 'coupon_code', 'serialNumber', 'locations_0_note', 'additional_x'].map((key) =>
    at('additional_key_shared', `additional_${key}`, /has the path additional_/, { additional: { [key]: 'x' } }),
  ),
  at('key_misplaced', 'onScan', /belongs into triggers; it was read/, { onScan: set('note', 'x') }),
  at('key_misplaced', 'onScan', /triggers has a onScan too/, { onScan: set('note', 'x'), ...onScan(set('note', 'y')) }),
  at('key_misplaced', 'psScanText', /belongs into additional; it was read/, { psScanText: 'Hello' }),
  at('schedule_key_unknown', 'schedules_0_whenn', /Did you mean "when"\?/, { schedules: [{ whenn: 1 }] }),
  at('key_misplaced', 'memberId', /hidden additional property/, { memberId: '4711' }),
  at('key_misplaced', 'backgroundColour', /Did you mean "backgroundColor"\?/, { backgroundColour: 'red' }),
  at('key_misplaced', 'redeemed_memberId', /no key of a design/, { redeemed: { type: 'coupon', memberId: '4711' } }),
  at('part_key_unknown', 'structure_headerFields_a_lable', /Did you mean "label"\?/, field({ lable: 'A' })),
  at('part_key_unknown', 'locations_0_radius', /no pass carries it/, {
    locations: [{ latitude: 1, longitude: 1, radius: 5 }],
  }),
  at('part_key_unknown', 'barcode_secret', /no pass carries it/, { barcode: { message: 'x', secret: 'y' } }),
  at('part_key_unknown', 'beacons_0_secret', /no pass carries it/, {
    beacons: [{ proximityUUID: '5A4BCFCE-174E-4BAC-A814-092E77F6B7E5', secret: 'y' }],
  }),
  at('part_key_unknown', 'nfc_secret', /no pass carries it/, { nfc: { message: 'x', secret: 'y' } }),
  ...WALLET_WARNINGS,
  at('additional_key_shared', 'additional_timestamp', /special magic string/, { additional: { timestamp: 'x' } }),
  at('additional_key_shared', 'additional_download', /parameter of links/, { additional: { download: 'x' } }),
  at('image_name_unknown', 'localizedImages_fr_strp', /Did you mean "strip"\?/, {
    localizedImages: { fr: { strp: 'x' } },
  }),
  at('image_name_unknown', 'images_lgo', /Did you mean "logo"\?/, { images: { lgo: 'x' } }),
  at('icon_missing', 'images_icon', /neutral one is used/, {}),
  at('image_unused', 'images_thumbnail', /A storeCard does not show the image "thumbnail"/, {
    images: { thumbnail: 'x' },
  }),
  at('image_unused', 'images_strip', /not both/, { type: 'eventTicket', images: { strip: 'x', background: 'x' } }),
  at('key_reserved', 'teamIdentifier', /set by the server/, { teamIdentifier: 'MINE' }),
  at('magic_unknown', 'structure_headerFields_a_value', /\{notee\} .*shown as it is\. Did you mean "note"\?/, {
    ...field({ value: '{notee}' }),
    additional: { note: '' },
  }),
  at(
    'magic_unknown',
    'structure_headerFields_a_PSConditions',
    /\{nope\} .*counts as null/,
    field({ PSConditions: '{nope} > 1' }),
  ),
  at('magic_unknown', SCAN, /\{nope\}/, onScan(call('https://a.example/{nope}'))),
  at('magic_unknown', `${SCAN}_x_0`, /\{nope\}/, onScan(call('https://a.example/', { body: { x: ['{nope}'] } }))),
  at('magic_unknown', SCAN, /\{nope\}/, onScan(increment('counter', '{nope}'))),
  at('magic_unknown', `${SCAN}_x`, /\{nope\}/, onScan(set('note', { x: '{nope}' }))),
  at('magic_unknown', `${SCAN}_PSConditions`, /\{nope\} .*counts as null/, onScan(set('note', 'x', '{nope} > 1'))),
  at('magic_unknown', 'note', /\{nope\}/, { additional: { note: '{nope}' } }),
  at(
    'field_unknown',
    'note',
    /no field "a_valeu" in headerFields, so \{.*\} is empty\. Did you mean "structure_headerFields_a_value"\?/,
    { ...field({ value: 1 }), additional: { note: '{structure_headerFields_a_valeu}' } },
  ),
  at(
    'field_unknown',
    SCAN,
    /no field "b" in backFields, so the action writes/,
    onScan(set('structure_backFields_b_value', 'x')),
  ),
  at('transit_type_missing', 'transitType', /PKTransitTypeGeneric is used/, { type: 'boardingPass' }),
  at('markup_unknown', 'structure_headerFields_a_attributedValue', /does not know <b>/, {
    ...field({ attributedValue: '<a href="https://a.example">x</a> <b>y</b>' }),
  }),
  at('markup_unknown', 'structure_headerFields_a_attributedValue', /not know <a onclick/, {
    ...field({ attributedValue: '<a onclick="x">y</a>' }),
  }),
  at('value_missing', 'description', /Wallet needs description/, { description: '' }),
  at('value_missing', 'barcode_message', /left out until it has one/, { barcode: { format: 'PKBarcodeFormatQR' } }),
];

const found = (parts: JsonObject, severity: string) =>
  compileTemplate(constructorOf(parts)).diagnostics.filter((each) => each.severity === severity);

describe('errors, which refuse the template', () => {
  it.each(ERRORS)('$code at $path: $message', ({ code, path, message, parts }) => {
    expect(found(parts, 'error')).toContainEqual(
      expect.objectContaining({ code, path, message: expect.stringMatching(message) }),
    );
  });
});

describe('warnings, which are answered beside the saved template', () => {
  it.each(WARNINGS)('$code at $path: $message', ({ code, path, message, parts }) => {
    expect(found(parts, 'warning')).toContainEqual(
      expect.objectContaining({ code, path, message: expect.stringMatching(message) }),
    );
  });
});

it('a sign-up, NFC and codes as Apple wants them have no warning', () => {
  const about = /^(?:nfc|personalization|part_key|barcode_unfit)/;
  for (const parts of QUIET_PARTS) {
    expect([...found(parts, 'warning'), ...found(parts, 'error')].filter(({ code }) => about.test(code))).toEqual([]);
  }
});

it('every code of src/rules has a case above', () => {
  const folder = new URL('../../src/rules/', import.meta.url);
  const reported = { error: new Set<string>(), warning: new Set<string>() };
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    // The file of a card's checks is no template; checks.test.ts reads its faults.
    if (!file.endsWith('.ts') || file.startsWith('checks')) continue;
    const source = readFileSync(new URL(file, folder), 'utf8');
    for (const [, severity, code] of source.matchAll(/report\.(error|warning)\(([^,]*),/g)) {
      for (const [, each] of code!.matchAll(/'([a-z_]+)'/g)) reported[severity as 'error' | 'warning'].add(each!);
    }
  }
  // The codes of its table.
  const table = readFileSync(new URL('paths/wallet-values.ts', folder), 'utf8');
  for (const [, code] of table.matchAll(/'([a-z_]+_(?:invalid|unknown))'/g)) reported.error.add(code!);
  expect([...new Set(ERRORS.map(({ code }) => code))].sort()).toEqual([...reported.error].sort());
  expect([...new Set(WARNINGS.map(({ code }) => code))].sort()).toEqual([...reported.warning].sort());
});

it('what has an effect is no warning', () => {
  const silent = {
    type: 'eventTicket',
    groupingIdentifier: 'group',
    appLaunchURL: 'shop://card',
    associatedStoreIdentifiers: [1],
    ...field({
      value: '2030-12-31',
      dateStyle: 'PKDateStyleShort',
      changeMessage: { PSValue: 'Now %@', PSEditable: true },
    }),
    additional: {
      note: '',
      psEditorPaths: 'note, structure_headerFields_a_value, logoText',
      psExportPaths: 'hashedSerialNumber,note,',
      psPortalUpdatePaths: '{note}',
    },
  };
  const own = ['app_missing', 'change_message_unusual', 'grouping_unused', 'path_unknown', 'style_unused'];
  expect(found(silent, 'warning').filter(({ code }) => own.includes(code))).toEqual([]);
  const magic = field({ value: '{note}', numberStyle: 'PKNumberStyleDecimal', changeMessage: '{note}' });
  expect(found({ ...magic, additional: { note: '' } }, 'warning').map(({ code }) => code)).toEqual(['icon_missing']);
});

it('the sample template is silent but for its icon', () => {
  expect(compileTemplate(constructorOf()).diagnostics.map(({ code }) => code)).toEqual(['icon_missing']);
});

it('all problems are told at once', () => {
  const codes = found({ type: 'x', labelColor: 'y', ...onScan({ action: 'z' }) }, 'error').map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['type_unknown', 'colour_invalid', 'action_unknown']));
});
