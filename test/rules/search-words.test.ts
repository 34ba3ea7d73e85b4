// The words that find a pass, and those of a search.
import { describe, expect, test } from 'vitest';
import type { Overrides } from '../../src/rules/passes/facts.ts';
import {
  hasSameWords,
  LONGEST_QUERY,
  LONGEST_WORD,
  MOST_PASS_WORDS,
  MOST_QUERY_WORDS,
  movesWords,
  queryWords,
  searchWords,
} from '../../src/rules/passes/search-words.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { CLIENT_HASH, compiled, constructorOf, factsWith } from '../fixtures/rules/sample-pass.ts';

const NAME = 'structure_secondaryFields_name_value';
const wordsOf = (overrides: Overrides, parts: JsonObject = {}) =>
  searchWords(compiled(parts), factsWith(overrides))
    .split(' ')
    .filter((word) => word !== '');

/** Whether a search finds the pass, as every adapter compares: each word begins one of the pass. */
function finds(query: string, overrides: Overrides, parts: JsonObject = {}): boolean {
  const words = wordsOf(overrides, parts);
  const asked = queryWords(query);
  return asked.length > 0 && asked.every((each) => words.some((word) => word.startsWith(each)));
}

describe('a pass is found', () => {
  test.each([
    ['a name', 'Ada Byron', 'ada'],
    ['the beginning of a later word', 'Ada Byron', 'byr'],
    ['words in another order', 'Ada Byron', 'BYRON ada'],
    ['without accents', 'Müller', 'muller'],
    ['with accents', 'Muller', 'Müller'],
    ['a composed letter typed in parts', 'José', 'José'],
    ['letters that Unicode does not take apart', 'Großmann Łukasz Søren', 'grossmann lukasz soren'],
    ['a capital letter with a dot', 'İpek', 'ipek'],
    ['the domain of an e-mail address', 'ada@example.com', '@example'],
    ['a whole e-mail address', 'ada.byron@example.com', 'ada.byron@example.com'],
    ['the last digits of a number', 'Member 12345678', '5678'],
    ['digits in the middle', '12345678', '3456'],
    ['a number written in groups', '+49 171 234-5678', '1712345678'],
    ['groups of a number', '+49 171 234-5678', '171 234'],
    ['digits behind letters', 'AB-12345', '2345'],
    ['digits behind letters without a space', 'AB12345', '345'],
    ['a script without spaces', '山田太郎', '太郎'],
    ['one letter of it', '山田太郎', '田'],
    ['Cyrillic', 'Наташа Ростова', 'рост'],
    ['brackets that a holder typed', '﷐Ada﷑', 'ada'],
  ])('by %s', (_, value, query) => {
    expect(finds(query, { [NAME]: value })).toBe(true);
  });

  test.each([
    ['another name', 'Ada Byron', 'eve'],
    ['the end of a word', 'Byron', 'yron'],
    ['one word too many', 'Ada Byron', 'ada eve'],
    ['one letter', 'Ada', 'a'],
    ['signs alone', 'Ada', '"*()^:-+~'],
    ['nothing', 'Ada', '  '],
  ])('not by %s', (_, value, query) => {
    expect(finds(query, { [NAME]: value })).toBe(false);
  });

  test('by labels, barcodes and containers that are its own, and by what its holder entered', () => {
    expect(wordsOf({ structure_headerFields_points_label: 'Sterne' })).toEqual(['sterne']);
    expect(wordsOf({ barcode_message: 'K-777', barcode_altText: 'Ada' })).toEqual(['k', '777', 'ada']);
    expect(wordsOf({ barcodes: [{ message: 'one1', format: 'PKBarcodeFormatQR' }] })).toEqual(['one1']);
    expect(wordsOf({ structure_backFields: [{ key: 'x', label: 'Dog', value: 'Rex' }] })).toEqual(['dog', 'rex']);
    const editable = { additional: { city: { PSValue: '', PSEditable: true } } };
    expect(wordsOf({ city: 'Köln' }, editable)).toEqual(['koln']);
  });

  test('not by what no holder sees, but for an e-mail address', () => {
    expect(wordsOf({ note: 'complains' })).toEqual([]);
    expect(wordsOf({ backgroundColor: 'rgb(1, 2, 3)', logoText: 'Shop' })).toEqual([]);
    expect(wordsOf({ note: 'ada@example.com' })).toEqual(['ada', 'example', 'com']);
  });

  test('by its values in texts of the template, and not by texts that every pass has', () => {
    const parts = {
      structure: {
        primaryFields: [{ key: 'hello', label: 'WELCOME', value: 'Dear {nick}, thank you' }],
        backFields: [{ key: 'terms', label: 'Terms', value: 'One loaf a day' }],
      },
      additional: { nick: 'guest' },
    };
    expect(wordsOf({ nick: 'Ada' }, parts)).toEqual(['dear', 'ada', 'thank', 'you']);
    expect(wordsOf({}, { structure: { backFields: [{ key: 'terms', label: 'Terms', value: 'One loaf' }] } })).toEqual(
      [],
    );
  });

  test('also by a field whose condition is false now', () => {
    const parts = {
      structure: { backFields: [{ key: 'gift', label: 'Gift', value: '', PSConditions: '{counter} > 9' }] },
    };
    expect(wordsOf({ structure_backFields_gift_value: 'teapot' }, parts)).toContain('teapot');
  });

  test('not by dates, times and short numbers, which change with every visit', () => {
    expect(wordsOf({ [NAME]: 'Visit of 2026-11-29T12:00:00Z', structure_headerFields_points_value: 42 })).toEqual([
      'visit',
      'of',
    ]);
  });

  test('not by a number that a rule counts, but by one that no rule does', () => {
    const number = { structure_headerFields_points_value: 1234 };
    const counts = (targetPath: string) => ({
      triggers: { onScan: [{ action: 'PSActionIncrementValue', targetPath, amount: 1 }] },
    });
    expect(wordsOf(number, counts('structure_headerFields_points_value'))).toEqual([]);
    expect(wordsOf(number, counts('counter'))).toEqual(['1234', '234']);
  });

  test('not by the clientHash of its owner', () => {
    const words = wordsOf({ [NAME]: 'Ada', structure_backFields_about_value: '{psEditorURL} {clientHash}' });
    expect(words).toContain('ada');
    expect(words.join(' ')).not.toContain(CLIENT_HASH.slice(2, 12));
  });
});

