// What differs between two versions of a card reads as an owner says it, and nothing differs without
// a sentence.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import type { Difference } from '../../src/rules/sentences/difference.ts';
import { type ComparedVersion, differencesOf } from '../../src/rules/sentences/differences.ts';
import { namesIn } from '../../src/rules/sentences/names.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { jsonOf } from '../../src/rules/values/key-order.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { de } from '../../src/ui/texts/de/index.ts';
import { en, type Texts } from '../../src/ui/texts/en/index.ts';
import { generatedCards } from '../fixtures/rules/generated-card.ts';
import { type SingleChange, singleChanges } from '../fixtures/rules/single-changes.ts';

function versionOf(given: JsonObject, texts: Texts): ComparedVersion {
  const { program, diagnostics } = compileTemplate(given);
  const isBroken = diagnostics.some(({ severity }) => severity === 'error');
  return {
    passConstructor: isBroken ? given : program.passConstructor,
    names: namesIn(program, texts.sentences),
    redeemed: program.redeemed === null ? null : namesIn(program.redeemed, texts.sentences),
  };
}

function differences(before: JsonObject, after: JsonObject, texts: Texts = en): readonly Difference[] {
  return differencesOf(versionOf(before, texts), versionOf(after, texts), texts.differences);
}

const BASE: JsonObject = {
  type: 'storeCard',
  description: 'Points card',
  organizationName: 'Bakery',
  backgroundColor: 'navy',
  structure: {
    headerFields: [{ key: 'points', label: 'POINTS', value: 3, changeMessage: 'You have %@ points' }],
    secondaryFields: [
      { key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true, PSLabel: 'Your name' } },
      { key: 'level', label: 'LEVEL', value: 'Silver', PSConditions: 'scanned' },
    ],
    backFields: [{ key: 'terms', label: 'Terms', value: 'Show this card when you pay.' }],
  },
  barcode: { format: 'PKBarcodeFormatQR', message: '{hashedSerialNumber}', altText: 'Show me' },
  images: { icon: 'a'.repeat(64), logo: 'b'.repeat(64), 'strip@2x': 'c'.repeat(64) },
  localizations: { fr: { Terms: 'Conditions' } },
  additional: {
    lastVisit: '',
    redeem: [{ action: 'PSActionSetValue', targetPath: 'lastVisit', value: '{timestamp}' }],
    psScanText: '',
  },
  triggers: {
    onScan: [
      { action: 'PSActionIncrementValue', targetPath: 'structure_headerFields_points_value', amount: 1 },
      {
        action: 'PSActionSetValue',
        targetPath: 'backgroundColor',
        value: 'gold',
        PSConditions: '{structure_headerFields_points_value} !< 10',
      },
      { action: 'PSActionTriggers', targetPath: 'redeem' },
    ],
  },
};

const LONG =
  'Show this card when you pay. Every bread is a point, ten points are a coffee, and a coffee leads with cake to the next one.';

type Parts = Record<string, any>;

/** BASE with changes made in place. */
function changed(change: (card: Parts) => void): JsonObject {
  const card = structuredClone(BASE) as Parts;
  change(card);
  return card as JsonObject;
}

