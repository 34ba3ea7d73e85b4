// What form fields show of a value, and the value that their texts stand for.
import { describe, expect, test } from 'vitest';
import { readChoices, writeChoices } from '../../src/rules/forms/choices.ts';
import { fieldKind, fieldText, fieldValue } from '../../src/rules/forms/form-fields.ts';
import { literal } from '../../src/rules/values/literal.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { compiled, place } from '../fixtures/rules/sample-pass.ts';

const at = (attribute: JsonObject) =>
  place(compiled({ additional: { note: { PSValue: '', PSEditable: true, ...attribute } } }), 'note');
const typed = (name: string, more: JsonObject = {}) => at({ PSAttributeType: `PSAttributeType${name}`, ...more });
const OPTIONS = { A: 'a', 'A and b': 'a, b', B: 'b', Two: 2 };

describe('choices in one text', () => {
  const options = Object.entries(OPTIONS);
  test.each([
    ['', []],
    ['a', ['a']],
    ['a, b', ['a, b']],
    ['b, a', ['b', 'a']],
    ['a, b, b', ['a, b', 'b']],
    ['a,2', ['a', '2']],
    ['x, b', ['x', 'b']],
    ['ab', ['ab']],
    [' a , ,b', ['a', '', 'b']],
  ])('%j is %j', (text, choices) => {
    expect(readChoices(options, text)).toEqual(choices);
  });

  test('are written in the order in which they are offered, and only those', () => {
    expect(writeChoices(options, ['2', 'b', 'spam', 'a, b'])).toBe('a, b, b, 2');
    expect(writeChoices(options, [])).toBe('');
  });
});

test.each([
  [typed('Text'), 'text'],
  [at({}), 'text'],
  [at({ PSOptions: OPTIONS }), 'dropdown'],
  [typed('Text', { PSOptions: OPTIONS }), 'dropdown'],
  [typed('Dropdown'), 'text'],
  [typed('Multiselect', { PSOptions: OPTIONS }), 'multiselect'],
  [typed('Checkbox'), 'checkbox'],
  [typed('Checkbox', { PSOptions: OPTIONS }), 'checkbox'],
  [typed('Color'), 'colour'],
  [typed('Stepper'), 'stepper'],
  [typed('Date'), 'date'],
])('kind %#: %s', (location, kind) => {
  expect(fieldKind(location)).toBe(kind);
});

test.each<[string, JsonObject, JsonValue | undefined, string]>([
  ['brackets as they were typed', {}, literal('{a}'), '{a}'],
  ['a number', {}, 5, '5'],
  ['nothing', {}, undefined, ''],
  ['a colour by name', { PSAttributeType: 'PSAttributeTypeColor' }, 'white', '#ffffff'],
  ['a colour as rgb()', { PSAttributeType: 'PSAttributeTypeColor' }, 'rgb(18, 53, 91)', '#12355b'],
  ['a colour that is none', { PSAttributeType: 'PSAttributeTypeColor' }, 'blurple', 'blurple'],
  ['the day of a time', { PSAttributeType: 'PSAttributeTypeDate' }, '2026-03-01T12:00:00Z', '2026-03-01'],
  ['a date in words', { PSAttributeType: 'PSAttributeTypeDate' }, '1 March 2026', '1 March 2026'],
])('shows %s', (_, attribute, value, text) => {
  expect(fieldText(at(attribute), value)).toBe(text);
});

test.each<[string, JsonObject, JsonValue, JsonValue | undefined, JsonValue]>([
  ['what was not changed keeps its type', {}, '5', 5, 5],
  ['and its form', { PSAttributeType: 'PSAttributeTypeColor' }, '#ffffff', 'white', 'white'],
  [
    'also a time whose day alone was shown',
    { PSAttributeType: 'PSAttributeTypeDate' },
    '2026-03-01',
    '2026-03-01T12:00:00Z',
    '2026-03-01T12:00:00Z',
  ],
  ['spaces around a line go', {}, ' x ', '', 'x'],
  ['unless they were there', {}, ' x ', ' x ', ' x '],
  ['the last of a list', {}, ['a', 'b'], '', 'b'],
  ['line breaks are one character', {}, 'a\r\nb\rc', '', 'a\nb\nc'],
  ['a stepper is a number', { PSAttributeType: 'PSAttributeTypeStepper' }, '2.5', '', 2.5],
  ['or what was typed, to be refused', { PSAttributeType: 'PSAttributeTypeStepper' }, 'many', 1, 'many'],
  ['a dropdown sets the value of its option', { PSOptions: OPTIONS }, '2', '', 2],
  ['a box that is ticked', { PSAttributeType: 'PSAttributeTypeCheckbox' }, 'on', false, true],
  ['and one that is not', { PSAttributeType: 'PSAttributeTypeCheckbox' }, '', true, false],
  ['a box with options', { PSAttributeType: 'PSAttributeTypeCheckbox', PSOptions: OPTIONS }, 'true', '', 'a'],
  ['not ticked', { PSAttributeType: 'PSAttributeTypeCheckbox', PSOptions: OPTIONS }, '', 'a', 'a, b'],
  ['choices', { PSAttributeType: 'PSAttributeTypeMultiselect', PSOptions: OPTIONS }, ['', '2', 'a'], '', 'a, 2'],
  [
    'a choice that is not offered, to be refused',
    { PSAttributeType: 'PSAttributeTypeMultiselect', PSOptions: OPTIONS },
    ['a', 'x'],
    '',
    ['a', 'x'],
  ],
])('reads: %s', (_, attribute, given, current, value) => {
  expect(fieldValue(at(attribute), given, current)).toEqual(value);
});
