// The edits of the designer: a form that comes back as it was shown writes nothing, byte for byte,
// and a changed text changes its own place alone.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TEMPLATE_FOLDER } from '../../src/examples.ts';
import { fieldsIn } from '../../src/rules/design/fields.ts';
import { type FormTexts, fillIn, type Input } from '../../src/rules/design/inputs.ts';
import { designInputs, fieldPageInputs, propertyPageInputs } from '../../src/rules/design/page-inputs.ts';
import { propertiesOf } from '../../src/rules/design/property-inputs.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { FIELD_GROUPS } from '../../src/rules/vocabulary.ts';
import { anyTemplate } from '../fixtures/rules/any-template.ts';

/** The inputs of every page of a template. */
function pagesOf(passConstructor: JsonObject): readonly (readonly Input[])[] {
  return [
    designInputs(passConstructor),
    ...FIELD_GROUPS.flatMap((group) =>
      fieldsIn(passConstructor, group).map((_, at) => fieldPageInputs(passConstructor, { group, at })),
    ),
    ...propertiesOf(passConstructor).map(({ at }) => propertyPageInputs(passConstructor, at)),
  ];
}

/** What a browser sends of inputs that nobody touched: line ends of its own. */
const untouched = (inputs: readonly Input[]): FormTexts =>
  Object.fromEntries(inputs.map(({ name, text }) => [name, text.replaceAll('\n', '\r\n')]));

const folder = new URL('../../examples/', import.meta.url);
const examples = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => TEMPLATE_FOLDER.test(entry.name))
  .map(({ name }) => {
    const text = readFileSync(new URL(`${name}/template.json`, folder), 'utf8');
    return [name, (JSON.parse(text) as { passConstructor: JsonObject }).passConstructor] as const;
  });

describe('posted back untouched', () => {
  it.each(examples)('%s stays the same object', (_, passConstructor) => {
    for (const inputs of pagesOf(passConstructor)) {
      expect(fillIn(passConstructor, inputs, untouched(inputs))).toEqual({ passConstructor, faults: [] });
      expect(fillIn(passConstructor, inputs, untouched(inputs)).passConstructor).toBe(passConstructor);
    }
  });

  it('so do 500 templates of every shape', () => {
    fc.assert(
      fc.property(anyTemplate, (passConstructor) => {
        for (const inputs of pagesOf(passConstructor)) {
          if (fillIn(passConstructor, inputs, untouched(inputs)).passConstructor !== passConstructor) return false;
        }
        return true;
      }),
      { numRuns: 500 },
    );
  });
});

/** How many values two constructors have that are not the same object or value. */
function changedPaths(before: JsonValue, after: JsonValue, path = ''): string[] {
  if (before === after) return [];
  const isTree = (value: JsonValue) => typeof value === 'object' && value !== null;
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) return [path];
  const [old, now] = [before as JsonObject, after as JsonObject];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.flatMap((key) => {
    if (!Object.hasOwn(old, key) || !Object.hasOwn(now, key)) return [`${path}/${key}`];
    return changedPaths(old[key]!, now[key]!, `${path}/${key}`);
  });
}

describe('one changed text', () => {
  it('changes its own part alone, and shows itself afterwards', () => {
    let written = 0;
    fc.assert(
      fc.property(anyTemplate, fc.nat(), fc.constantFrom('7', 'New', '2030-01-02', '%@'), (template, choice, typed) => {
        // A tick and a list of checks take no text.
        const inputs = designInputs(template).filter(
          ({ name }) => name !== 'type' && !/\.(?:pick|PSEditable|PSValidation)$/.test(name),
        );
        const input = inputs[choice % inputs.length]!;
        const { passConstructor, faults } = fillIn(template, inputs, { [input.name]: typed });
        const tops = new Set(changedPaths(template, passConstructor).map((path) => path.split('/')[1]));
        // The first of `barcodes` is the code itself.
        tops.delete('barcodes');
        expect(tops.size).toBeLessThan(2);
        if (faults.length > 0 || passConstructor === template) return;
        written++;
        const again = designInputs(passConstructor).find(({ name }) => name === input.name);
        if (again !== undefined && !/^special\.ps\w+Paths$/.test(input.name)) expect(again.text).toBe(typed);
      }),
      { numRuns: 400 },
    );
    expect(written).toBeGreaterThan(120);
  });
});

const fieldOf = (field: JsonObject): JsonObject => ({ type: 'generic', structure: { headerFields: [field] } });
const place = { group: 'headerFields', at: 0 } as const;
function edited(field: JsonObject, texts: FormTexts) {
  const passConstructor = fieldOf(field);
  const named = Object.fromEntries(Object.entries(texts).map(([name, text]) => [`field.headerFields.0.${name}`, text]));
  const filled = fillIn(passConstructor, fieldPageInputs(passConstructor, place), named);
  return {
    field: fieldsIn(filled.passConstructor, 'headerFields')[0],
    faults: filled.faults.map(({ fault }) => fault),
  };
}

