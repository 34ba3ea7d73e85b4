// Limits per event: 1,000 actions, sub-routine depth 16, 10 URL requests and 30 s in all (semantics.md, "Triggers").
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
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

const times = (count: number, action: JsonObject) => Array.from({ length: count }, () => action);

describe('actions', () => {
  it('a thousand run; the next one stops the run with a diagnostic, and what was done stays', () => {
    const all = runActions(times(1000, increment('counter', 1)));
    expect(all.done).toMatchObject({ outcome: 'fired' });
    expect(all.at('counter')).toBe(1000);
    const more = runActions(times(1001, increment('counter', 1)));
    expect(more.at('counter')).toBe(1000);
    expect(more.done).toMatchObject({ outcome: 'error', updated: true, message: null });
    expect(more.done.trace.note).toContain('1000 actions');
  });

  it('those that a condition skips count too', () => {
    const run = runActions([...times(1000, set('note', 'x', 'false')), set('note', 'ran')]);
    expect(run.at('note')).toBe('');
    expect(run.done.outcome).toBe('error');
  });

  it('sub-routines that call each other twice end as well', () => {
    const additional: Record<string, JsonObject[] | number> = { counter: 0 };
    for (let level = 0; level < 14; level++) {
      additional[`r${level}`] = [routine(`r${level + 1}`), routine(`r${level + 1}`)];
    }
    additional.r14 = [increment('counter', 1)];
    const run = runActions(routine('r0'), { additional });
    expect(run.done.trace.note).toContain('1000 actions');
  });

  it('count across segments', () => {
    const actions = [
      ...times(600, increment('counter', 1)),
      call('https://a.example'),
      ...times(600, increment('counter', 1)),
    ];
    expect(runActions(actions).at('counter')).toBe(999);
  });
});

describe('sub-routines', () => {
  const nested = (depth: number) => {
    const additional: Record<string, JsonObject[] | string> = { note: '' };
    for (let level = 1; level < depth; level++) additional[`r${level}`] = [routine(`r${level + 1}`)];
    additional[`r${depth}`] = [set('note', 'bottom')];
    return runActions(routine('r1'), { additional });
  };

  it('sixteen deep is allowed', () => {
    expect(nested(16).at('note')).toBe('bottom');
    expect(nested(16).done.outcome).toBe('fired');
  });

  it('seventeen deep stops the run with a diagnostic', () => {
    const run = nested(17);
    expect(run.at('note')).toBe('');
    expect(run.done.outcome).toBe('error');
    expect(run.done.trace.note).toContain('16 deep');
  });

  it('one that calls itself ends', () => {
    const run = runActions(routine('me'), { additional: { counter: 0, me: [increment('counter', 1), routine('me')] } });
    expect(run.at('counter')).toBe(16);
    expect(run.done.outcome).toBe('error');
  });

  it('many one after the other are not deep', () => {
    const run = runActions(times(40, routine('r')), { additional: { counter: 0, r: [increment('counter', 1)] } });
    expect(run.at('counter')).toBe(40);
  });
});

describe('requests', () => {
  it('ten are sent; the eleventh stops the run with a diagnostic', () => {
    const ten = runActions([...times(10, call('https://a.example')), set('note', 'on')]);
    expect(ten.requests).toHaveLength(10);
    expect(ten.at('note')).toBe('on');
    const eleven = runActions([set('counter', 5), ...times(11, call('https://a.example')), set('note', 'on')]);
    expect(eleven.requests).toHaveLength(10);
    expect(eleven.at('note')).toBe('');
    expect(eleven.at('counter')).toBe(5);
    expect(eleven.done.outcome).toBe('error');
    expect(eleven.done.trace.note).toContain('10 URL requests');
  });

  it('images by URL count among them', () => {
    const image = set('images_logo', 'https://a.example/logo.png');
    expect(runActions([...times(6, image), ...times(6, call('https://a.example'))]).requests).toHaveLength(10);
  });

  it('each has at most 10 s, and no more than is left of 30 s', () => {
    const program = compiled({ triggers: { onScan: times(10, call('https://a.example')) } });
    const run = runEvent(program, factsWith(), 7, () => ({ reply: { ok: true, status: 200, durationMs: 9000 } }));
    expect(run.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([10_000, 10_000, 10_000, 3000]);
    expect(run.done.outcome).toBe('error');
    expect(run.done.trace.note).toContain('30 seconds');
  });

  it('at exactly 30 s no further one is sent', () => {
    const program = compiled({ triggers: { onScan: [...times(4, call('https://a.example'))] } });
    const run = runEvent(program, factsWith(), 7, () => ({ reply: { ok: true, status: 200, durationMs: 10_000 } }));
    expect(run.requests).toHaveLength(3);
  });
});
