// What lint says of the front of passes that a template can make: also of those that events and triggers changed.
import { describe, expect, it } from 'vitest';
import { lintTemplate } from '../../src/operations/templates/lint-template.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { sharedPictures } from '../fixtures/pictures/shared-pictures.ts';
import { constructorOf } from '../fixtures/rules/sample-pass.ts';

const CODES = ['fields_left_out', 'value_too_long', 'low_contrast', 'nfc_message_long'];
const LONG = 'A sentence that goes on for longer than any card is wide, as the terms of a discount usually do';

const found = async (parts: JsonObject) =>
  (await lintTemplate(sharedPictures(), constructorOf(parts))).filter(({ code }) => CODES.includes(code));
const named = async (parts: JsonObject) => (await found(parts)).map(({ code, path }) => `${code} ${path}`);
const primary = (...fields: JsonObject[]) => ({ structure: { primaryFields: fields } });
const field = (key: string, more: JsonObject = {}) => ({ key, label: key, value: key, ...more });
const set = (targetPath: string, value: JsonValue, PSConditions?: string) => ({
  action: 'PSActionSetValue',
  targetPath,
  value,
  ...(PSConditions === undefined ? {} : { PSConditions }),
});

describe('conditions', () => {
  it.each<[string, JsonObject[]]>([
    ['by events', [field('a', { PSConditions: '!scanned' }), field('b', { PSConditions: 'scanned' })]],
    ['by values', [field('a', { PSConditions: '{counter} = 0' }), field('b', { PSConditions: '{counter} = 1' })]],
  ])('fields that take turns are not left out: %s', async (_, fields) => {
    expect(await named(primary(...fields))).toEqual([]);
  });

  it('what is left out only after events, or only when its condition is true, is found, and when is said', async () => {
    const both = await found(primary(field('a', { PSConditions: 'scanned' }), field('b', { PSConditions: 'scanned' })));
    expect(both).toMatchObject([
      { path: 'structure_primaryFields_b', message: expect.stringContaining(' while the pass is scanned,') },
    ]);
    const behind = await found(primary(field('a'), field('b', { PSConditions: '{counter} > 5' })));
    expect(behind).toMatchObject([
      { path: 'structure_primaryFields_b', message: expect.stringContaining(' when its condition is true,') },
    ]);
  });

  it('a square code that is not always there does not count against a conditional field', async () => {
    const structure = {
      secondaryFields: ['a', 'b', 'c'].map((key) => field(key)),
      auxiliaryFields: [field('d'), field('e', { PSConditions: '{counter} > 5' })],
    };
    const barcode = { format: 'PKBarcodeFormatQR', message: '1', PSConditions: '{counter} !> 5' };
    expect(await named({ type: 'generic', structure, barcode })).toEqual([]);
    expect(await named({ type: 'generic', structure, barcode: { format: 'PKBarcodeFormatQR', message: '1' } })).toEqual(
      ['fields_left_out structure_auxiliaryFields_e'],
    );
  });
});

describe('triggers', () => {
  it.each<[string, JsonObject]>([
    ['a value', { triggers: { onScan: set('structure_primaryFields_offer_value', LONG) } }],
    [
      'a property that a value names',
      {
        structure: { primaryFields: [{ key: 'offer', value: '{note}' }] },
        triggers: { onScan: set('note', LONG, 'scanned') },
      },
    ],
    [
      'a sub-routine',
      {
        additional: { routine: [set('structure_primaryFields_offer_value', LONG)] },
        triggers: { onEdit: { action: 'PSActionTriggers', targetPath: 'routine' } },
      },
    ],
  ])('what they make too long: %s', async (_, parts) => {
    const [only, ...more] = await found(parts);
    expect(only).toMatchObject({
      severity: 'warning',
      code: 'value_too_long',
      path: 'structure_primaryFields_offer_value',
      message: expect.stringMatching(
        /^Wallet has room for about \d+ letters here, .* once (triggers_onScan|routine)_0 has run\. Shorten it/,
      ),
    });
    expect(more).toEqual([]);
  });

  it('a style that they choose has its own limits', async () => {
    const structure = { auxiliaryFields: ['a', 'b', 'c', 'd', 'e'].map((key) => field(key)) };
    expect(await named({ type: 'boardingPass', structure })).toEqual([]);
    expect(await named({ type: 'boardingPass', structure, triggers: { onScan: set('type', 'eventTicket') } })).toEqual([
      'fields_left_out structure_auxiliaryFields_e',
    ]);
  });
});

