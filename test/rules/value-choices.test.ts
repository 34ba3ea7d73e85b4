// The values that texts may hold: which ones, by which names, as they read on a pass, and what a typed
// label becomes.
import { expect, test } from 'vitest';
import { namedValues, previewText, storedText, valueChoices } from '../../src/rules/forms/value-choices.ts';
import { namesIn } from '../../src/rules/sentences/names.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { CLIENT_HASH, compiled, factsWith } from '../fixtures/rules/sample-pass.ts';

const program = compiled({
  additional: {
    lastVisit: '',
    greeting: 'Hello {structure_secondaryFields_name_value}',
    psScanText: 'Hi',
    psPassDescription: '{structure_headerFields_points_value} points',
    steps: [{ action: 'PSActionSetValue', targetPath: 'lastVisit', value: '{timestamp}' }],
    long: 'x'.repeat(500),
  },
});
const names = namesIn(program, en.sentences);
const choices = valueChoices(program, factsWith({ structure_headerFields_points_value: 7 }), names);
const sampleOf = (name: string) => choices.find((choice) => choice.name === name)?.sample;

test('fields, hidden values and the card itself, in that order; no routine and nothing of the till', () => {
  expect(choices.map(({ place, label }) => `${place} ${label}`)).toEqual([
    'front POINTS',
    'front OFFER',
    'front NAME',
    'back About',
    'hidden Last visit',
    'hidden Greeting',
    'hidden Long',
    'card the description',
    'card the name of the shop',
    'card the name in lists',
    'card now',
    "card the link to the customer's card",
    'card the link to the form',
    "card the number of the customer's card",
    'card the serial number',
  ]);
  expect(JSON.stringify(choices)).not.toContain(CLIENT_HASH);
});

test('read as the pass has them, values inside values too, and are cut', () => {
  expect(sampleOf('structure_headerFields_points_value')).toBe('7');
  expect(sampleOf('greeting')).toBe('Hello Guest');
  expect(sampleOf('psPassDescription')).toBe('7 points');
  expect(sampleOf('timestamp')).toBe('2023-11-14T22:13:20Z');
  expect(sampleOf('long')).toBe(`${'x'.repeat(120)}…`);
});

test('a preview shows known values, and is none without any', () => {
  expect(previewText(choices, 'You have {structure_headerFields_points_value}, {unknown}')).toBe(
    'You have 7, {unknown}',
  );
  expect(previewText(choices, 'Hello {unknown} {')).toBe(null);
});

test.each([
  ['{Points} left', '{structure_headerFields_points_value} left'],
  ['{ points }', '{structure_headerFields_points_value}'],
  ['{Last visit}', '{lastVisit}'],
  // What means something already stays.
  ['{lastVisit} {timestamp} {psScanText}', '{lastVisit} {timestamp} {psScanText}'],
  ['{nothing} {} {{Points}', '{nothing} {} {{structure_headerFields_points_value}'],
])('typed %s is stored as %s', (typed, stored) => {
  expect(storedText(program, choices, typed)).toBe(stored);
});

test('a label that two values have stays as it was typed', () => {
  const twice = compiled({
    additional: { one: { PSValue: '', PSLabel: 'Same' }, two: { PSValue: '', PSLabel: 'same' } },
  });
  const values = namedValues(twice, namesIn(twice, en.sentences));
  expect(storedText(twice, values, '{Same}')).toBe('{Same}');
});
