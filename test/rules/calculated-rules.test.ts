// Rules that calculate, from the template to the trace: actions with an expression, what saving says
// of them, why they did not apply, their sentences, their forms, and names that change.
import { describe, expect, it } from 'vitest';
import { mapNames } from '../../src/rules/design/mentions.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { compileCondition } from '../../src/rules/paths/conditions.ts';
import {
  conditionForm,
  conditionOf,
  EMPTY_ROW,
  type RowForm,
  withNamedDuration,
} from '../../src/rules/sentences/condition-form.ts';
import { conditionWords } from '../../src/rules/sentences/conditions.ts';
import { namesIn } from '../../src/rules/sentences/names.ts';
import { orderWords } from '../../src/rules/sentences/rules.ts';
import { runLines, runSentence } from '../../src/rules/sentences/runs.ts';
import { actionOf } from '../../src/rules/sentences/step-action.ts';
import { EMPTY_STEP, stepForm } from '../../src/rules/sentences/step-form.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { usualTrace } from '../../src/rules/triggers/usual-trace.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { de } from '../../src/ui/texts/de/index.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { compiled, constructorOf, factsWith, runActions, runEvent } from '../fixtures/rules/sample-pass.ts';

const POINTS = 'structure_headerFields_points_value';
const calculate = (targetPath: string, expression: string, more: JsonObject = {}): JsonObject => ({
  action: 'PSActionSetValue',
  targetPath,
  expression,
  ...more,
});
const addCalculated = (targetPath: string, expression: string): JsonObject => ({
  action: 'PSActionIncrementValue',
  targetPath,
  expression,
});

/** 14 November 2023, 23:13:20 in Berlin. */
const facts = { ...factsWith(), zone: 'Europe/Berlin' };
const additional: JsonObject = { note: '', counter: 5, lastVisit: '2023-10-20', level: 'Gold' };

describe('an action with an expression', () => {
  it.each([
    ['a number', calculate('counter', '{counter} * 2 + 1'), 'counter', 11],
    ['a day', calculate('note', 'today + 1 year'), 'note', '2024-11-14'],
    ['a moment', calculate('relevantDate', 'now + 2 hours'), 'relevantDate', '2023-11-15T01:13:20+01:00'],
    ['a text', calculate('note', '"{level}, {counter}"'), 'note', 'Gold, 5'],
    ['a sum', addCalculated(POINTS, '{counter} / 2'), POINTS, 2.5],
    ['an end', calculate('expirationDate', '{lastVisit} + 3 months'), 'expirationDate', '2024-01-20T23:59:59+01:00'],
  ])('writes %s', (_, action, path, value) => {
    const run = runActions(action, { additional }, facts);
    expect(run.done.outcome).toBe('fired');
    expect(run.at(path)).toBe(value);
    expect(run.done.trace.actions).toMatchObject([{ targetPath: path, after: value }]);
  });

  it.each([
    ['{counter} / 0', calculate('note', '{counter} / 0')],
    ['{level} + 1 day', calculate('note', '{level} + 1 day')],
    ['{level} * 2', addCalculated('counter', '{level} * 2')],
  ])('writes nothing where %s has no value, and says so', (source, action) => {
    const run = runActions([action, calculate('note', '"after"')], { additional }, facts);
    expect(run.done.outcome).toBe('error');
    expect(run.done.trace.actions[0]?.error).toContain(`${source} has no `);
    expect(run.done.trace.actions[0]).not.toHaveProperty('after');
    expect(run.at('note')).toBe('after');
  });

  it('leaves curly brackets that a holder typed as they are', () => {
    const program = compiled({ additional, triggers: { onScan: calculate('note', '"{level}!"') } });
    const run = runEvent(program, factsWith({ level: '\uFDD0clientHash\uFDD1' }));
    expect(run.at('note')).toBe('\uFDD0clientHash\uFDD1!');
  });

  it.each([
    [calculate('note', '{counter} +'), 'triggers_onScan_0_expression', 'The expression ends after +'],
    [calculate('note', ''), 'triggers_onScan_0_expression', 'The expression is empty'],
    [calculate('note', '{counter} > 3'), 'triggers_onScan_0_expression', ''],
    [calculate('note', 'registered'), 'triggers_onScan_0_expression', ''],
    [calculate('note', '{counter} AND 3'), 'triggers_onScan_0_expression', 'AND joins conditions'],
    [calculate('note', 'now - {lastVisit}'), 'triggers_onScan_0_expression', '(now - {lastVisit}) / 1 day'],
    [calculate('note', '1', { value: 1 }), 'triggers_onScan_0', 'has "value" and "expression"'],
    [addCalculated('counter', 'today'), 'triggers_onScan_0_expression', 'today is a date'],
  ])('is refused as %j', (action, path, message) => {
    const { diagnostics } = compileTemplate(constructorOf({ additional, triggers: { onScan: action } }));
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map((each) => each.path)).toEqual([path]);
    expect(errors[0]?.message).toContain(message);
    if (path.endsWith('_expression') && message.startsWith('The')) expect(errors[0]?.message).toContain('^');
  });

  it('warns of a name that nothing has', () => {
    const { diagnostics } = compileTemplate(constructorOf({ triggers: { onScan: calculate('note', '{nobdy} * 2') } }));
    const where = 'triggers_onScan_0_expression';
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'warning', code: 'magic_unknown', path: where }),
    );
  });
});

