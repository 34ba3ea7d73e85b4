// The order of keys that look like whole numbers: it is the owner's through reading, copying and
// writing JSON.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonText } from '../../src/rules/values/json-text.ts';
import { jsonOf, orderedEntries, orderedObject, plainKey } from '../../src/rules/values/key-order.ts';
import { isWrittenAlike, type JsonObject, type JsonValue } from '../../src/rules/values/values.ts';

/**
 * JSON text of an object with its keys in the order of the entries, which JSON.stringify cannot
 * promise.
 */
const textOf = (entries: readonly (readonly [string, unknown])[]) =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;

describe('an object whose order is shown', () => {
  it.each(['PSOptions', 'additional', 'backFields'])('%s keeps it when it is read, stored and written', (name) => {
    const text = `{"a":[{"${name}":{"2026":1,"2025":{"2":0,"1":0},"older":3,"2024":4}}]}`;
    const value = parseJsonText(text) as { a: [JsonObject] };
    const stored = JSON.parse(JSON.stringify(value)) as typeof value;
    const options = stored.a[0][name] as JsonObject;
    expect(orderedEntries(options).map(([key]) => key)).toEqual(['2026', '2025', 'older', '2024']);
    expect(jsonOf(stored)).toBe('{"a":[{"X":{"2026":1,"2025":{"1":0,"2":0},"older":3,"2024":4}}]}'.replace('X', name));
    expect(parseJsonText(jsonOf(stored, 2))).toEqual(value);
  });

  it('is left as it is where the engine keeps the order anyway, and elsewhere', () => {
    for (const text of [
      '{"PSOptions":{"1":0,"2":0,"x":0}}',
      '{"userInfo":{"2":0,"1":0}}',
      '{"PSOptions":{"01":0,"1.5":0}}',
    ]) {
      expect(parseJsonText(text)).toEqual(JSON.parse(text));
    }
  });

  it('any keys, also those that look marked, and escapes', () => {
    const key = fc.oneof(
      fc.nat(50).map(String),
      fc.string(),
      fc.nat(9).map((digit) => `\ufdd0${digit}`),
      fc.nat(9).map((digit) => `\ufdd0\ufdd0${digit}`),
    );
    const lists = fc.uniqueArray(fc.tuple(key, fc.oneof(fc.integer(), fc.string())), { selector: ([name]) => name });
    fc.assert(
      fc.property(lists, (entries) => {
        const own = entries.filter(([name]) => name !== '__proto__');
        const text = `{"PSOptions":${textOf(own)}}`;
        const { PSOptions } = parseJsonText(text) as { PSOptions: JsonObject };
        expect(orderedEntries(PSOptions)).toEqual(own);
        expect(jsonOf(JSON.parse(JSON.stringify({ PSOptions })))).toBe(text);
        expect(orderedEntries(orderedObject(own))).toEqual(own);
      }),
    );
    const escaped = parseJsonText('{"PSOptions":{"\\u0039":"a","\\u0038":"b"}}') as { PSOptions: JsonObject };
    expect(orderedEntries(escaped.PSOptions)).toEqual([
      ['9', 'a'],
      ['8', 'b'],
    ]);
  });

  it('texts that quote such JSON stay', () => {
    const text = JSON.stringify({ PSOptions: { a: '"\ufdd02026":', b: '\ufdd02026' } });
    expect(jsonOf(parseJsonText(text))).toBe(text);
    expect(plainKey('\ufdd0name')).toBe('\ufdd0name');
  });

  it('numbers that a double would round, and halves of surrogate pairs, at the same time', () => {
    const text = '{"PSOptions":{"2":6006490012345678901,"1":"Ann \\ud83d","x":1}}';
    const { PSOptions } = parseJsonText(text) as { PSOptions: JsonObject };
    expect(orderedEntries(PSOptions)).toEqual([
      ['2', '6006490012345678901'],
      ['1', 'Ann '],
      ['x', 1],
    ]);
  });
});

describe('what is written alike', () => {
  /** JSON of a few keys and values, so that two are often alike or nearly so. */
  const { small } = fc.letrec<{ small: JsonValue }>((tie) => ({
    small: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<JsonValue>(0, 1, '', 'a', null, true),
      fc.array(tie('small'), { maxLength: 2 }),
      fc
        .array(fc.tuple(fc.constantFrom('a', 'b', '2', '10'), tie('small')), { maxLength: 3 })
        .map((entries) => orderedObject(entries)),
    ),
  }));
  it('has the same JSON, and the other way round', () => {
    fc.assert(
      fc.property(small, small, (one, other) => {
        expect(isWrittenAlike(one, other)).toBe(jsonOf(one) === jsonOf(other));
        expect(isWrittenAlike(one, structuredClone(one))).toBe(true);
      }),
      { numRuns: 500, seed: 15 },
    );
    expect(isWrittenAlike({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
    expect(isWrittenAlike(undefined, null)).toBe(false);
  });
});
