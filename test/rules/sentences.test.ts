// Rules and runs in words, with the labels of the card in place of API paths.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TEMPLATE_FOLDER } from '../../src/examples.ts';
import { ACCESS_TYPES, SCAN } from '../../src/rules/passes/facts.ts';
import { conditionRows, conditionWords } from '../../src/rules/sentences/conditions.ts';
import { namesIn } from '../../src/rules/sentences/names.ts';
import { ruleAt, rulesOf, ruleWords } from '../../src/rules/sentences/rules.ts';
import { runLines, runSentence, stepsOf } from '../../src/rules/sentences/runs.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { causeOf, readTrace } from '../../src/rules/triggers/run-cause.ts';
import { traceJson } from '../../src/rules/triggers/trace.ts';
import type { Reply } from '../../src/rules/triggers/triggers.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { de } from '../../src/ui/texts/de/index.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { LANGUAGES } from '../../src/ui/texts/language.ts';
import { call, compiled, constructorOf, factsWith, increment, runEvent, set } from '../fixtures/rules/sample-pass.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';
const additional = { note: '', counter: 0, lastVisit: '', vip: { PSValue: '', PSLabel: 'Regular guest' } };
const program = compiled({ additional });
const english = namesIn(program, en.sentences);
const german = namesIn(program, de.sentences);

describe('the name of a place', () => {
  it.each([
    [POINTS, 'POINTS'],
    ['structure_headerFields_points_changeMessage', 'the notification of POINTS'],
    ['structure_backFields', 'the fields (back)'],
    ['lastVisit', 'Last visit'],
    ['vip', 'Regular guest'],
    ['backgroundColor', 'the colour of the card'],
    ['psScanText', 'the text at the till'],
    ['images_strip@2x', 'the wide picture'],
    ['timestamp', 'now'],
    ['nobody_knows', 'Nobody knows'],
  ])('%s is %s', (path, name) => {
    expect(english.of(path)).toBe(name);
  });

  it('says where a field stands when two have one label', () => {
    const twice = compiled({
      additional,
      structure: {
        headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
        backFields: [{ key: 'all', label: 'Points', value: 0 }],
        primaryFields: [{ key: 'topOffer', label: '{lastVisit}', value: 'x' }],
      },
    });
    const names = namesIn(twice, en.sentences);
    expect(names.of(POINTS)).toBe('POINTS (top right)');
    expect(names.of('structure_backFields_all_value')).toBe('Points (back)');
    expect(names.of('structure_primaryFields_topOffer_value')).toBe('Top offer');
  });
});

describe('a condition in words', () => {
  it.each([
    [`{${POINTS}} !< 10`, 'POINTS is 10 or more', 'POINTS 10 oder mehr ist'],
    [`!{${POINTS}} > 10`, 'POINTS is 10 or less', 'POINTS 10 oder weniger ist'],
    [
      `({${NAME}} = "Ada" OR {${NAME}} = "Grace Hopper") AND {${POINTS}} > 30`,
      '(NAME is Ada or NAME is “Grace Hopper”) and POINTS is more than 30',
      '(NAME Ada ist oder NAME „Grace Hopper“ ist) und POINTS mehr als 30 ist',
    ],
    ['!scanned', 'the card was not scanned yet', 'die Karte noch nicht gescannt wurde'],
    ['{lastVisit} isEmpty', 'Last visit is empty', 'Last visit leer ist'],
    ['!({vip} OR {note})', 'Regular guest is empty and Note is empty', 'Regular guest leer ist und Note leer ist'],
    ['broken (', '“broken (”', '„broken (“'],
    ['', null, null],
  ])('%s', (source, inEnglish, inGerman) => {
    expect(conditionWords(source, english)).toBe(inEnglish);
    expect(conditionWords(source, german)).toBe(inGerman);
  });

  it('is rows of a form where it is a flat chain', () => {
    expect(conditionRows(`{${POINTS}} !< 10 AND !scanned AND {note} isEmpty`)).toEqual({
      joins: 'and',
      rows: [
        { kind: 'wish', path: POINTS, wish: 'atLeast', value: 10 },
        { kind: 'flag', name: 'scanned', wanted: false },
        { kind: 'filling', path: 'note', filling: 'empty' },
      ],
    });
    expect(conditionRows('{note} = "a" OR {note} = "b"')?.joins).toBe('or');
    expect(conditionRows('{a} = {b}')?.rows).toEqual([{ kind: 'pair', path: 'a', wish: 'equal', other: 'b' }]);
    expect(conditionRows('')).toEqual({ joins: 'and', rows: [] });
    for (const source of ['{a} AND ({b} OR {c})', '1 = {a}', '1 = 1', 'broken ('])
      expect(conditionRows(source)).toBeNull();
  });
});