describe('the trace of a condition with dates', () => {
  const rule = (PSConditions: string) => calculate('note', '"x"', { PSConditions });

  it('shows what was calculated, and what came of it', () => {
    const source = 'now > {lastVisit} + 30 days AND {counter} > 3';
    const run = runActions(rule(source), { additional }, facts);
    expect(run.done.trace.actions[0]?.condition?.seen).toEqual({
      now: '2023-11-14T23:13:20+01:00',
      '{lastVisit}': '2023-10-20',
      '{lastVisit} + 30 days': '2023-11-19',
      'now > {lastVisit} + 30 days': false,
    });
  });

  it.each([
    [
      'now > {lastVisit} + 30 days',
      'Nothing changed because now was Nov 14, 2023, 11:13 PM and rule 1 wants later than Last visit plus 30 days.',
    ],
    [
      '{counter} > 3 AND day of week in ("Sunday", "Monday")',
      'Nothing changed because the day of the week was Tuesday and rule 1 wants Sunday or Monday.',
    ],
    ['{level} in ("Iron")', 'Nothing changed because Level was Gold and rule 1 wants Iron.'],
    ['{level} contains "Sil"', 'Nothing changed because Level was Gold and rule 1 wants something with Sil in it.'],
    [
      '{counter} * 2 > 20 AND {counter} > 3',
      'Nothing changed because Counter times 2 was 10 and rule 1 wants more than 20.',
    ],
  ])('says why %s was false', (source, sentence) => {
    const { program } = compileTemplate(constructorOf({ additional, triggers: { onScan: rule(source) } }));
    const { done } = runEvent(program, facts);
    const names = namesIn(program, en.sentences);
    expect(runSentence({ accessType: SCAN, trace: done.trace, changed: false }, names)).toBe(sentence);
    // The store packs the trace with the same names.
    for (const name of Object.keys(done.trace.actions[0]?.condition?.seen ?? {})) {
      expect(usualTrace(program, 'onScan')).toContain(JSON.stringify(name));
    }
  });
});

it('shows the clocks that a run looked at, in the language of its reader', () => {
  const rule = calculate('note', '"x"', { PSConditions: 'day of week = "Monday"' });
  const { done } = runActions(rule, { additional }, facts);
  const names = namesIn(compiled({ additional }), de.sentences);
  expect(runLines(done.trace, names)).toContain('  der Wochentag war Dienstag');
});