describe('the work has a bound', () => {
  test('long and many values', () => {
    const words = wordsOf({ [NAME]: 'x'.repeat(100_000), structure_backFields_about_value: 'a b '.repeat(50_000) });
    expect(words.length).toBeLessThanOrEqual(MOST_PASS_WORDS);
    expect(Math.max(...words.map(({ length }) => length))).toBe(LONGEST_WORD);
    const numbers = Array.from({ length: 5000 }, (_, n) => `1${n}234567`).join(' ');
    expect(wordsOf({ [NAME]: numbers })).toHaveLength(MOST_PASS_WORDS);
  });

  test('values that name values end with the words found so far', () => {
    const parts = { additional: { a: '{b}{b}{b}{b}', b: '{c}{c}{c}{c}', c: '{d}{d}{d}{d}', d: 'dd '.repeat(2000) } };
    const structure = {
      primaryFields: [{ key: 'p', label: 'P', value: '{a}' }],
      ...(constructorOf().structure as JsonObject),
    };
    expect(wordsOf({ [NAME]: 'Ada' }, { ...parts, structure })).toContain('ada');
  });

  test('hostile searches become few words of letters and digits', () => {
    for (const text of ['"', "'; DROP TABLE passes; --", 'a AND OR NOT NEAR(b)', '\0\0ada\0', '{}*^:"\\', '§a1 ada']) {
      for (const word of queryWords(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
    }
    expect(queryWords('§a1')).toEqual(['a1']);
    // Whoever has the longer beginning has the shorter one.
    expect(queryWords('guest Ada guest7 adam')).toEqual(['guest7', 'adam']);
    expect(queryWords(`${'x '.repeat(50_000)}`)).toEqual([]);
    expect(queryWords('ada '.repeat(50_000))).toEqual(['ada']);
    const many = Array.from({ length: 30 }, (_, n) => `w${n}`).join(' ');
    expect(queryWords(many)).toHaveLength(MOST_QUERY_WORDS);
    expect(queryWords('y'.repeat(100_000))).toEqual(['y'.repeat(Math.min(LONGEST_WORD, LONGEST_QUERY))]);
  });
});

describe('a change', () => {
  const parts = {
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
      secondaryFields: [{ key: 'name', label: 'NAME', value: '' }],
      backFields: [{ key: 'last', label: 'Last', value: '{note}' }],
    },
  };
  test.each<[string, Overrides, Overrides]>([
    [
      'of points',
      { [NAME]: 'Ada', structure_headerFields_points_value: 2 },
      { [NAME]: 'Ada', structure_headerFields_points_value: 3 },
    ],
    [
      'of points with three digits',
      { structure_headerFields_points_value: 102 },
      { structure_headerFields_points_value: 103 },
    ],
    ['of a date', { note: 'visit of 2026-01-01' }, { note: 'visit of 2026-02-02T09:00:00Z' }],
    ['of a text that another text names', { note: 'rye' }, { note: 'wheat' }],
    ['of a name', { [NAME]: 'Ada' }, { [NAME]: 'Grace' }],
    ['of the accents of a name', { [NAME]: 'Müller' }, { [NAME]: 'muller' }],
    ['that removes a value', { [NAME]: 'Ada' }, {}],
    ['of nothing', { [NAME]: 'Ada' }, { [NAME]: 'Ada' }],
  ])('%s is judged as the whole words are', (_, before, after) => {
    const program = compiled(parts);
    const whole = (overrides: Overrides) => searchWords(program, factsWith(overrides));
    expect(hasSameWords(program, factsWith(after), before, after)).toBe(whole(before) === whole(after));
  });
});

describe('a saved template', () => {
  const present = constructorOf();
  test.each<[string, JsonObject, boolean]>([
    ['with another colour', { backgroundColor: 'rgb(9, 9, 9)' }, false],
    ['with another text for all', { description: 'Card' }, false],
    ['with other rules', { triggers: { onScan: [{ action: 'PSActionURL', url: 'http://x.test/' }] } }, false],
    [
      'with a rule that counts',
      { triggers: { onScan: [{ action: 'PSActionIncrementValue', targetPath: 'note', amount: 1 }] } },
      true,
    ],
    ['with a text that names a value', { description: 'Card of {note}' }, true],
    ['with another field', { structure: { backFields: [{ key: 'new', label: '', value: '' }] } }, true],
    ['with a value that holders may edit', { additional: { note: { PSValue: '', PSEditable: true } } }, true],
  ])('%s', (_, parts, expected) => {
    expect(movesWords(present, { ...present, ...parts })).toBe(expected);
  });
});