describe('a rule in words', () => {
  const wordsOf = (actions: JsonValue, names = english) => rulesOf(actions).map((rule) => ruleWords(rule, names));

  it('is neighbouring actions with one condition', () => {
    const rich = `{${POINTS}} !< 10`;
    const actions = [
      increment(POINTS, 1),
      set('lastVisit', '{timestamp}'),
      set('backgroundColor', 'gold', rich),
      set('psScanText', `Free coffee, {${NAME}}!`, rich),
      call('https://shop.example/api?card={serialNumber}'),
    ];
    expect(wordsOf(actions)).toEqual([
      'add 1 to POINTS; set Last visit to now',
      'if POINTS is 10 or more: set the colour of the card to gold; say “Free coffee, {NAME}!” at the till',
      'tell shop.example',
    ]);
    expect(wordsOf(actions, german)[1]).toBe(
      'wenn POINTS 10 oder mehr ist: Farbe der Karte auf gold setzen; an der Kasse „Free coffee, {NAME}!“ anzeigen',
    );
    expect(ruleAt(actions, 3)).toMatchObject({ number: 2, first: 2 });
    expect(ruleAt(actions, 9)).toBeNull();
  });

  it('has a word for each kind of action', () => {
    expect(
      wordsOf([increment(POINTS, -2)]).concat(
        wordsOf([set('type', 'coupon')]),
        wordsOf([set('psTriggerError', 'Closed')]),
        wordsOf([set(NAME, null)]),
        wordsOf([{ action: 'PSActionSubroutine', targetPath: 'note' }]),
      ),
    ).toEqual([
      'take 2 away from POINTS',
      'make it a coupon',
      'stop with the message Closed',
      'set NAME back to what the card says',
      'do the steps named Note',
    ]);
  });

  it('speaks of all examples without an API path', () => {
    const folder = new URL('../../examples/', import.meta.url);
    for (const example of readdirSync(folder, { withFileTypes: true }).filter((entry) =>
      TEMPLATE_FOLDER.test(entry.name),
    )) {
      const text = readFileSync(new URL(`${example.name}/template.json`, folder), 'utf8');
      const { passConstructor } = JSON.parse(text) as { passConstructor: JsonObject };
      const { images: _, ...given } = passConstructor;
      const compiledExample = compileTemplate(given).program;
      for (const { sentences } of LANGUAGES) {
        const names = namesIn(compiledExample, sentences);
        for (const node of Object.values((given.triggers ?? {}) as JsonObject)) {
          for (const rule of rulesOf(node)) expect(ruleWords(rule, names)).not.toMatch(/structure_|PSAction|\{ps[A-Z]/);
        }
      }
    }
  });
});

describe('a run in words', () => {
  const tracedBy = (actions: JsonValue, facts = factsWith(), reply: Reply = { ok: true, status: 200, durationMs: 5 }) =>
    readTrace(
      traceJson(
        runEvent(compiled({ additional, triggers: { onScan: actions } }), facts, SCAN, () => ({ reply })).done.trace,
        '',
      ),
    );
  const said = (actions: JsonValue, facts = factsWith(), reply?: Reply) =>
    runSentence({ accessType: SCAN, trace: tracedBy(actions, facts, reply), changed: null }, english);

  it('says what changed, from the first value to the last, and whom it told', () => {
    expect(said([increment(POINTS, 1), increment(POINTS, 1), call('https://shop.example/x')])).toBe(
      'POINTS 0 → 2; told shop.example.',
    );
    expect(said([set('lastVisit', '{timestamp}')])).toMatch(/^Last visit nothing → Nov 14, 2023, 10:13.PM UTC\.$/);
    expect(said([set('psScanText', 'Free coffee'), increment(POINTS, 1)])).toBe(
      'POINTS 0 → 1; the till says “Free coffee”.',
    );
  });

  it('says why nothing changed: the value that was seen and the value that was wanted', () => {
    const facts = factsWith({ [POINTS]: 3 });
    const rule = set('note', 'x', `{${POINTS}} !< 10`);
    expect(said([set('note', 'x', '{note} = "Gold"'), rule], facts)).toBe(
      'Nothing changed because Note was nothing and rule 1 wants Gold.',
    );
    expect(said(rule, facts)).toBe('Nothing changed because POINTS was 3 and rule 1 wants 10 or more.');
    expect(runSentence({ accessType: SCAN, trace: tracedBy(rule, facts), changed: false }, german)).toBe(
      'Nichts hat sich geändert, weil POINTS 3 war und Regel 1 10 oder mehr verlangt.',
    );
    expect(said(set('note', 'x', 'scanned'))).toBe(
      'Nothing changed because rule 1 applies only if the card was scanned before.',
    );
  });

  it('says which address did not answer, and what changed all the same', () => {
    const failed: Reply = { ok: false, message: 'shop.example did not answer in time.', durationMs: 5 };
    expect(said([increment(POINTS, 1), call('https://shop.example/x')], factsWith(), failed)).toBe(
      'shop.example could not be told. POINTS 0 → 1.',
    );
    const refused: Reply = { ok: true, status: 500, durationMs: 5 };
    expect(said([call('https://shop.example/x')], factsWith(), refused)).toContain('shop.example, which answered 500');
  });

  it('shows its steps with what each condition saw', () => {
    const trace = tracedBy([increment(POINTS, 1), set('note', 'x', `{${POINTS}} > 20 AND !scanned`)])!;
    expect(stepsOf(trace, english)).toEqual([
      {
        title: 'rule 1',
        condition: null,
        verdict: true,
        paused: false,
        seen: [],
        lines: [{ text: 'POINTS 0 → 1', isFault: false, detail: null }],
      },
      {
        title: 'rule 2',
        condition: 'POINTS is more than 20 and the card was not scanned yet',
        verdict: false,
        paused: false,
        seen: ['POINTS was 1'],
        lines: [],
      },
    ]);
    expect(runLines(trace, english)).toEqual([
      'rule 1: always',
      '  POINTS 0 → 1',
      'rule 2: only if POINTS is more than 20 and the card was not scanned yet',
      '  POINTS was 1',
      '  left out',
    ]);
  });

  const path = fc.constantFrom(
    'note',
    'counter',
    POINTS,
    'psTriggerError',
    'psScanText',
    'type',
    'structure_backFields',
  );
  const text = fc.oneof(
    fc.constantFrom('', '5', '{note}', '{clientHash}', '{', '}{', 'coupon', '2030-13-01', '2030-01-02T03:04:05Z'),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>);
  const condition = fc.constantFrom(
    null,
    '',
    '{counter} > 2',
    '!scanned AND {note} isEmpty',
    '!({note} OR {counter} = 1) OR "{note}x" = "y"',
    '1 = 2',
    '"a" > {nobody} OR (registered AND !deleted)',
    'broken (',
  );
  const action = fc
    .tuple(
      fc.oneof(
        fc.record({ action: fc.constant('PSActionSetValue'), targetPath: path, value }),
        fc.record({
          action: fc.constant('PSActionIncrementValue'),
          targetPath: path,
          amount: fc.oneof(fc.double(), text),
        }),
        fc.record({
          action: fc.constant('PSActionURL'),
          url: fc.constantFrom('https://a.example/{note}', '{note}', 'http://'),
        }),
        fc.record({ action: fc.constant('PSActionTriggers'), targetPath: path }),
      ),
      condition,
    )
    .map(([given, PSConditions]) => ({ ...given, ...(PSConditions === null ? {} : { PSConditions }) }) as JsonObject);
  const reply: fc.Arbitrary<Reply> = fc.oneof(
    fc.record({ ok: fc.constant(true as const), status: fc.integer({ min: 200, max: 599 }), durationMs: fc.nat(9) }),
    fc.record({ ok: fc.constant(true as const), note: fc.constant('Not sent.'), durationMs: fc.nat(9) }),
    fc.record({ ok: fc.constant(false as const), message: fc.string(), durationMs: fc.nat(9) }),
  );

  it('has a cause and sentences in each language for every trace', () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 6 }),
        fc.dictionary(path, value, { maxKeys: 3 }),
        fc.constantFrom(...ACCESS_TYPES),
        reply,
        fc.constantFrom(true, false, null),
        (actions, overrides, accessType, answer, changed) => {
          const triggers = Object.fromEntries(['onScan', 'onEdit', 'onCreate'].map((event) => [event, actions]));
          const { program: made } = compileTemplate(constructorOf({ additional, triggers }));
          const done = runEvent(made, factsWith(overrides), accessType, () => ({ reply: answer })).done;
          const trace = readTrace(JSON.parse(JSON.stringify(traceJson(done.trace, 'hash'))));
          expect(causeOf(trace, changed)).toHaveProperty('kind');
          for (const { sentences } of LANGUAGES) {
            const names = namesIn(made, sentences);
            const sentence = runSentence({ accessType, trace, changed }, names);
            if (accessType === SCAN) expect(sentence).toMatch(/\S/);
            for (const line of runLines(trace, names)) expect(typeof line).toBe('string');
            for (const rule of rulesOf(actions)) expect(ruleWords(rule, names)).toMatch(/\S/);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