describe('the message for NFC readers', () => {
  const nfc = (message: JsonValue, more: JsonObject = {}) => named({ nfc: { message }, ...more });
  const long = ['nfc_message_long nfc_message'];

  it('has 64 bytes of UTF-8, with the values in it', async () => {
    expect(await nfc('x'.repeat(64))).toEqual([]);
    expect(await nfc('x'.repeat(65))).toEqual(long);
    expect(await nfc('ü'.repeat(32))).toEqual([]);
    expect(await nfc('ü'.repeat(33))).toEqual(long);
    expect(await nfc('{hashedSerialNumber}')).toEqual([]);
    expect(await nfc({ PSValue: '{hashedSerialNumber} {serialNumber}', PSEditable: true })).toEqual(long);
    const [told] = await found({ nfc: { message: 'x'.repeat(70) } });
    expect(told?.message).toBe('A reader gets 64 bytes of this message, which has 70: Wallet cuts off the rest.');
  });

  it('of a trigger is told at the trigger', async () => {
    const onScan = set('nfc_message', LONG);
    expect(await nfc('short', { triggers: { onScan } })).toEqual(['nfc_message_long triggers_onScan_0']);
  });
});

describe('contrast', () => {
  const green = { backgroundColor: '#1f6f54', foregroundColor: 'white', labelColor: 'rgb(205, 235, 222)' };

  it('what the template says itself', async () => {
    expect(await named(green)).toEqual([]);
    expect(await found({ ...green, backgroundColor: 'darkgoldenrod' })).toEqual([
      {
        severity: 'warning',
        code: 'low_contrast',
        path: 'foregroundColor',
        message:
          'On the background rgb(184, 134, 11) the contrast is too low: foregroundColor rgb(255, 255, 255) 3.2:1; small texts need 4.5:1. ' +
          'Change the background, or write in rgb(20, 20, 20), which has 5.6:1.',
      },
      expect.objectContaining({ path: 'labelColor', message: expect.stringContaining(' 2.5:1;') }),
    ]);
  });

  it('colours that are left out are chosen by Wallet, and can be read', async () => {
    expect(await named({ backgroundColor: 'darkgoldenrod' })).toEqual([]);
  });

  it.each<[string, JsonValue, string[]]>([
    ['a background', set('backgroundColor', 'darkgoldenrod'), ['low_contrast triggers_onScan_0']],
    [
      'a background under a condition',
      [set('backgroundColor', 'navy'), set('backgroundColor', 'gold', 'scanned')],
      ['low_contrast triggers_onScan_1'],
    ],
    [
      'a background with texts to match',
      [set('backgroundColor', 'gold'), set('foregroundColor', 'black'), set('labelColor', 'black')],
      [],
    ],
    ['a background that is replaced at once', [set('backgroundColor', 'gold'), set('backgroundColor', 'navy')], []],
    ['texts', set('labelColor', 'seagreen'), ['low_contrast triggers_onScan_0']],
  ])('what triggers say: %s', async (_, onScan, warnings) => {
    expect(await named({ ...green, triggers: { onScan } })).toEqual(warnings);
  });

  it('texts on an event ticket’s background picture are not judged by the colour behind it', async () => {
    const faint = { type: 'eventTicket', backgroundColor: 'white', foregroundColor: 'white' };
    expect(await named(faint)).toEqual(['low_contrast foregroundColor']);
    const png =
      'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI5IiBoZWlnaHQ9IjkiLz4=';
    expect(await named({ ...faint, images: { background: png } })).toEqual([]);
  });
});

it('a redeemed design is looked at like the first', async () => {
  const redeemed = {
    type: 'coupon',
    backgroundColor: 'white',
    labelColor: 'yellow',
    structure: {
      primaryFields: [field('a'), field('b', { label: '' })],
      secondaryFields: [field('c', { value: LONG })],
    },
  };
  expect(await named({ redeemed })).toEqual([
    'fields_left_out redeemed_structure_primaryFields_b',
    'value_too_long redeemed_structure_secondaryFields_c_value',
    'low_contrast redeemed_labelColor',
  ]);
});

it('a template with errors is not looked at: nothing of it can be shown', async () => {
  expect(await named({ ...primary(field('a'), field('b')), triggers: { onNothing: [] } })).toEqual([]);
});
