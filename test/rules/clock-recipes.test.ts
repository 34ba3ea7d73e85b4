// Recipes of times and dates: hours of a day, and what schedules are added.
import { expect, test } from 'vitest';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { RECIPES } from '../../src/rules/recipes/table.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { lives, made, path } from '../fixtures/rules/recipe-card.ts';

test('a happy hour counts from its first minute to before its last, on its days', () => {
  const points = path('headerFields', 'points');
  const seen = (days: string) => {
    const card = lives(made('happyHour', { begin: '9:30', end: '18:00', days, extra: '2' }));
    // A Friday and a Saturday.
    return ['27T09:29', '27T09:30', '27T17:59', '27T18:00', '28T12:00'].map((time) => {
      card.happen(SCAN, {}, Date.parse(`2026-11-${time}:00Z`));
      return card.at(points);
    });
  };
  expect(seen('weekdays')).toEqual([0, 2, 4, 4, 4]);
  expect(seen('every')).toEqual([0, 2, 4, 4, 6]);
  expect(seen('Saturday')).toEqual([0, 0, 0, 0, 2]);
});

test('a reminder asks how long cards last only where nothing says so', () => {
  const asks = (card: JsonObject) =>
    RECIPES.expiry.questions(card, en.recipes.card).some(({ name }) => name === 'term');
  const type = 'coupon';
  const rule = { action: 'PSActionSetValue', targetPath: 'expirationDate', expression: 'today + 1 year' };
  expect(asks({ type })).toBe(true);
  expect(asks({ type, expirationDate: '' })).toBe(true);
  expect(asks({ type, expirationDate: '2027-01-01T00:00Z' })).toBe(false);
  expect(asks({ type, expirationDate: { PSValue: '2027-01-01T00:00Z' } })).toBe(false);
  expect(asks({ type, triggers: { onInstall: rule } })).toBe(false);
});

test('schedules of one recipe that is added twice have names of their own', () => {
  const twice = made('winBack', {}, made('winBack'));
  expect((twice.schedules as readonly JsonObject[]).map(({ name }) => name)).toEqual(['Win-back', 'Win-back 2']);
});

test('a gift for coming back is said once, and then what the card itself says', () => {
  const at = { schedules: [], additional: { psScanText: 'Hello', psScanColor: 'navy' } };
  for (const [before, text, colour] of [
    [{ type: 'storeCard' }, 'Welcome!', 'seagreen'],
    [{ type: 'storeCard', ...at }, 'Hello', 'navy'],
  ] as const) {
    const card = lives(made('winBack', { gift: 'One cake' }, before));
    card.happen(SCAN, { missedSince: '2023-11-14T00:00:00Z' });
    expect([card.till(), card.at('missedSince')]).toEqual(['Welcome back! Give now: One cake', '']);
    card.happen(SCAN);
    expect([card.till(), card.colour()]).toEqual([text, colour]);
  }
});
