// One budget for a run, one for a render: what values that name each other may cost, and what happens where it is spent.
import { describe, expect, it } from 'vitest';
import { renderPass } from '../../src/pass/render.ts';
import { type Budget, BudgetSpent, createBudget, MOST_CHARACTERS, MOST_STEPS } from '../../src/rules/budget.ts';
import type { Overrides, PassFacts } from '../../src/rules/passes/facts.ts';
import { expand, magicValue } from '../../src/rules/paths/magic.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { expectLinear } from '../fixtures/growth.ts';
import {
  call,
  compiled,
  constructorOf,
  factsWith,
  increment,
  routine,
  runActions,
  set,
} from '../fixtures/rules/sample-pass.ts';

/** `{a0}` is `{a1}{a1}`, and so on: sixteen levels ask for 65,536 times the last text. */
const doubling = (last = 'x', levels = 16): JsonObject =>
  Object.fromEntries(
    Array.from({ length: levels + 1 }, (_, at) => [`a${at}`, at === levels ? last : `{a${at + 1}}{a${at + 1}}`]),
  );
const times = (count: number, action: JsonObject) => Array.from({ length: count }, () => action);
const counted = (overrides: Overrides = {}): PassFacts & { readonly budget: Budget } => ({
  ...factsWith(overrides),
  budget: createBudget(),
});
/** What the work drew from a whole budget, also where that was spent. */
function cost(work: (facts: PassFacts) => unknown, overrides: Overrides = {}) {
  const facts = counted(overrides);
  let isSpent = false;
  try {
    work(facts);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    isSpent = true;
  }
  return { steps: MOST_STEPS - facts.budget.steps, characters: MOST_CHARACTERS - facts.budget.characters, isSpent };
}
const IDENTITY = {
  passTypeIdentifier: 'pass.com.example',
  teamIdentifier: 'A1B2C3D4E5',
  serialNumber: 'SERIAL',
  authenticationToken: '0'.repeat(32),
  webServiceURL: 'https://passes.example.com',
  templateName: 'Template',
  ownerName: 'Owner',
};

describe('what is counted', () => {
  const program = compiled({ additional: { note: '', short: 'ten of them', ...doubling('x', 3) } });

  it('a name is a step, and each text that is read or made counts with its length', () => {
    const text = '{short}, {short}';
    const { steps, characters } = cost((facts) => expand(program, facts, text, { audience: 'holder' }));
    expect(steps).toBe(2);
    expect(characters).toBe(text.length + 2 * 'ten of them'.length + 'ten of them, ten of them'.length);
  });

  it('names inside values count wherever they are read', () => {
    const once = cost((facts) => magicValue(program, facts, 'a0'));
    expect(once.steps).toBe(1 + 1 + 2 + 4 + 8);
    const twice = cost((facts) => [magicValue(program, facts, 'a0'), magicValue(program, facts, 'a0')]);
    expect(twice).toMatchObject({ steps: 2 * once.steps, characters: 2 * once.characters });
  });

  it('a text without names costs nothing: it is as long as what was saved', () => {
    expect(cost((facts) => expand(program, facts, 'x'.repeat(10_000), { audience: 'holder' }))).toMatchObject({
      steps: 0,
      characters: 0,
    });
  });

  it('without a budget nothing is counted', () => {
    expect(expand(program, factsWith(), '{a0}', { audience: 'holder' })).toBe('x'.repeat(8));
  });

  it('a condition that compares long texts pays for both', () => {
    const long = 'y'.repeat(60_000);
    const actions = times(30, set('note', 'z', '{left} = {right}'));
    const run = runActions(actions, { additional: { note: '', left: long, right: `${long}!` } });
    expect(run.done.trace.note).toContain(String(MOST_CHARACTERS));
    expect(run.done.trace.actions.length).toBeLessThan(10);
  });

  it('a container that is put together of many overrides pays for each', () => {
    const many = Object.fromEntries(
      Array.from({ length: 1000 }, (_, at) => [`structure_backFields_k${at}_value`, 'x'] as const),
    );
    const { characters } = cost((facts) => magicValue(program, facts, 'structure'), many);
    expect(characters).toBeGreaterThan(64 * 1000);
    const beside = cost((facts) => magicValue(program, facts, 'short'), many);
    expect(beside.characters).toBeLessThan(100);
  });
});

