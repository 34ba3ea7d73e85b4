// What a returned text of an owner's form means, and how values get into a template's constructor.
import { describe, expect, test } from 'vitest';
import { changedValue, presentValue } from '../../src/rules/forms/changed-value.ts';
import { locate } from '../../src/rules/paths/paths.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { isPlaceOf, withTemplateValues } from '../../src/rules/templates/write-template.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';

const CONSTRUCTOR: JsonObject = {
  type: 'coupon',
  structure: {
    backFields: [
      { key: 'news', label: 'News', value: 'Old\nlines' },
      { key: 'amount', value: { PSValue: 5, PSLabel: 'Amount', PSEditable: true } },
    ],
  },
  expirationDate: '2030-01-31T23:59:59Z',
  additional: { list: ['a', 'b'], open: { PSValue: true, PSAttributeType: 'PSAttributeTypeCheckbox' } },
};
const { program } = compileTemplate(CONSTRUCTOR);
const place = (path: string) => locate(program, path)!;

describe('a returned text', () => {
  const returned = (path: string, given: JsonValue, before?: string) =>
    changedValue(place(path), presentValue(place(path), place(path).value ?? null), given, before, 'Z');
  const NEWS = 'structure_backFields_news_value';
  const AMOUNT = 'structure_backFields_amount_value';

  test.each<[string, ReturnType<typeof returned>, object]>([
    ['the same', returned(NEWS, 'Old\r\nlines', 'Old\nlines'), { kind: 'same' }],
    ['another', returned(NEWS, 'New', 'Old\r\nlines'), { kind: 'value', value: 'New' }],
    ['that a form showed before the last change', returned(NEWS, 'Older', 'Older'), { kind: 'same' }],
    [
      'over a change of somebody else',
      returned(NEWS, 'New', 'Older'),
      { kind: 'fault', fault: 'changed', present: 'Old\nlines' },
    ],
    ['that confirms itself', returned(NEWS, 'New'), { kind: 'value', value: 'New' }],
    ['a number for a number', returned(AMOUNT, '7.5', '5'), { kind: 'value', value: 7.5 }],
    ['JSON for a list', returned('list', '["a"]', '["a","b"]'), { kind: 'value', value: ['a'] }],
    [
      'no JSON for a list',
      returned('list', 'a, b', '["a","b"]'),
      { kind: 'fault', fault: 'json', present: '["a","b"]' },
    ],
    ['an unticked box', returned('open', 'false', 'true'), { kind: 'value', value: false }],
    [
      'a day where Wallet wants a moment',
      returned('expirationDate', '2031-02-01', '2030-01-31T23:59:59Z'),
      { kind: 'value', value: '2031-02-01T23:59:59Z' },
    ],
  ])('%s', (_, answer, expected) => {
    expect(answer).toEqual(expected);
  });
});

describe('a value in a constructor', () => {
  const write = (path: string, value: JsonValue) =>
    withTemplateValues(program.passConstructor, [{ location: place(path), value }]) as any;

  test('takes the place of the old one, plain or in a PSAttribute, and nothing else changes', () => {
    const before = structuredClone(program.passConstructor);
    const { structure, ...others } = write('structure_backFields_news_value', 'New');
    expect(structure.backFields[0]).toMatchObject({ key: 'news', label: 'News', value: 'New' });
    const { structure: _, ...same } = before as any;
    expect(others).toEqual(same);
    const amount = write('structure_backFields_amount_value', 9).structure.backFields[1].value;
    expect(amount).toEqual({ PSValue: 9, PSLabel: 'Amount', PSEditable: true });
    expect(program.passConstructor).toEqual(before);
  });

  test('is added where the template has none yet', () => {
    expect(write('logoText', 'Bakery').logoText).toBe('Bakery');
    expect(write('structure_backFields_news_changeMessage', '%@').structure.backFields[0].changeMessage).toBe('%@');
    expect(write('psPortalUpdatePaths', 'logoText').additional.psPortalUpdatePaths).toBe('logoText');
  });

  test('has no place in a field that the template lacks', () => {
    const isPlace = (path: string) => isPlaceOf(program, place(path));
    expect(isPlace('structure_backFields_news_changeMessage')).toBe(true);
    expect(isPlace('structure_backFields_newz_value')).toBe(false);
    expect(isPlace('structure_headerFields')).toBe(false);
    expect(isPlace('backgroundColor')).toBe(true);
  });
});
