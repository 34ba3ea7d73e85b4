// What a comparison of two builds calls moved: never what chance explains.
import { expect, test } from 'vitest';
import { verdictOn } from './against.ts';

const BEFORE = [2.0, 2.02, 1.98, 2.05, 2.01, 1.99, 2.03, 2.0];
const times = (factor: number) => BEFORE.map((figure) => figure * factor);

test.each([
  ['twice as long', times(2), 'less', 'WORSE'],
  ['half as long', times(0.5), 'less', 'better'],
  ['twice the rate', times(2), 'more', 'better'],
  ['half the rate', times(0.5), 'more', 'WORSE'],
  ['the same', BEFORE, 'less', ''],
  ['2 % more, in every turn', times(1.02), 'less', ''],
  ['5 % more, in every turn', times(1.05), 'less', 'WORSE'],
] as const)('%s', (_, after, better, verdict) => {
  expect(verdictOn(BEFORE, after, better)).toBe(verdict);
});

test('quartiles that overlap are noise, however far the medians are apart', () => {
  expect(verdictOn([1, 2, 3, 4, 5, 6, 7, 8], [4, 5, 6, 7, 8, 9, 10, 11], 'less')).toBe('');
});

test('a turn that went the other way is a doubt, which more turns dispel', () => {
  const after = [1.9, ...times(1.2).slice(1)];
  expect(verdictOn(BEFORE, after, 'less')).toBe('');
  const twice = (figures: readonly number[], first: readonly number[]) => [...first, ...figures];
  expect(verdictOn(twice(BEFORE, BEFORE), twice(times(1.2), after), 'less')).toBe('WORSE');
});

test('three turns are too few for any verdict', () => {
  expect(verdictOn([1, 1, 1], [9, 9, 9], 'less')).toBe('');
});
