// When templates and campaigns are over, and what moves that time.
import { expect, test } from 'vitest';
import type { Issue } from '../../src/ports/store/campaigns.ts';
import { isDue, movesEnd, movesTemplateEnd, nextEnd, withTerms } from '../../src/store/ends.ts';
import { T0 } from '../fixtures/store/fixtures.ts';
import { campaign, issueOf, pass, S0 } from '../fixtures/store/rows.ts';

const dated = (ms: number) => ({ expirationDate: new Date(ms).toISOString() });
// A date has whole seconds.
const later = (S0 + 60) * 1000;
test.each([
  ['none', null, {}, false, null],
  ['those of the constructor', null, dated(later), false, later],
  ['a constructor that is over already is none', null, dated(T0 - 5000), false, null],
  ['the first of three', issueOf({ endsAt: T0 + 30 }, { endsAt: T0 + 20 }), dated(later), false, T0 + 20],
  ['those past are none', issueOf({ endsAt: T0 - 30 }, { endsAt: T0 + 20 }), {}, true, T0 + 20],
  ['ended by this change: now', issueOf({ endsAt: T0 }), {}, false, T0],
  ['begun anew by this change: now', issueOf({ endsAt: T0 + 9 }), {}, true, T0],
  ['INVALID by this change: now', issueOf({ status: 'INVALID', endsAt: T0 + 9 }), {}, false, T0],
  ['INVALID before: never', issueOf({ status: 'INVALID', endsAt: T0 + 9 }), dated(later), true, null],
] as const)('%s', (_, issue, passConstructor, wasOver, expected) => {
  expect(nextEnd(issue, passConstructor, T0, wasOver)).toBe(expected);
});

test.each([
  [{}, false],
  [{ displayName: 'x', status: 'FROZEN' }, false],
  [{ endsAt: T0 }, false],
  [{ endsAt: null }, true],
  [{ endsAt: T0 + 1 }, true],
  [{ status: 'INVALID' }, true],
] as const)('of a campaign that ends at T0, %o moves it: %s', (change, moves) => {
  expect(movesEnd(campaign({ endsAt: T0 }), { ...change, result: null })).toBe(moves);
});

test.each([
  [{ name: 'x', issue: { posted: {}, maxIssue: 4 } }, false],
  [{ passConstructor: {} }, true],
  [{ issue: { endsAt: null } }, true],
  [{ issue: { status: 'ACTIVE' } }, true],
] as const)('of a template, %o moves it: %s', (change, moves) => {
  expect(movesTemplateEnd({ ...change, result: null })).toBe(moves);
});

test('a job that is due stays', () => {
  expect([isDue(undefined, T0), isDue(T0 + 1, T0), isDue(T0, T0)]).toEqual([false, false, true]);
});

test('passes are invalid from when the first of template and campaign became so', () => {
  const since = (one: Issue | null, own: number | null = null) =>
    withTerms({ ...pass, invalidatedAt: own }, one).invalidatedAt;
  const status = 'INVALID';
  expect(since(null)).toBeNull();
  expect(since(issueOf({ status: 'FROZEN' }))).toBeNull();
  expect(since(issueOf({ status, updatedAt: T0 + 8 }))).toBe(T0 + 8);
  expect(since(issueOf({ status, updatedAt: T0 + 8 }, { status, updatedAt: T0 + 6 }))).toBe(T0 + 6);
  expect(since(issueOf({ status, updatedAt: T0 + 8 }), T0 + 9)).toBe(T0 + 9);
});
