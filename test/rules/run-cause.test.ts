// The one cause of what came of an event, read from the traces of real runs.
import { describe, expect, it } from 'vitest';
import { IDLE_NOTES } from '../../src/rules/triggers/idle.ts';
import { causeOf, readTrace, ruleNumbers, unchangedReason } from '../../src/rules/triggers/run-cause.ts';
import { traceJson } from '../../src/rules/triggers/trace.ts';
import { begin } from '../../src/rules/triggers/triggers.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import {
  call,
  compiled,
  factsWith,
  increment,
  routine,
  runActions,
  runEvent,
  set,
} from '../fixtures/rules/sample-pass.ts';

const causeIn = (actions: JsonValue, facts = factsWith()) =>
  causeOf(readTrace(traceJson(runActions(actions, {}, facts).done.trace, '')), null);
const missIn = (conditions: readonly string[], facts = factsWith()) => {
  const cause = causeIn(
    conditions.map((condition) => set('note', 'x', condition)),
    facts,
  );
  if (cause.kind !== 'no_rule_applied') throw new Error(cause.kind);
  return cause.nearest;
};

describe('the cause of a run', () => {
  it('is a change, when a value differs afterwards', () => {
    expect(causeIn(increment('counter', 1))).toEqual({ kind: 'changed' });
  });

  it('is that each value was what it should become', () => {
    expect(causeIn([set('note', 'same'), set('note', '')]).kind).toBe('changed');
    expect(causeIn(set('counter', 0))).toEqual({ kind: 'same_values' });
  });

  it('is that the event has no rule', () => {
    const { trace } = runEvent(compiled()).done;
    expect(causeOf(readTrace(traceJson(trace, '')), false)).toEqual({ kind: 'no_action' });
  });

  it('is the message that stopped the run, before all else', () => {
    expect(causeIn([increment('counter', 1), set('psTriggerError', 'Closed today')])).toEqual({
      kind: 'stopped',
      message: 'Closed today',
    });
  });

  it('is what failed, before rules that did not apply', () => {
    const cause = causeIn([set('note', 'x', '{counter} > 9'), set('locations', 'nowhere')]);
    expect(cause).toMatchObject({
      kind: 'failed',
      failure: { kind: 'action', entry: { targetPath: 'locations' }, detail: expect.stringMatching(/\S/) },
    });
  });

  it('is the address that did not answer, even when something changed', () => {
    const program = compiled({ triggers: { onScan: [increment('counter', 1), call('https://shop.example/x?y=1')] } });
    const { trace } = runEvent(program, factsWith(), 7, () => ({
      reply: { ok: false, message: 'shop.example did not answer in time.', durationMs: 5 },
    })).done;
    expect(causeOf(readTrace(traceJson(trace, '')), true)).toEqual({
      kind: 'failed',
      failure: {
        kind: 'request',
        url: 'https://shop.example/x?y=1',
        detail: 'shop.example did not answer in time.',
      },
    });
  });

  it('is a limit that the run reached', () => {
    expect(causeIn(Array.from({ length: 1001 }, () => increment('counter', 1)))).toMatchObject({
      kind: 'failed',
      failure: { kind: 'limit', detail: expect.stringContaining('1000 actions') },
    });
  });

  it.each(Object.entries(IDLE_NOTES))('is %s when no rule may run', (reason, note) => {
    const program = compiled({ triggers: { onScan: set('note', 'x') } });
    const { next } = begin(program, factsWith(), 7, note);
    if (next.kind !== 'done') throw new Error('A run without actions asks for nothing.');
    expect(causeOf(readTrace(traceJson(next.trace, '')), false)).toEqual({ kind: reason });
  });

  it('is unknown once the trace is gone', () => {
    expect(causeOf(null, false)).toEqual({ kind: 'gone' });
    expect(readTrace(null)).toBeNull();
    expect(readTrace('text')).toBeNull();
  });
});

describe('the nearest rule', () => {
  it('is the false condition, with the value that it saw', () => {
    expect(missIn(['{counter} > 9'])).toMatchObject({
      rule: 1,
      condition: '{counter} > 9',
      blamed: { part: { kind: 'comparison', operator: '>' }, wanted: true, seen: 0 },
    });
  });

  it('is the one with most true parts, and the part that was false', () => {
    const facts = factsWith({ counter: 5 });
    expect(missIn(['{counter} > 9', '{counter} > 3 AND scanned', '{note} !isEmpty'], facts)).toMatchObject({
      rule: 2,
      blamed: { part: { kind: 'flag', name: 'scanned' }, wanted: true },
    });
  });

  it('of alternatives is the nearest one', () => {
    const facts = factsWith({ counter: 5 });
    const condition = '{note} = "Gold" OR ({counter} > 3 AND {counter} > 7)';
    expect(missIn([condition], facts)).toMatchObject({ blamed: { part: { right: { value: 7 } }, seen: 5 } });
  });

  it('turns round what stands below a "!"', () => {
    const scanned = factsWith({ counter: 5 }, { 7: { count: 1, last: 1 } });
    expect(missIn(['!scanned'], scanned)).toMatchObject({ blamed: { part: { kind: 'flag' }, wanted: false } });
    expect(missIn(['!({counter} > 3 OR registered)'], scanned)).toMatchObject({
      blamed: { part: { kind: 'comparison' }, wanted: false, seen: 5 },
    });
  });

  it('counts neighbouring actions with one condition as one rule, and none of a sub-routine', () => {
    const conditions = ['{counter} > 9', '{counter} > 9', '{counter} > 3 AND scanned'];
    expect(missIn(conditions, factsWith({ counter: 5 }))).toMatchObject({ rule: 2, where: 'triggers_onScan_2' });
    const additional = { note: '', counter: 0, code: [set('note', 'x', '{counter} > 9')] };
    const { trace } = runActions([routine('code'), routine('code')], { additional }).done;
    const refused = { ...trace, actions: trace.actions.filter(({ condition }) => condition?.verdict === false) };
    expect(causeOf(refused, false)).toMatchObject({ nearest: { rule: null, where: 'code_0' }, refused: 2 });
  });

  it('counts anew where one event runs its triggers several times', () => {
    const { trace } = runActions([
      set('note', 'x', '{counter} > 9'),
      set('note', 'y', 'scanned'),
      increment('counter', 1),
    ]).done;
    const numbers = ruleNumbers({
      ...trace,
      actions: [...trace.actions, ...trace.actions.map((entry) => ({ ...entry }))],
    });
    expect([...numbers.values()]).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('has a name in the API, by how many conditions were false', () => {
    const reasonOf = (conditions: readonly string[]) =>
      unchangedReason(causeIn(conditions.map((condition) => set('note', 'x', condition))));
    expect(reasonOf(['{counter} > 9'])).toBe('condition_false');
    expect(reasonOf(['{counter} > 9', 'scanned'])).toBe('conditions_false');
  });
});