describe('a run', () => {
  const additional = { note: '', counter: 0, ...doubling() };
  const EXPENSIVE = '{a0} = "x"';
  const SPENT = expect.stringContaining(`more than ${MOST_STEPS} steps or ${MOST_CHARACTERS} characters`);

  it('ends where its budget is spent: the trace says so, and what was done before stays', () => {
    const run = runActions([increment('counter', 1), ...times(900, set('note', 'done', EXPENSIVE))], { additional });
    expect(run.done).toMatchObject({ outcome: 'error', message: null, updated: true, trace: { note: SPENT } });
    const { actions } = run.done.trace;
    expect(actions.length).toBeLessThan(10);
    expect(actions[0]).toMatchObject({ after: 1 });
    expect(actions.at(-1)).toEqual({
      where: `triggers_onScan_${actions.length - 1}`,
      action: 'PSActionSetValue',
      targetPath: 'note',
      error: SPENT,
    });
    expect([run.at('counter'), run.at('note')]).toEqual([1, '']);
  });

  it('writes nothing half: an action whose own value spends it leaves the old one', () => {
    const whole = runActions(times(100, set('note', '{a0}')), { additional });
    const written = whole.at('note') as string;
    const alone = runActions(set('note', '{a0}'), { additional }).at('note');
    expect(written).toBe(alone);
    expect(whole.done.trace).toMatchObject({ note: SPENT });
  });

  it('increments, headers, bodies, URLs and sub-routines draw from it too', () => {
    const actions: Record<string, JsonObject> = {
      amount: increment('counter', '{a0}'),
      url: call('https://a.example/?{a0}'),
      header: call('https://a.example', { headers: { 'x-a': '{a0}' } }),
      body: call('https://a.example', { method: 'POST', body: { deep: ['{a0}'] } }),
    };
    for (const [name, action] of Object.entries(actions)) {
      const run = runActions(times(20, action), { additional });
      expect(run.done.trace.note, name).toEqual(SPENT);
    }
    const long = JSON.stringify(times(700, set('note', 'x', 'false')));
    const run = runActions(times(20, routine('again')), { additional: { ...additional, again: long } });
    expect(run.done.trace.note).toMatch(/1000 actions|more than/);
    const unread = JSON.stringify(times(700, { action: 'nothing of ours' }));
    const others = runActions(
      times(20, routine('again')),
      { additional: { ...additional, again: '' } },
      {
        ...factsWith({ again: unread }),
      },
    );
    expect(others.done.trace.note).toEqual(SPENT);
  });

  it('has one budget for all its segments', () => {
    const each = [...times(3, set('note', 'x', EXPENSIVE)), call('https://a.example')];
    const run = runActions([...each, ...each, ...each], { additional });
    expect(run.segments.length).toBeGreaterThan(1);
    expect(run.requests.length).toBeLessThan(3);
    expect(run.done.trace.note).toEqual(SPENT);
  });

  it('a thousand ordinary actions stay below it', () => {
    const action = set('note', 'Hello {name}, {points} points at {timestamp}', '{points} > 0 AND {level} = "gold"');
    const run = runActions(times(1000, action), { additional: { note: '', name: 'Ada', points: 7, level: 'gold' } });
    expect(run.done).toMatchObject({ outcome: 'fired' });
  });

  it('costs no more than its budget, however many actions ask for it', () => {
    const actionsRun = (count: number) =>
      runActions(times(count, set('note', 'x', EXPENSIVE)), { additional }).done.trace.actions.length;
    expect([actionsRun(200), actionsRun(900)]).toEqual([actionsRun(20), actionsRun(20)]);
  });
});

describe('a render', () => {
  const fields = (count: number, value: string, more: JsonObject = {}) => ({
    backFields: Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value, ...more })),
  });

  it('throws where its budget is spent', () => {
    const program = compiled({ structure: fields(500, '{a0}'), additional: doubling('x'.repeat(20)) });
    expect(cost((facts) => renderPass(program, facts, IDENTITY))).toMatchObject({ isSpent: true });
  });

  it('pays for fields, and for conditions that only the pass has', () => {
    const program = compiled({ structure: fields(100, 'x') });
    expect(cost((facts) => renderPass(program, facts, IDENTITY)).steps).toBeLessThan(120);
    const own = Object.fromEntries(
      Array.from({ length: 100 }, (_, at) => [`structure_backFields_k${at}_PSConditions`, `{note} = ${at}`] as const),
    );
    expect(cost((facts) => renderPass(program, facts, IDENTITY), own).steps).toBeGreaterThan(100 * 20);
  });
});

describe('compiling a template', () => {
  const chained = (count: number) =>
    constructorOf({
      structure: {
        backFields: Array.from({ length: count }, (_, at) => ({
          key: `k${at}`,
          value: at === count - 1 ? 'end' : `{structure_backFields_k${at + 1}_value}`,
        })),
      },
    });
  const unknown = (count: number) =>
    constructorOf({
      structure: { backFields: Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: `{nobody${at}}` })) },
    });
  const targets = (count: number) =>
    constructorOf({ triggers: { onScan: Array.from({ length: count }, (_, at) => set(`nobody${at}`, 'x')) } });

  it.each([
    ['fields that name each other in a chain', chained],
    ['fields that name nothing', unknown],
    ['actions on paths that there are not', targets],
  ])('is linear in %s', async (_, make) => {
    await expectLinear(async (size) => compileTemplate(make(size)), 1000);
  });

  it('looks for near words twenty times, and tells of every wrong name', () => {
    const { diagnostics } = compileTemplate(
      constructorOf({
        structure: { backFields: Array.from({ length: 50 }, (_, at) => ({ key: `k${at}`, value: `{counter${at}}` })) },
      }),
    );
    expect(diagnostics.filter(({ code }) => code === 'magic_unknown')).toHaveLength(50);
    expect(diagnostics.filter(({ message }) => message.includes('Did you mean'))).toHaveLength(20);
  });

  it('finds the clientHash at the end of a long chain, in a circle, and by another spelling of a path', () => {
    const errors = (additional: JsonObject, value: string) =>
      compileTemplate(
        constructorOf({
          additional,
          structure: {
            backFields: [
              { key: 'a', value },
              { key: 'b', value: '{clientHash}' },
            ],
          },
        }),
      )
        .diagnostics.filter(({ code }) => code === 'client_hash_visible')
        .map(({ path }) => path);
    const long = Object.fromEntries(
      Array.from({ length: 2000 }, (_, at) => [`c${at}`, at === 1999 ? '{psEditorURL}' : `{c${at + 1}}`] as const),
    );
    expect(errors(long, '{c0}')).toContain('structure_backFields_a_value');
    expect(errors({ one: '{two}', two: '{one} {clientHash}' }, '{one}')).toContain('structure_backFields_a_value');
    expect(errors({ one: '{two}', two: '{one}' }, '{one}')).toEqual(['structure_backFields_b_value']);
    expect(errors({}, '{storeCard_backFields_b_value}')).toContain('structure_backFields_a_value');
  });
});
