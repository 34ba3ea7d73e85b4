// Packed texts come back as they were, with any dictionary, and take little room where they repeat
// it or themselves.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dictionaryOf, pack, unpack } from '../../src/store/lz4-block.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const packed = (text: string, words: string, head: readonly number[] = []) =>
  pack(text, dictionaryOf(bytes(words)), head);

/** Texts that repeat pieces, with all lengths of repetitions that need a byte of their own. */
const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('{"where":"triggers_onScan_0"', '","seen":{"', 'ß…😀', 'a'),
);
const text = fc
  .array(
    fc.tuple(piece, fc.oneof(fc.constant(1), fc.nat(20), fc.constantFrom(14, 15, 16, 18, 19, 20, 269, 270, 274, 600))),
  )
  .map((parts) => parts.map(([part, times]) => part.repeat(times)).join(''));

test('any text comes back from what it was packed to', () => {
  fc.assert(
    fc.property(text, text, fc.array(fc.nat(255), { maxLength: 5 }), (given, words, head) => {
      const block = packed(given, words, head);
      expect([...block.subarray(0, head.length)]).toEqual(head);
      expect(unpack(block.subarray(head.length), bytes(words))).toBe(given);
    }),
    { numRuns: 500 },
  );
});

test('long texts come back, whose repetitions lie farther apart than a reference reaches', () => {
  const noise = (length: number, seed: number) => {
    let state = seed;
    return Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return String.fromCharCode(33 + ((state >>> 24) % 90));
    }).join('');
  };
  for (const length of [254, 255, 270, 65_530, 65_535, 65_540, 200_000]) {
    const given = `${noise(300, 7)}${noise(length, 1)}${noise(300, 7)}`;
    expect(unpack(packed(given, noise(300, 7)), bytes(noise(300, 7)))).toBe(given);
  }
  expect(unpack(packed('é'.repeat(100_000), ''), bytes(''))).toBe('é'.repeat(100_000));
});

test('what the dictionary or the text itself says already takes three bytes', () => {
  const sentence = 'One point a visit. Ten points are a loaf of bread.';
  expect(packed(sentence, `Terms: ${sentence}`).length).toBeLessThanOrEqual(4);
  expect(packed(sentence.repeat(20), '').length).toBeLessThanOrEqual(sentence.length + 10);
  // Hashes of four bytes that repeat nothing cost a byte for each 15 and one for each 255.
  expect(packed('abcdefghijklmnopqrstuvwxyz', '').length).toBe(28);
});

test('a block that is cut off, or another dictionary, is refused where it shows', () => {
  const words = 'One point a visit.';
  const block = packed(`${words} ${'x'.repeat(300)}`, words);
  expect(() => unpack(block, bytes(''))).toThrow(/another dictionary/);
  expect(() => unpack(block.subarray(0, 2), bytes(words))).toThrow(/cut off/);
  expect(() => unpack(Uint8Array.of(0xf0, 255), bytes(words))).toThrow(/cut off/);
  expect(() => unpack(Uint8Array.of(0x50, 65), bytes(words))).toThrow(/cut off/);
  expect(() => unpack(Uint8Array.of(0x10, 65, 0, 0), bytes(words))).toThrow(/another dictionary/);
});
