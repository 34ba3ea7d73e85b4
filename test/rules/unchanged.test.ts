// Why an event changed nothing, read from the traces of real runs.
import { describe, expect, it } from 'vitest';
import { traceJson } from '../../src/rules/triggers/trace.ts';
import { begin } from '../../src/rules/triggers/triggers.ts';
import { IDLE_NOTES, idleReasonOf, whyUnchanged } from '../../src/rules/triggers/unchanged.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { compiled, factsWith, runActions, runEvent, set } from '../fixtures/rules/sample-pass.ts';

const whyOf = (actions: JsonValue) => whyUnchanged(traceJson(runActions(actions).done.trace, ''));

describe('the reason of a run that changed nothing', () => {
  it('is the false condition, with the values that it saw', () => {
    expect(whyOf(set('note', 'x', '{counter} > 9'))).toEqual({
      reason: 'condition_false',
      conditions: [{ condition: '{counter} > 9', seen: { '{counter}': 0 } }],
      error: null,
    });
  });

  it('is all conditions when several were false, of which the first three are told', () => {
    const actions = [1, 2, 3, 4].map((limit) => set('note', 'x', `{counter} > 9${limit}`));
    const why = whyOf(actions);
    expect(why?.reason).toBe('conditions_false');
    expect(why?.conditions.map(({ condition }) => condition)).toEqual([
      '{counter} > 91',
      '{counter} > 92',
      '{counter} > 93',
    ]);
  });

  it('is that no action is defined', () => {
    expect(whyUnchanged(traceJson(runEvent(compiled()).done.trace, ''))?.reason).toBe('no_action');
  });

  it('is that an action wrote what was there before', () => {
    expect(whyOf([set('note', 'same'), set('note', '')])?.reason).toBe('same_values');
  });

  it('is what failed, before conditions that were false', () => {
    const why = whyOf([set('note', 'x', '{counter} > 9'), set('locations', 'nowhere')]);
    expect(why).toMatchObject({ reason: 'action_failed', error: expect.stringMatching(/\S/) });
  });

  it.each(Object.entries(IDLE_NOTES))('is %s when no trigger may run', (reason, note) => {
    const program = compiled({ triggers: { onScan: set('note', 'x') } });
    const { next } = begin(program, factsWith(), 7, note);
    if (next.kind !== 'done') throw new Error('A run without actions asks for nothing.');
    expect(whyUnchanged(traceJson(next.trace, ''))).toEqual({ reason, conditions: [], error: null });
    expect(idleReasonOf(note)).toBe(reason);
  });

  it('is unknown once the trace is gone', () => {
    expect(whyUnchanged(null)).toBeNull();
  });
});