const SAID: [string, (card: Parts) => void, string[]][] = [
  ['a colour', (card) => (card.backgroundColor = 'red'), ['The colour of the card: navy → red']],
  ['the kind', (card) => (card.type = 'coupon'), ['The kind of card: a store card → a coupon']],
  ['a value', (card) => (card.structure.headerFields[0].value = 5), ['POINTS: 3 → 5']],
  ['a label', (card) => (card.structure.headerFields[0].label = 'STARS'), ['The label of STARS: POINTS → STARS']],
  [
    'a notification',
    (card) => delete card.structure.headerFields[0].changeMessage,
    ['Gone: the notification of POINTS (was “You have %@ points”)'],
  ],
  [
    'a condition of a field',
    (card) => delete card.structure.secondaryFields[1].PSConditions,
    ['LEVEL now always shows, no longer only if the card was scanned before'],
  ],
  [
    'a new condition of a field',
    (card) => (card.structure.backFields[0].PSConditions = 'registered'),
    ['Terms now shows only if the form was sent before'],
  ],
  [
    'who may edit',
    (card) => (card.structure.secondaryFields[0].value.PSEditable = false),
    ['Customers may no longer edit NAME'],
  ],
  [
    'a value that becomes editable',
    (card) => (card.structure.secondaryFields[1].value = { PSValue: 'Silver', PSEditable: true }),
    ['Customers may edit LEVEL'],
  ],
  [
    'a new field',
    (card) => card.structure.backFields.push({ key: 'web', label: 'Web', value: 'bakery.example' }),
    ['New field Web (back): bakery.example'],
  ],
  ['a field that goes', (card) => card.structure.backFields.pop(), ['Gone: the field Terms (back)']],
  [
    'a field of another row',
    (card) => card.structure.backFields.push(card.structure.headerFields.pop()),
    ['POINTS moved from “top right” to “back”'],
  ],
  [
    'the order of fields',
    (card) => card.structure.secondaryFields.reverse(),
    ['NAME now stands behind LEVEL (below the large one)'],
  ],
  ['a key', (card) => (card.structure.backFields[0].key = 'rules'), ['The key of Terms: terms → rules']],
  ['a kind of barcode', (card) => (card.barcode.format = 'PKBarcodeFormatAztec'), ['The kind of barcode: QR → Aztec']],
  [
    'a condition of the barcode',
    (card) => (card.barcode.PSConditions = 'scanned'),
    ['The barcode now shows only if the card was scanned before'],
  ],
  ['another picture', (card) => (card.images.logo = 'd'.repeat(64)), ['The logo is another picture']],
  ['a picture of one density', (card) => delete card.images['strip@2x'], ['Gone: the wide picture (@2x)']],
  ['a hidden value', (card) => (card.additional.lastVisit = 'never'), ['Last visit: nothing → never']],
  [
    'a step of a name',
    (card) => (card.additional.redeem[0].value = 'today'),
    ['Steps named Redeem: set Last visit to today. Before: set Last visit to now'],
  ],
  ['a language', (card) => (card.localizations.it = { Terms: 'Condizioni' }), ['New language: Italian']],
  ['a translation', (card) => (card.localizations.fr.Terms = 'Règles'), ['“Terms” in French: Conditions → Règles']],
  [
    'a rule',
    (card) => (card.triggers.onScan[0].amount = 2),
    ['When a card is scanned: add 2 to POINTS. Before: add 1 to POINTS'],
  ],
  [
    'a new rule',
    (card) => (card.triggers.onRegister = { action: 'PSActionSetValue', targetPath: 'psScanText', value: 'Welcome' }),
    ['New rule, when the form is sent: say Welcome at the till'],
  ],
  [
    'a rule that goes',
    (card) => card.triggers.onScan.splice(1, 1),
    [
      'When a card is scanned: add 1 to POINTS; do the steps named Redeem. Before: add 1 to POINTS',
      'Gone: the rule, when a card is scanned: if POINTS is 10 or more: set the colour of the card to gold',
      'Gone: the rule, when a card is scanned: do the steps named Redeem',
    ],
  ],
  [
    'a rule that is paused',
    (card) => (card.triggers.onScan[1].PSPaused = true),
    ['Paused, when a card is scanned: if POINTS is 10 or more: set the colour of the card to gold'],
  ],
  [
    'places on the map',
    (card) => (card.locations = [{ latitude: 1.5, longitude: 2, relevantText: 'Fresh bread here' }]),
    ['New: the places where the card shows up, “Fresh bread here”'],
  ],
  [
    'a second design',
    (card) => (card.redeemed = { type: 'coupon', structure: {} }),
    ['New: a second design for redeemed cards'],
  ],
  [
    'the order of keys alone',
    (card) => {
      const { description, ...rest } = card;
      for (const key of Object.keys(card)) delete card[key];
      Object.assign(card, rest, { description });
    },
    ['The JSON lists its parts in another order'],
  ],
];