describe('sentences', () => {
  const program = compiled({ additional });
  const say = (source: string, texts: typeof en) => conditionWords(source, namesIn(program, texts.sentences));

  it.each([
    ['now > {lastVisit} + 30 days', 'Last visit is more than 30 days ago', 'Last visit mehr als 30 Tage her ist'],
    [
      'now > {lastVisit} + 30 days + 1 hour',
      'now is later than Last visit plus 30 days plus 1 hour',
      'jetzt später als Last visit plus 30 Tage plus 1 Stunde ist',
    ],
    ['!today < {lastVisit}', 'today is Last visit or later', 'heute Last visit oder später ist'],
    [
      'day of week !in ("Saturday", "Sunday")',
      'the day of the week is none of Saturday or Sunday',
      'der Wochentag nichts ist von Samstag oder Sonntag',
    ],
    ['day of week = "Monday"', 'the day of the week is Monday', 'der Wochentag Montag ist'],
    ['({counter} + 1) * 2 > 10', '(Counter plus 1) times 2 is more than 10', '(Counter plus 1) mal 2 mehr als 10 ist'],
    [
      '{counter} - 1 - 2 = 1 AND {level} contains "o"',
      'Counter minus 1 minus 2 is 1 and Level contains o',
      'Counter minus 1 minus 2 1 ist und Level o enthält',
    ],
    [
      'today - {lastVisit} > 1 month',
      'today minus Last visit is more than 1 month',
      'heute minus Last visit mehr als 1 Monat ist',
    ],
  ])('%s', (source, english, german) => {
    expect([say(source, en), say(source, de)]).toEqual([english, german]);
  });

  it('say what is calculated', () => {
    const names = namesIn(program, en.sentences);
    expect(orderWords(calculate('note', 'today + 1 year'), names)).toBe('set Note to today plus 1 year');
    expect(orderWords(addCalculated('counter', '{counter} * 2'), names)).toBe('add Counter times 2 to Counter');
  });
});

