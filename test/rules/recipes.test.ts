// Recipes: on every example and every kind of card they compile and touch nothing that was there, and
// their rules do what each recipe promises, also at the edges.
import { beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { CHECK, EDIT, REGISTER, SCAN } from '../../src/rules/passes/facts.ts';
import { countersOf, countsAlready, fieldsIn } from '../../src/rules/recipes/card-edit.ts';
import { fallbackText, RECIPE_NAMES, type RecipeName, readAnswers } from '../../src/rules/recipes/recipe.ts';
import { RECIPES } from '../../src/rules/recipes/table.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { isArray, isObject, type JsonObject, type JsonValue, sameValue } from '../../src/rules/values/values.ts';
import { FIELD_GROUPS, STYLES } from '../../src/rules/vocabulary.ts';
import { de } from '../../src/ui/texts/de/index.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { errorsIn, lives, made, path } from '../fixtures/rules/recipe-card.ts';
import { MUST_SAY } from '../fixtures/rules/recipe-cards.ts';
import { NOW } from '../fixtures/rules/sample-pass.ts';

describe('every recipe', () => {
  let cards: readonly (readonly [string, JsonObject])[];
  beforeAll(async () => {
    const examples = (await readExamples()).map(
      ({ templateName, passConstructor }) =>
        [templateName, compileTemplate(passConstructor).program.passConstructor] as const,
    );
    cards = [...examples, ...STYLES.map((type) => [`an empty ${type}`, { type }] as const)];
  });

  test.each([
    ['English', en],
    ['German', de],
  ])('compiles on every example and on an empty card of each style, in %s', (_, { recipes }) => {
    expect(cards).toHaveLength(18);
    for (const [card, before] of cards) {
      const present = errorsIn(before);
      for (const name of RECIPE_NAMES) {
        const after = made(name, {}, before, recipes.card);
        expect([card, name, errorsIn(after)]).toEqual([card, name, present]);
        expect([card, name, sameValue(after, before)]).toEqual([card, name, false]);
      }
    }
  });

  test('goes with itself and with all others', () => {
    for (const [card, before] of cards) {
      let all = before;
      for (const name of [...RECIPE_NAMES, ...RECIPE_NAMES]) all = made(name, {}, all);
      expect([card, errorsIn(all)]).toEqual([card, errorsIn(before)]);
    }
  });

  test('leaves what the card has as it is: the same objects, in the same order', () => {
    const isPartOf = (list: readonly JsonValue[], whole: readonly JsonValue[]) =>
      sameValue(
        whole.filter((item) => list.includes(item)),
        list,
      ) || sameValue(list, whole);
    for (const [card, before] of cards) {
      const frozen = JSON.stringify(before);
      for (const name of RECIPE_NAMES) {
        const after = made(name, {}, before);
        const where = `${name} on ${card}`;
        for (const [key, value] of Object.entries(before)) {
          if (!['structure', 'additional', 'triggers', 'schedules'].includes(key))
            expect([where, after[key]]).toEqual([where, value]);
        }
        for (const group of FIELD_GROUPS) {
          expect([where, isPartOf(fieldsIn(before, group), fieldsIn(after, group))]).toEqual([where, true]);
        }
        const schedules = (card: JsonObject) => (isArray(card.schedules) ? card.schedules : []);
        expect([where, isPartOf(schedules(before), schedules(after))]).toEqual([where, true]);
        const triggers = isObject(before.triggers) ? before.triggers : {};
        for (const [event, node] of Object.entries(triggers)) {
          const now = (after.triggers as JsonObject)[event]!;
          const [old, list] = [isArray(node) ? node : [node], isArray(now) ? now : [now]];
          expect([where, isPartOf(old, list)]).toEqual([where, true]);
        }
        for (const [key, value] of Object.entries(isObject(before.additional) ? before.additional : {})) {
          const now = (after.additional as JsonObject)[key]!;
          // The list of what the editor shows gets longer.
          if (key === 'psEditorPaths') expect(String(now).startsWith(String(value))).toBe(true);
          else expect([where, key, now === value]).toEqual([where, key, true]);
        }
      }
      expect(JSON.stringify(before)).toBe(frozen);
    }
  });
});

describe('a stamp card', () => {
  const stamps = path('headerFields', 'stamps');

  test('fills, gives the reward at the scan after the last stamp, and begins anew', () => {
    const card = lives(made('stamps', { count: '3', reward: 'One loaf' }));
    const seen = Array.from({ length: 9 }, () => {
      card.happen(SCAN);
      return [card.at(stamps), card.till()];
    });
    const round = [
      [1, 'Stamp 1 of 3'],
      [2, 'Stamp 2 of 3'],
      [3, 'The card is full. Next time: One loaf'],
      [0, 'Give now: One loaf'],
    ];
    expect(seen).toEqual([...round, ...round, round[0]]);
    expect(card.colour()).toBe('seagreen');
  });

  test('may begin with stamps, and a corrected number goes on from there', () => {
    const card = lives(made('stamps', { count: '10', start: '2' }));
    card.happen(SCAN);
    expect(card.at(stamps)).toBe(3);
    card.happen(EDIT, { [stamps]: 25 });
    card.happen(SCAN);
    expect([card.at(stamps), card.till()]).toEqual([0, 'Give now: One free coffee']);
  });

  test('beside a field of that key counts in one of its own', () => {
    const before: JsonObject = {
      type: 'coupon',
      structure: { headerFields: [{ key: 'stamps', label: 'STAMPS', value: 'many' }] },
    };
    const card = lives(made('stamps', {}, before));
    card.happen(SCAN);
    expect([card.at(stamps), card.at(path('headerFields', 'stamps2'))]).toEqual(['many', 1]);
  });
});

describe('points with levels', () => {
  test('rise at the very number, fall with a correction, and add decimals exactly', () => {
    const card = lives(made('levels', { each: '0,1', second: '0.3', third: '0.4' }));
    const [points, level] = [path('headerFields', 'points'), path('secondaryFields', 'level')];
    const seen = Array.from({ length: 4 }, () => {
      card.happen(SCAN);
      return [card.at(points), card.at(level)];
    });
    expect(seen).toEqual([
      [0.1, 'Bronze'],
      [0.2, 'Bronze'],
      [0.3, 'Silver'],
      [0.4, 'Gold'],
    ]);
    expect(card.till()).toBe('0.4 points, Gold');
    card.happen(EDIT, { [points]: 0.2 });
    expect(card.at(level)).toBe('Bronze');
  });

  test('on a card that counts at each scan use its field, and add no second rule for it', async () => {
    const [first] = await readExamples();
    const before = first!.passConstructor;
    const [points] = countersOf(before);
    expect(countsAlready(before, 'onScan', points!.path)).toBe(true);
    const card = lives(made('levels', { second: '1', third: '2' }, before));
    card.happen(SCAN);
    expect(card.at(points!.path)).toBe(1);
    card.happen(SCAN);
    expect(card.at(path('secondaryFields', 'level'))).toBe('Gold');
    // That card says something at the till, which stays.
    expect(card.till()).toBe('{structure_secondaryFields_name_value}: {structure_headerFields_points_value} points');
  });
});

test.each<[string, (steps: JsonValue) => JsonValue]>([
  ['JSON', (steps) => steps],
  ['its text, as the form of rules stores them', (steps) => JSON.stringify(steps)],
  ['a value with a label', (steps) => ({ PSValue: JSON.stringify(steps), PSLabel: 'Steps' })],
])('steps with a name that are %s count and speak as the rules of the event do', (_, held) => {
  const points = path('headerFields', 'points');
  const steps = [
    { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'Closed', PSConditions: 'deleted' },
    { action: 'PSActionIncrementValue', targetPath: points, amount: 1 },
    { action: 'PSActionSetValue', targetPath: 'psScanText', value: 'Welcome' },
  ];
  const card = lives(
    made(
      'levels',
      {},
      {
        type: 'storeCard',
        structure: { headerFields: [{ key: 'points', label: 'POINTS', value: 0 }] },
        additional: { steps: held(steps) },
        triggers: { onScan: [{ action: 'PSActionTriggers', targetPath: 'additional_steps' }] },
      },
    ),
  );
  card.happen(SCAN);
  expect([card.at(points), card.till()]).toEqual([1, 'Welcome']);
});

test('a bonus is given once, before the level is set, and the page says its thanks as text', () => {
  const levels = made('levels', { second: '10', third: '20' });
  const card = lives(made('bonus', { amount: '25', thanks: '5 < 6, thank you!' }, levels));
  card.happen(REGISTER);
  expect(card.at(path('headerFields', 'points'))).toBe(25);
  expect(card.at(path('secondaryFields', 'level'))).toBe('Gold');
  expect(card.at('psRegisteredMessage')).toBe('5 &lt; 6, thank you!');
  card.happen(REGISTER);
  expect(card.at(path('headerFields', 'points'))).toBe(25);
});

test('a birthday brings its points once, and no day brings none', () => {
  const card = lives(made('birthday', { thanks: '5' }));
  card.happen(CHECK);
  expect(card.till()).toBeUndefined();
  card.happen(REGISTER);
  const points = path('headerFields', 'points');
  expect(card.at(points)).toBe(0);
  card.happen(REGISTER, { birthday: '1990-11-29' });
  card.happen(REGISTER, { birthday: '1990-11-30' });
  expect(card.at(points)).toBe(5);
  card.happen(CHECK);
  expect(card.till()).toBe('Birthday: 1990-11-30');
});

describe('a ticket', () => {
  test('admits once; after that each scan is refused, says when it was used, and changes nothing', () => {
    const card = lives(made('ticket', { welcome: 'Come in!' }));
    card.happen(CHECK);
    expect(card.till()).toBe('A valid ticket, not used yet');
    expect(card.happen(SCAN).message).toBe(null);
    expect([card.till(), card.colour(), card.at('backgroundColor')]).toEqual(['Come in!', 'seagreen', '#5f6368']);
    expect(card.happen(SCAN, {}, NOW + 60_000).message).toBe('Used already: 2023-11-14T22:13:20Z');
    expect(card.at('admittedAt')).toBe('2023-11-14T22:13:20Z');
    card.happen(CHECK);
    expect([card.till(), card.colour()]).toEqual(['Used already: 2023-11-14T22:13:20Z', 'crimson']);
  });

  test('on a card that counts refuses before anything is counted', async () => {
    const [first] = await readExamples();
    const card = lives(made('ticket', { after: 'same' }, first!.passConstructor));
    card.happen(SCAN);
    card.happen(SCAN);
    expect(card.at(path('headerFields', 'points'))).toBe(1);
  });
});

test('a punch card has as many visits as it says, and half a visit is none', () => {
  const card = lives(made('visits', { count: '2', none: 'Empty.' }));
  const left = path('headerFields', 'visits');
  const messages = Array.from({ length: 4 }, () => card.happen(SCAN).message);
  expect([messages, card.at(left)]).toEqual([[null, null, 'Empty.', 'Empty.'], 0]);
  expect(card.happen(SCAN, { [left]: 1.5 }).message).toBe(null);
  expect([card.happen(SCAN).message, card.at(left)]).toEqual(['Empty.', 0.5]);
});

describe('a gift card', () => {
  const [balance, start] = [path('primaryFields', 'balance'), { amount: '50' }];

  test('pays exact amounts down to zero, and never more', () => {
    const card = lives(made('gift', start));
    card.happen(EDIT, { charge: 12.3 });
    expect([card.at(balance), card.at('charge'), card.till()]).toEqual([37.7, 0, 'Paid 12.3 EUR, left 37.7 EUR']);
    const refused = card.happen(EDIT, { charge: 37.71 });
    expect(refused.message).toBe('The balance is only 37.7 EUR. Nothing was paid.');
    // What was refused is not charged by the next event.
    expect([card.at(balance), card.at('charge')]).toEqual([37.7, 0]);
    card.happen(EDIT);
    expect(card.at(balance)).toBe(37.7);
    card.happen(EDIT, { charge: '37.7' });
    expect(card.at(balance)).toBe(0);
    expect(card.happen(EDIT, { charge: 0.01 }).message).toContain('only 0 EUR');
  });

  test.each([
    ['an amount below zero', -5, 'An amount to pay is more than 0. Nothing was paid.'],
    ['a word', 'ten', null],
    ['nothing', '', null],
    ['an amount with a comma', '12,50', null],
  ])('charges nothing for %s', (_, charge, message) => {
    const card = lives(made('gift', start));
    expect(card.happen(EDIT, { charge }).message).toBe(message);
    expect([card.at(balance), card.at('charge')]).toEqual([50, 0]);
  });

  test('is put at the end of what the editor shows, which keeps its label', () => {
    const before = { type: 'storeCard', additional: { psEditorPaths: { PSValue: 'note', PSLabel: 'Corrections' } } };
    expect(made('gift', start, before).additional).toMatchObject({
      psEditorPaths: { PSValue: `note,charge,${balance}`, PSLabel: 'Corrections' },
    });
  });

  test('shows its balance at the till', () => {
    const card = lives(made('gift', { amount: '20', currency: 'CHF' }));
    card.happen(SCAN);
    expect([card.till(), card.at(balance)]).toEqual(['Balance: 20 CHF', 20]);
  });
});

test('a coupon is redeemed once', () => {
  const card = lives(made('coupon', { offer: 'One scoop' }));
  expect(card.happen(SCAN).message).toBe(null);
  expect(card.till()).toBe('Give now: One scoop');
  expect(card.happen(SCAN).message).toBe('Redeemed already: 2023-11-14T22:13:20Z');
});

test('extra points begin with their first moment and end before their last', () => {
  const card = lives(made('period', { extra: '2' }));
  const points = path('headerFields', 'points');
  const seen = ['14:59:59', '15:00:00', '16:59:59', '17:00:00'].map((time) => {
    card.happen(SCAN, {}, Date.parse(`2026-12-01T${time}Z`));
    return card.at(points);
  });
  // 16:00 in Berlin is 15:00 in UTC.
  expect(seen).toEqual([0, 2, 4, 4]);
});

test('the shop is told the number, the moment and the front', () => {
  const before: JsonObject = {
    type: 'storeCard',
    structure: { headerFields: [{ key: 'points', label: 'POINTS', value: 7 }] },
  };
  const { requests } = lives(made('tell', {}, before)).happen(SCAN);
  expect(requests).toMatchObject([{ method: 'POST', url: 'https://shop.example/hook' }]);
  expect(JSON.parse(String((requests[0] as { body?: unknown }).body))).toEqual({
    event: 'onScan',
    card: 'HASHEDSERIAL',
    at: '2023-11-14T22:13:20Z',
    values: { points: '7' },
  });
  const short = lives(made('tell', { what: 'number' }, before)).happen(SCAN).requests[0] as { body?: unknown };
  expect(JSON.parse(String(short.body))).not.toHaveProperty('values');
});

describe('answers', () => {
  const faultsOf = (name: RecipeName, typed: Readonly<Record<string, string>>) => {
    const questions = RECIPES[name].questions({ type: 'storeCard' }, en.recipes.card);
    return readAnswers(RECIPES[name], questions, { ...MUST_SAY, ...typed }, 'Europe/Berlin').faults;
  };

  test.each<[RecipeName, Record<string, string>, object]>([
    ['stamps', { count: '1' }, { count: { kind: 'number', least: 2 } }],
    ['stamps', { count: '2.5' }, { count: { kind: 'number', step: 1 } }],
    ['stamps', { count: '1e1' }, { count: { kind: 'number' } }],
    ['stamps', { count: 'ten', reward: ' ' }, { count: { kind: 'number' }, reward: { kind: 'missing' } }],
    ['stamps', { reward: 'x'.repeat(81) }, { reward: { kind: 'long', longest: 80 } }],
    ['stamps', { count: '5', start: '5' }, { count: { kind: 'order', after: 'start' } }],
    ['levels', { second: '10', third: '10' }, { third: { kind: 'order', after: 'second' } }],
    ['levels', { each: '0.001' }, { each: { kind: 'number' } }],
    ['gift', { currency: 'XXX' }, { currency: { kind: 'choice' } }],
    ['gift', { amount: '-1' }, { amount: { kind: 'number' } }],
    ['period', { until: '2026-12-01T15:00' }, { until: { kind: 'order', after: 'from' } }],
    ['period', { from: 'tomorrow' }, { from: { kind: 'moment' } }],
    ['happyHour', { begin: '18:00' }, { end: { kind: 'order', after: 'begin' } }],
    [
      'happyHour',
      { begin: '24:00', end: '6 pm', days: 'Freitag' },
      { begin: { kind: 'clock' }, end: { kind: 'clock' }, days: { kind: 'choice' } },
    ],
    ['winBack', { days: '0' }, { days: { kind: 'number', least: 1 } }],
    ['tell', { address: 'shop.example' }, { address: { kind: 'url' } }],
    ['tell', { address: 'https://user:secret@shop.example/' }, { address: { kind: 'url' } }],
    ['tell', { address: '{rootPath}/x' }, { address: { kind: 'url' } }],
    ['tell', { address: `https://shop.example/${'x'.repeat(500)}` }, { address: { kind: 'long' } }],
    ['bonus', { counter: 'structure_headerFields_no_value' }, {}],
  ])('of %s that are wrong are named: %o', (name, typed, faults) => {
    expect(faultsOf(name, typed)).toMatchObject(faults);
    expect(Object.keys(faultsOf(name, typed))).toEqual(Object.keys(faults));
  });

  test('that nobody gives are those that a form begins with', () => {
    const questions = RECIPES.levels.questions({ type: 'storeCard' }, en.recipes.card);
    expect(questions.map(fallbackText)).toEqual(['1', '10', '50']);
    expect(readAnswers(RECIPES.levels, questions, {}, 'UTC').answers).toEqual({ each: 1, second: 10, third: 50 });
  });
});