describe('a difference', () => {
  test.each(SAID)('of %s', (_, change, sentences) => {
    const found = differences(BASE, changed(change));
    expect(found.map(({ sentence }) => sentence)).toEqual(sentences);
  });

  test('far behind in a long text is shown from shortly before', () => {
    const before = changed((card) => (card.structure.backFields[0].value = LONG));
    const after = changed((card) => (card.structure.backFields[0].value = `${LONG} Or your phone.`));
    expect(differences(before, after).map(({ sentence }) => sentence)).toEqual([
      'Terms: “…ake to the next one.” → “…ake to the next one. Or your phone.”',
    ]);
  });

  test('of the order of rules names the rule that moved', () => {
    const rule = (value: string, level: string) => {
      return { action: 'PSActionSetValue', targetPath: 'psScanText', value, PSConditions: `{lastVisit} = "${level}"` };
    };
    const [one, two, three] = [rule('One', 'a'), rule('Two', 'b'), rule('Three', 'c')];
    const before = changed((card) => (card.triggers = { onScan: [one, two, three] }));
    const after = changed((card) => (card.triggers = { onScan: [three, one, two] }));
    const found = differences(before, after);
    expect(found).toMatchObject([{ kind: 'moved', area: 'rules', path: 'triggers_onScan_0' }]);
    expect(found[0]!.sentence).toBe('Now rule 1, when a card is scanned: if Last visit is c: say Three at the till');
  });

  test('of schedules names each by its name, and says what has changed of it', () => {
    const schedule = (name: string, parts: JsonObject = {}): JsonObject => ({
      name,
      when: { every: 'day', at: '09:00' },
      actions: [{ action: 'PSActionSetValue', targetPath: 'lastVisit', value: 'x' }],
      ...parts,
    });
    const told = (before: readonly JsonObject[], after: readonly JsonObject[], texts: Texts = en) =>
      differences({ ...BASE, schedules: before }, { ...BASE, schedules: after }, texts).map(
        ({ area, sentence }) => `${area}: ${sentence}`,
      );
    const [morning, away] = [schedule('morning'), schedule('away')];
    expect(told([morning], [morning, away])).toEqual([expect.stringContaining('rules: New schedule “away”: ')]);
    expect(told([morning, away], [morning])).toEqual(['rules: Gone: the schedule “away”']);
    expect(told([morning, away], [away, morning])).toEqual(['rules: The schedules stand in another order']);
    expect(told([morning], [{ ...morning, state: 'paused' }])).toEqual(['rules: The schedule “morning” is paused']);
    const other = schedule('morning', { when: { every: 'day', at: '10:00' }, segment: 'Regulars' });
    expect(told([morning], [other])).toEqual(['rules: The schedule “morning” has changed: when it runs, its segment']);
    expect(told([morning], [other], de)).toEqual([
      'rules: Der Zeitplan „morning“ ist geändert: wann er läuft, seine Gruppe',
    ]);
  });

  test('of the second design says so', () => {
    const before = changed((card) => (card.redeemed = { type: 'coupon', structure: {}, backgroundColor: 'red' }));
    const after = changed((card) => (card.redeemed = { type: 'coupon', structure: {}, backgroundColor: 'blue' }));
    expect(differences(before, after)).toEqual([
      {
        path: 'redeemed_backgroundColor',
        area: 'look',
        kind: 'changed',
        colours: { before: 'red', after: 'blue' },
        sentence: 'On redeemed cards: The colour of the card: red → blue',
      },
    ]);
  });

  test('is German to a German reader', () => {
    const after = changed((card) => {
      card.structure.headerFields[0].value = 5;
      card.triggers.onScan[0].amount = 2;
      card.structure.backFields.pop();
    });
    expect(differences(BASE, after, de).map(({ sentence }) => sentence)).toEqual([
      'Entfällt: das Feld Terms (Rückseite)',
      'POINTS: 3 → 5',
      'Wenn eine Karte gescannt wird: POINTS um 2 erhöhen. Vorher: POINTS um 1 erhöhen',
    ]);
  });

  test('of pictures names both, so that a page shows them', () => {
    const [found] = differences(
      BASE,
      changed((card) => (card.images.logo = 'd'.repeat(64))),
    );
    expect(found).toMatchObject({ path: 'images_logo', pictures: { before: 'b'.repeat(64), after: 'd'.repeat(64) } });
  });
});

/** The areas that a change below a key of the card may be told in. */
function mayTell({ steps }: SingleChange): readonly string[] {
  const [top, second] = steps[0] === 'redeemed' ? steps.slice(1) : steps;
  if (steps[0] === 'redeemed' && steps.length === 1) return ['look'];
  if (top === 'structure') return ['fields'];
  if (top === 'triggers') return ['rules'];
  if (top === 'additional') return second === 'oneMore' ? ['values'] : ['values', 'rules'];
  if (top === 'images' || top === 'localizedImages') return ['look'];
  return ['look', 'barcode', 'values', 'languages', 'others', 'fields'];
}