describe('the form of a rule', () => {
  const row = (subject: string, test: RowForm['test'], value: string, of: number | null = 0): RowForm => ({
    of,
    subject,
    test,
    value,
  });

  it.each([
    ['now > {lastVisit} + 30 days + 1 hour', row('now', 'more', '{lastVisit} + 30 days + 1 hour')],
    ['today = {lastVisit}', row('today', 'equal', '{lastVisit}')],
    ['today = "2026-12-24"', row('today', 'equal', '2026-12-24')],
    ['time !< "16:00"', row('time', 'atLeast', '16:00')],
    ['day of week in ("Saturday", "Sunday")', row('day of week', 'oneOf', 'Saturday, Sunday')],
    ['{level} !in ("Gold", 3)', row('{level}', 'noneOf', 'Gold, 3')],
    ['{level} contains "o"', row('{level}', 'has', 'o')],
    ['{lastVisit} < today - 1 month', row('{lastVisit}', 'less', 'today - 1 month')],
  ])('has %s as a row, and back', (source, expected) => {
    const form = conditionForm(source)!;
    expect(form.rows).toEqual([expected]);
    expect(conditionOf(form, source)).toBe(source);
    expect(conditionOf({ joins: 'and', rows: [{ ...expected, of: null }] }, '')).toBe(source);
  });

  it('changes one row, and leaves the others as they were written', () => {
    const source = 'time  >  "16:00" AND now > {lastVisit}+30 days';
    const rows = [row('time', 'more', '16:00'), row('{lastVisit}', 'longAgo', '40 days', 1)];
    expect(conditionOf({ joins: 'and', rows }, source)).toBe('time  >  "16:00" AND now > {lastVisit} + 40 days');
  });

  it.each(['({counter} + 1) * 2 > 10', '{level} in ("a,b")', '3 days > 1 week'])('leaves %s as text', (source) => {
    expect(conditionForm(source)).toBeNull();
  });

  it('asks how long ago a date is, in words and in rows', () => {
    const source = '{psLastScan} < now - 30 days AND {lastVisit}>now-1 week';
    expect(conditionWords(source, namesIn(compiled({ additional }), en.sentences))).toBe(
      'the last scan is more than 30 days ago and Last visit is less than 1 week ago',
    );
    expect(conditionWords(source, namesIn(compiled({ additional }), de.sentences))).toMatch(
      /^der letzte Scan mehr als 30 Tage her ist und .* weniger als 1 Woche her ist$/,
    );
    const form = conditionForm(source)!;
    expect(form.rows).toEqual([
      { of: 0, subject: '{psLastScan}', test: 'longAgo', value: '30 days' },
      { of: 1, subject: '{lastVisit}', test: 'lately', value: '1 week' },
    ]);
    const typed = { ...form.rows[0]!, test: 'soon', value: '40 Tage' } as const;
    const rows = [withNamedDuration(typed, de.sentences), form.rows[1]!];
    expect(conditionOf({ ...form, rows }, source)).toBe('{psLastScan} < now + 40 days AND {lastVisit}>now-1 week');
    const wrong = conditionOf({ ...form, rows: [{ ...typed, value: 'bald' }] }, source);
    expect(compileCondition(compiled({ additional }), wrong)).toMatchObject({ ok: false });
  });

  it.each([
    ['now > {psLastScan} + 30 days', 'longAgo', 'now < {psLastScan} - 2 weeks'],
    ['now  <  ({psLastScan}+1 week)', 'lately', 'now < {psLastScan} + 2 weeks'],
    ['NOW>{psLastScan} - 1 month', 'soon', 'now > {psLastScan} - 2 weeks'],
    ['!(now !< {psLastScan} - {counter} days)', 'farOff', 'now < {psLastScan} - 2 weeks'],
  ] as const)('asks the same with now on the left: %s', (source, test, changed) => {
    const form = conditionForm(source)!;
    const [first] = form.rows;
    expect(form.rows).toMatchObject([{ of: 0, subject: '{psLastScan}', test }]);
    // Untouched, the text stays, alone and beside a new row; a row that was changed has now on its left still.
    expect(conditionOf(form, source)).toBe(source);
    const added = { ...EMPTY_ROW, subject: 'scanned', test: 'yes' } as const;
    expect(conditionOf({ ...form, rows: [first!, added] }, source)).toBe(`${source} AND scanned`);
    const asked = test === 'longAgo' ? 'farOff' : test;
    expect(conditionOf({ ...form, rows: [{ ...first!, test: asked, value: '2 weeks' }] }, source)).toBe(changed);
  });

  it.each(['now !> {psLastScan} + 30 days', 'now = {psLastScan} + 1 day', 'today > {psLastScan} + 30 days'])(
    'has no such row for %s',
    (source) => expect(conditionForm(source)!.rows[0]!.subject).toMatch(/^(?:now|today)$/),
  );

  it('has a step that calculates, and back', () => {
    const action = calculate('note', 'today + 1 year', { PSConditions: 'scanned' });
    const step = stepForm(action);
    expect(step).toMatchObject({ verb: 'calculate', path: 'note', text: 'today + 1 year' });
    const program = compiled({ additional });
    expect(actionOf(program, step, action).action).toBe(action);
    expect(actionOf(program, { ...step, text: 'today' }, action).action).toEqual({ ...action, expression: 'today' });
    const set = { ...EMPTY_STEP, path: 'note', text: 'x' };
    expect(actionOf(program, set, action).action).toEqual({
      action: 'PSActionSetValue',
      targetPath: 'note',
      PSConditions: 'scanned',
      value: 'x',
    });
    const given = { action: 'PSActionSetValue', targetPath: 'note', value: 1 };
    expect(actionOf(program, { ...step, text: '{counter} + 1' }, given).action).toEqual(
      calculate('note', '{counter} + 1'),
    );
    expect(stepForm(addCalculated('counter', '1'))).toMatchObject({ verb: 'addResult', path: 'counter', text: '1' });
    expect(stepForm({ ...addCalculated('counter', '1'), amount: 1 }).verb).toBe('other');
  });
});

it('renames in expressions and conditions', () => {
  const action = calculate('counter', '{counter} * 2 + "{counter}"', { PSConditions: 'now > {counter} + 1 day' });
  const card = constructorOf({ additional, triggers: { onScan: action } });
  const path = (name: string) => (name === 'counter' ? 'visits' : name);
  const renamed = mapNames(card, {
    path,
    prefixed: (key) => key,
    fieldKey: (_, key) => key,
    propertyKey: (key) => key,
  });
  expect(renamed.triggers).toEqual({
    onScan: {
      action: 'PSActionSetValue',
      targetPath: 'visits',
      expression: '{visits} * 2 + "{visits}"',
      PSConditions: 'now > {visits} + 1 day',
    },
  });
});