describe('a field', () => {
  it.each<[string, JsonObject, FormTexts, JsonObject]>([
    ['a number stays a number', { key: 'p', value: 0 }, { value: '12' }, { key: 'p', value: 12 }],
    ['a decimal comma is understood', { key: 'p', value: 0 }, { value: '2,5' }, { key: 'p', value: 2.5 }],
    ['zeros at the beginning stay', { key: 'p', value: 0 }, { value: '007' }, { key: 'p', value: '007' }],
    ['a value may come from elsewhere', { key: 'p', value: 0 }, { value: '{points}' }, { key: 'p', value: '{points}' }],
    [
      'what a PSAttribute says stays',
      { key: 'p', value: { PSValue: 'x', PSEditable: true, PSLabel: 'Name' } },
      { value: 'y' },
      { key: 'p', value: { PSValue: 'y', PSEditable: true, PSLabel: 'Name' } },
    ],
    ['an empty label goes', { key: 'p', label: 'L', value: 'x' }, { label: '' }, { key: 'p', value: 'x' }],
    [
      'a date keeps its zone',
      { key: 'p', value: '2025-12-31T20:00:30+01:00', dateStyle: 'PKDateStyleShort' },
      { value: '2026-01-02T10:15' },
      { key: 'p', value: '2026-01-02T10:15:00+01:00', dateStyle: 'PKDateStyleShort' },
    ],
    [
      'text becomes an amount of money',
      { key: 'p', value: '12.50', numberStyle: 'PKNumberStyleDecimal' },
      { kind: 'amount', currencyCode: 'CHF' },
      { key: 'p', value: '12.50', currencyCode: 'CHF' },
    ],
    ['a number becomes text', { key: 'p', value: 5 }, { kind: 'text', value: 'five' }, { key: 'p', value: 'five' }],
    [
      'a tick makes a PSAttribute',
      { key: 'p', value: 'x' },
      { PSEditable: 'true', PSValidation: 'VRequired,VEmail' },
      { key: 'p', value: { PSValue: 'x', PSEditable: true, PSValidation: 'VRequired,VEmail' } },
    ],
    [
      'and without the tick it is plain again',
      { key: 'p', value: { PSValue: 'x', PSEditable: true } },
      { PSEditable: '' },
      { key: 'p', value: 'x' },
    ],
    [
      'options keep their values and their order',
      { key: 'p', value: { PSValue: 'M', PSOptions: { Medium: 'M', Seven: 7 } } },
      { PSOptions: 'Seven = 7\r\nLarge = L\r\nMedium = M' },
      { key: 'p', value: { PSValue: 'M', PSOptions: { Seven: 7, Large: 'L', Medium: 'M' } } },
    ],
    [
      'all detectors are the usual ones',
      { key: 'p', value: 'x', dataDetectorTypes: [] },
      {
        dataDetectorTypes:
          'PKDataDetectorTypePhoneNumber,PKDataDetectorTypeLink,PKDataDetectorTypeAddress,PKDataDetectorTypeCalendarEvent',
      },
      { key: 'p', value: 'x' },
    ],
    ['a row is a number', { key: 'p', value: 'x' }, { row: '1' }, { key: 'p', value: 'x', row: 1 }],
  ])('%s', (_, before, texts, after) => {
    const { field, faults } = edited(before, texts);
    expect(faults).toEqual([]);
    expect(field).toEqual(after);
    expect(JSON.stringify(field)).toBe(JSON.stringify(after));
  });

  it('a word in the place of a number is a fault, and so is JSON that is none', () => {
    expect(edited({ key: 'p', value: 3 }, { value: 'many' })).toEqual({
      field: { key: 'p', value: 3 },
      faults: ['number'],
    });
    expect(edited({ key: 'p', value: ['a'] }, { value: '[' }).faults).toEqual(['json']);
  });
});

describe('a barcode without a message', () => {
  const passConstructor: JsonObject = { type: 'generic', barcode: { format: 'PKBarcodeFormatQR' } };
  const filled = (texts: FormTexts) => fillIn(passConstructor, designInputs(passConstructor), texts).passConstructor;

  it('gets none by what says nothing of it', () => {
    expect(filled({ 'barcode.message.PSValidation': 'VUnknown' })).toBe(passConstructor);
    expect(filled({ 'barcode.altText.PSOptions': '\n \n' })).toBe(passConstructor);
  });

  it('gets one by what says how customers fill it in', () => {
    expect(filled({ 'barcode.message.PSValidation': 'VRequired' })).toEqual({
      type: 'generic',
      barcode: { format: 'PKBarcodeFormatQR', message: { PSValue: '', PSValidation: 'VRequired' } },
    });
  });
});
