// The trace of a run: what an owner reads, and what must never be in it (semantics.md, "Triggers").
import { describe, expect, it } from 'vitest';
import { traceJson } from '../../src/rules/triggers/trace.ts';
import { begin } from '../../src/rules/triggers/triggers.ts';
import { isArray, type JsonObject, type JsonValue } from '../../src/rules/values/values.ts';
import {
  CLIENT_HASH,
  call,
  compiled,
  factsWith,
  increment,
  routine,
  runActions,
  set,
} from '../fixtures/rules/sample-pass.ts';

const traceOf = (actions: JsonValue, parts: JsonObject = {}, overrides: JsonObject = {}) => {
  const { done } = runActions(actions, parts, factsWith(overrides));
  return traceJson(done.trace, CLIENT_HASH) as { actions: JsonObject[]; omitted?: number; note?: string };
};

it('tells each action with its condition, before and after, request and status', () => {
  const trace = traceOf(
    [
      increment('counter', 2),
      set('note', 'Gold', '{counter} > 1 AND !scanned'),
      set('note', 'never', '{counter} > 5'),
      call('https://a.example/{note}'),
      routine('code'),
    ],
    { additional: { note: '', counter: 0, code: [set('note', 'x')] } },
  );
  expect(trace).toEqual({
    event: 'onScan',
    outcome: 'fired',
    actions: [
      { where: 'triggers_onScan_0', action: 'PSActionIncrementValue', targetPath: 'counter', before: 0, after: 2 },
      {
        where: 'triggers_onScan_1',
        action: 'PSActionSetValue',
        targetPath: 'note',
        condition: {
          source: '{counter} > 1 AND !scanned',
          verdict: true,
          seen: { '{counter}': 2, scanned: false },
        },
        before: '',
        after: 'Gold',
      },
      {
        where: 'triggers_onScan_2',
        action: 'PSActionSetValue',
        targetPath: 'note',
        condition: { source: '{counter} > 5', verdict: false, seen: { '{counter}': 2 } },
      },
      {
        where: 'triggers_onScan_3',
        action: 'PSActionURL',
        request: { method: 'GET', url: 'https://a.example/Gold', durationMs: 5, status: 200 },
      },
      { where: 'triggers_onScan_4', action: 'PSActionTriggers', targetPath: 'code' },
      { where: 'code_0', action: 'PSActionSetValue', targetPath: 'note', before: 'Gold', after: 'x' },
    ],
  });
});

it('says why no action ran', () => {
  const program = compiled({ triggers: { onScan: set('note', 'x') } });
  const { next } = begin(program, factsWith(), 7, 'The triggers of this template are paused.');
  expect(next).toMatchObject({
    kind: 'done',
    outcome: 'skipped',
    updated: false,
    trace: { actions: [], note: 'The triggers of this template are paused.' },
  });
});

it('tells what went wrong in magic strings', () => {
  const trace = traceOf(set('note', '{loop}'), { additional: { note: '', loop: 'x{loop}' } });
  expect(trace.actions).toMatchObject([{ after: 'x', problems: ['magic_cycle'] }]);
  const sum = traceOf(increment('counter', '{loop}'), { additional: { counter: 0, loop: '{loop}' } });
  expect(sum.actions).toMatchObject([{ problems: ['magic_cycle'] }]);
  const url = traceOf(call('https://a.example/{loop}'), { additional: { loop: '{loop}' } });
  expect(url.actions).toMatchObject([{ problems: ['magic_cycle'] }]);
});

describe('the clientHash is never in it', () => {
  it.each<[string, JsonValue, JsonObject]>([
    ['in a URL', call('https://a.example/?h={clientHash}'), {}],
    ['in the editor URL', call('{psEditorURL}'), {}],
    ['encoded in a URL', call('https://a.example/?u={psEditorURL}'), {}],
    ['in a set value', set('psInformationURL', '{psEditorURL} {clientHash}'), {}],
    ['as a value somebody wrote out', set('note', '{counter}'), { counter: CLIENT_HASH }],
    ['as a value in a structure', set('note', { [CLIENT_HASH]: [CLIENT_HASH] }), {}],
    ['in a condition', set('note', 'x', `{counter} = "${CLIENT_HASH}"`), { counter: CLIENT_HASH }],
    ['in an error message', set('psTriggerError', `x ${CLIENT_HASH}`), {}],
    ['over the place where long texts are cut', set('note', `${'x'.repeat(490)}{counter}`), { counter: CLIENT_HASH }],
  ])('%s', (_, actions, overrides) => {
    const json = JSON.stringify(traceOf(actions, {}, overrides));
    expect(json).not.toContain(CLIENT_HASH.slice(2, 12));
  });
});

it('keeps the order of keys around a key and a text that hold the clientHash', () => {
  const value = JSON.parse(`{"b":"x","${CLIENT_HASH}":["${CLIENT_HASH}",1],"a":"${CLIENT_HASH}","__proto__":"z"}`);
  const [entry] = traceOf(set('note', value)).actions;
  expect(JSON.stringify(entry?.after)).toBe(
    '{"b":"x","{clientHash}":["{clientHash}",1],"a":"{clientHash}","__proto__":"z"}',
  );
  expect(CLIENT_HASH in value).toBe(true);
});

describe('length', () => {
  it('texts are shortened', () => {
    const [entry] = traceOf(set('note', 'x'.repeat(60_000))).actions;
    expect(entry?.after).toBe(`${'x'.repeat(500)}…`);
  });

  it('a container with much in it becomes the beginning of its JSON, in values and in what a condition saw', () => {
    const list = Array.from({ length: 10_000 }, (_, at) => at);
    const trace = traceOf([set('note', list), set('counter', 1, '{note} isSet')], {}, { note: list });
    expect(JSON.stringify(trace).length).toBeLessThan(3000);
    expect(trace.actions[0]?.after).toMatch(/^\[0,1,2,.*…$/);
    const small = traceOf(set('note', [1, 2]));
    expect(small.actions[0]?.after).toEqual([1, 2]);
  });

  it('of very many actions the first and last hundred are shown, and how many are not', () => {
    const many = Array.from({ length: 250 }, () => increment('counter', 1));
    const trace = traceOf(many);
    expect(trace.omitted).toBe(50);
    expect(trace.actions).toHaveLength(200);
    expect(trace.actions[99]).toMatchObject({ where: 'triggers_onScan_99' });
    expect(trace.actions[100]).toMatchObject({ where: 'triggers_onScan_150' });
    expect(traceOf(many.slice(0, 200)).omitted).toBeUndefined();
  });

  it('stays bounded for the longest run on the largest values', () => {
    const many = Array.from({ length: 1000 }, () => set('note', ['{big}', '{big}'], '{big} isSet'));
    const trace = traceOf(many, { additional: { note: '', big: 'y'.repeat(20_000) } });
    expect(isArray(trace.actions as never)).toBe(true);
    expect(JSON.stringify(trace).length).toBeLessThan(200 * 4000);
  });
});
