// PSPaused on an action: it does not run, and the trace, the cause and the sentences say so.
import { describe, expect, it } from 'vitest';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { namesIn } from '../../src/rules/sentences/names.ts';
import { rulesOf, ruleWords } from '../../src/rules/sentences/rules.ts';
import { runLines, runSentence } from '../../src/rules/sentences/runs.ts';
import { appliedRules } from '../../src/rules/triggers/rule-places.ts';
import { causeOf, readTrace, ruleNumbers, unchangedReason } from '../../src/rules/triggers/run-cause.ts';
import { hasFailed, traceJson } from '../../src/rules/triggers/trace.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { de } from '../../src/ui/texts/de/index.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { compiled, increment, routine, runActions, set } from '../fixtures/rules/sample-pass.ts';

const paused = (action: JsonObject): JsonObject => ({ ...action, PSPaused: true });
const traced = (actions: JsonValue, additional: JsonObject = { note: '', counter: 0 }) => {
  const run = runActions(actions, { additional });
  return { run, trace: readTrace(traceJson(run.done.trace, ''))! };
};
const english = namesIn(compiled(), en.sentences);
const said = (actions: JsonValue, names = english) =>
  runSentence({ accessType: SCAN, trace: traced(actions).trace, changed: null }, names);

describe('an action that is paused', () => {
  it('does not run, and the ones around it do', () => {
    const { run, trace } = traced([paused(increment('counter', 5)), increment('counter', 1)]);
    expect(run.at('counter')).toBe(1);
    expect(run.done.outcome).toBe('fired');
    expect(trace.actions[0]).toEqual({
      where: 'triggers_onScan_0',
      action: 'PSActionIncrementValue',
      paused: true,
      targetPath: 'counter',
    });
    expect(trace.actions[1]).not.toHaveProperty('paused');
    expect(appliedRules(trace)).toEqual(['onScan_1']);
  });

  it.each([
    ['true', true],
    [1, true],
    ['false', false],
    [false, false],
    [null, false],
  ])('PSPaused %j pauses: %s', (PSPaused, isPaused) => {
    expect(traced({ ...increment('counter', 1), PSPaused }).run.at('counter')).toBe(isPaused ? 0 : 1);
  });

  it('does not run in a sub-routine, and does not run its own', () => {
    const steps = JSON.stringify([paused(increment('counter', 5)), increment('counter', 1)]);
    expect(traced(routine('steps'), { counter: 0, steps }).run.at('counter')).toBe(1);
    expect(traced(paused(routine('steps')), { counter: 0, steps }).run.at('counter')).toBe(0);
  });

  it('is no fault, also when its condition cannot be read', () => {
    const steps = JSON.stringify([paused(set('note', 'x', 'broken ('))]);
    const { trace } = traced([set('steps', steps), routine('steps')], { steps: '', note: '' });
    // The call says that the steps have a fault; the action that did not run has none.
    expect(trace.actions.map((entry) => [entry.where, hasFailed(entry)])).toEqual([
      ['triggers_onScan_0', false],
      ['triggers_onScan_1', true],
      ['steps_0', false],
    ]);
    expect(traced(paused(set('note', 'x'))).run.done.outcome).toBe('skipped');
  });
});

describe('what is said of it', () => {
  it('names the rule that would have applied', () => {
    const actions = [set('note', 'x', '{counter} > 9'), paused(set('note', 'y', '{counter} = 0'))];
    const { trace } = traced(actions);
    expect(causeOf(trace, false)).toMatchObject({ kind: 'rule_paused', rule: 2 });
    expect(unchangedReason(causeOf(trace, false))).toBe('rule_paused');
    expect(said(actions)).toBe('Nothing changed because rule 2 is paused.');
    expect(said(actions, namesIn(compiled(), de.sentences))).toBe(
      'Nichts hat sich geändert, weil Regel 2 angehalten ist.',
    );
  });

  it('blames a rule that runs before a paused one that would not have applied', () => {
    const actions = [paused(set('note', 'y', '{counter} > 5')), set('note', 'x', '{counter} > 9')];
    expect(said(actions)).toBe('Nothing changed because Counter was 0 and rule 2 wants more than 9.');
    expect(said([actions[0]!])).toBe('Nothing changed because rule 1 is paused.');
  });

  it('counts it as a rule of its own beside actions with the same condition', () => {
    const actions = [set('note', 'a'), paused(set('note', 'b')), paused(set('note', 'c')), set('note', 'd')];
    const rules = rulesOf(actions);
    expect(rules.map(({ first, paused }) => [first, paused])).toEqual([
      [0, false],
      [1, true],
      [3, false],
    ]);
    const { trace } = traced(actions);
    expect([...ruleNumbers(trace).values()]).toEqual([1, 2, 2, 3]);
    expect(ruleWords(rules[1]!, english)).toBe('paused: set Note to b; set Note to c');
    expect(runLines(trace, english).slice(2, 4)).toEqual(['rule 2: always', '  paused, so nothing was done']);
  });
});
