// psTriggerError: cleared at the start, stops the run, keeps what was done (semantics.md, "Triggers").
import { describe, expect, it } from 'vitest';
import { REGISTER } from '../../src/rules/passes/facts.ts';
import { begin } from '../../src/rules/triggers/triggers.ts';
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

describe('psTriggerError', () => {
  it('stops the run as soon as it is a non-empty text; what earlier actions changed stays changed', () => {
    const run = runActions([increment('counter', 1), set('psTriggerError', 'Full'), increment('counter', 10)]);
    expect(run.done).toMatchObject({ outcome: 'stopped', message: 'Full', updated: true });
    expect(run.at('counter')).toBe(1);
    expect(run.done.trace).toMatchObject({ outcome: 'stopped', note: 'Full', actions: [{}, {}] });
  });

  it('is cleared when a run starts', () => {
    const run = runActions(set('note', 'ran'), {}, factsWith({ psTriggerError: 'from before' }));
    expect(run.done).toMatchObject({ outcome: 'fired', message: null });
    expect(run.overrides).toEqual({ note: 'ran' });
  });

  it('is cleared also when the template itself has one, or no trigger runs', () => {
    const program = compiled({
      additional: { psTriggerError: 'always', note: '' },
      triggers: { onScan: set('note', 'ran') },
    });
    const run = runEvent(program);
    expect(run.done.outcome).toBe('fired');
    expect(run.at('psTriggerError')).toBe('');
    expect(begin(compiled(), factsWith({ psTriggerError: 'old' }), REGISTER).overrides).toEqual({});
    expect(begin(compiled(), factsWith({ psTriggerError: 'old' }), REGISTER, 'paused').overrides).toEqual({});
  });

  it('needs no additional property of its own in the template', () => {
    expect(compiled().locations.has('psTriggerError')).toBe(false);
    expect(runActions(set('psTriggerError', 'No')).done.message).toBe('No');
  });

  it('the empty text does not stop, nor does a condition that is false', () => {
    expect(runActions([set('psTriggerError', ''), set('note', 'ran')]).at('note')).toBe('ran');
    expect(runActions([set('psTriggerError', 'x', 'false'), set('note', 'ran')]).at('note')).toBe('ran');
  });

  it('set and cleared again by the next action has stopped already', () => {
    expect(runActions([set('psTriggerError', 'x'), set('psTriggerError', '')]).done.message).toBe('x');
  });

  it('stops out of a sub-routine, with all that called it', () => {
    const run = runActions([routine('code'), set('note', 'after')], {
      additional: { note: '', code: [set('psTriggerError', 'deep'), set('note', 'inner')] },
    });
    expect(run.done.outcome).toBe('stopped');
    expect(run.at('note')).toBe('');
  });

  it('shows magic strings expanded, without the clientHash', () => {
    expect(runActions(set('psTriggerError', 'Only {counter} left')).done.message).toBe('Only 0 left');
    const facts = factsWith();
    const run = runEvent(compiled({ triggers: { onScan: call('https://a.example') } }), facts, 7, (_, overrides) => ({
      overrides: { ...overrides, psTriggerError: 'x{clientHash}{psEditorURL}y' },
    }));
    expect(run.done.message).toBe('xy');
  });

  it('set by the called service between two segments stops before the next action', () => {
    const program = compiled({ triggers: { onScan: [call('https://a.example'), set('note', 'after')] } });
    const run = runEvent(program, factsWith(), 7, (_, overrides) => ({
      overrides: { ...overrides, psTriggerError: 'Refused by the shop' },
    }));
    expect(run.done).toMatchObject({ outcome: 'stopped', message: 'Refused by the shop', updated: false });
    expect(run.at('note')).toBe('');
    expect(run.done.trace.actions).toMatchObject([{ request: { status: 200 } }]);
  });

  it('a stopped event is not logged, so it raises no flag that the pass shows', () => {
    const shown = { structure: { headerFields: [{ key: 'seen', value: 'x', PSConditions: 'scanned' }] } };
    expect(runActions(set('psTriggerError', 'No'), shown).done.updated).toBe(false);
    expect(runActions(set('psTriggerError', ''), shown).done.updated).toBe(true);
  });
});