/** The change is told, where it belongs, in whole words. */
function requireTold(was: ComparedVersion, change: SingleChange, texts: Texts): void {
  const is = versionOf(change.changed, texts);
  const found = differencesOf(was, is, texts.differences);
  const said = found.map(({ sentence }) => sentence);
  const where = `${change.what} at ${change.steps.join('.')}: ${said.join(' | ')}`;
  if (jsonOf(was.passConstructor) === jsonOf(is.passConstructor)) {
    // The stored shape leaves it out, or has it anyway.
    expect(found, where).toEqual([]);
    return;
  }
  expect(found.length, where).toBeGreaterThan(0);
  for (const sentence of said) {
    expect(sentence.trim(), where).not.toBe('');
    expect(sentence, where).not.toMatch(/undefined|\[object|NaN/);
  }
  if (change.what === 'value') expect(said, where).not.toContain(texts.differences.order);
  // A broken card is compared as it is written, and then may differ from its stored shape elsewhere too.
  expect(
    found.some(({ area }) => mayTell(change).includes(area)),
    where,
  ).toBe(true);
}

describe('every example', () => {
  let examples: readonly JsonObject[] = [];
  beforeAll(async () => {
    examples = (await readExamples()).map(
      ({ passConstructor }) => compileTemplate(passConstructor).program.passConstructor,
    );
  });

  test('does not differ from itself', () => {
    expect(examples).toHaveLength(12);
    for (const example of examples) expect(differences(example, structuredClone(example))).toEqual([]);
  });

  test('with a single change anywhere has a sentence for it', () => {
    let made = 0;
    for (const example of examples) {
      const [english, german] = [versionOf(example, en), versionOf(example, de)];
      for (const change of singleChanges(example)) {
        if (made++ % 2 === 0) requireTold(english, change, en);
        else requireTold(german, change, de);
      }
    }
    expect(made).toBeGreaterThan(2000);
  });
});

test('fields of a poster are told apart from those of the card', () => {
  const card = changed((parts) => {
    parts.type = 'generic';
  });
  const poster = { headerFields: [{ key: 'points', label: 'POINTS', value: 3 }] };
  const told = (before: JsonObject, after: JsonObject) =>
    differences(before, after).map(({ path, area, sentence }) => [path, area, sentence]);
  const path = 'posterGeneric_headerFields_points';
  expect(told(card, { ...card, posterGeneric: poster })).toEqual([
    [path, 'fields', 'New field POINTS (poster) (top right): 3'],
  ]);
  const other = { headerFields: [{ key: 'points', label: 'POINTS', value: 4 }] };
  expect(told({ ...card, posterGeneric: poster }, { ...card, posterGeneric: other })).toEqual([
    [`${path}_value`, 'fields', 'POINTS (poster): 3 → 4'],
  ]);
  expect(told({ ...card, posterGeneric: poster }, card)).toEqual([
    [path, 'fields', 'Gone: the field POINTS (poster) (top right)'],
  ]);
});

describe('cards that were made up', () => {
  test('have a sentence for each single change', () => {
    fc.assert(
      fc.property(generatedCards, fc.nat(), (card, seed) => {
        expect(differences(card, structuredClone(card))).toEqual([]);
        const changes = [...singleChanges(card)];
        requireTold(versionOf(card, en), changes[seed % changes.length]!, en);
      }),
      { numRuns: 150 },
    );
  });

  test('have one for each place where two of them differ', () => {
    fc.assert(
      fc.property(generatedCards, generatedCards, (before, after) => {
        const found = differences(before, after);
        expect(found.length > 0).toBe(jsonOf(before) !== jsonOf(after));
        const textOf = (card: JsonObject, key: string) => (card[key] === undefined ? '' : jsonOf(card[key]));
        const areas = new Set(found.map(({ area }) => area));
        for (const [key, area] of [
          ['structure', 'fields'],
          ['triggers', 'rules'],
          ['barcode', 'barcode'],
          ['localizations', 'languages'],
        ] as const) {
          if (textOf(before, key) !== textOf(after, key)) expect(areas, key).toContain(area);
        }
        for (const key of ['backgroundColor', 'labelColor', 'logoText', 'expirationDate', 'maxDistance', 'timezone']) {
          const isTold = found.some(({ path }) => path === key);
          expect(isTold, key).toBe(textOf(before, key) !== textOf(after, key));
        }
      }),
      { numRuns: 150 },
    );
  });
});
