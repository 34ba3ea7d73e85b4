// Rules as forms: what nobody touched comes back byte for byte, what was touched changes alone, and a
// form says what was typed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conditionForm,
  conditionOf,
  isSpan,
  ROW_FLAGS,
  ROW_TESTS,
  type RowForm,
  settled,
} from '../../src/rules/sentences/condition-form.ts';
import { buttonNamed, pressed, type RuleForm, readRule, ruleForm } from '../../src/rules/sentences/rule-form.ts';
import { rulesOf } from '../../src/rules/sentences/rules.ts';
import { actionOf } from '../../src/rules/sentences/step-action.ts';
import { EMPTY_STEP, type FormStep, type StepForm, stepForm } from '../../src/rules/sentences/step-form.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { changeRules } from '../../src/rules/triggers/edit-rules.ts';
import { actionsIn, homeNamed, type RuleHome, routineKeys } from '../../src/rules/triggers/rule-homes.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { CASES, EXAMPLES, POINTS, templateWithRules } from '../fixtures/rules/generated-rules.ts';
import { compiled, increment, set } from '../fixtures/rules/sample-pass.ts';

const SCAN: RuleHome = { kind: 'event', event: 'onScan' };
/** The names of what waits elsewhere. */
const NONE: ReadonlySet<string> = new Set();
const index = compiled({ additional: { note: '', counter: 0, vip: false, list: ['a'], routine: '[]' } });

/** A text as a browser sends it back: line breaks are CRLF, and a NUL is U+FFFD. */
function sent(text: string): string {
  return text.replace(/\r\n?|\n/g, '\r\n').replaceAll('\0', '\ufffd');
}

function posted(form: RuleForm): RuleForm {
  return {
    ...form,
    condition: sent(form.condition),
    rows: form.rows.map((row) => ({ ...row, value: sent(row.value) })),
    steps: form.steps.map(postedStep),
  };
}

function postedStep(step: FormStep): FormStep {
  return {
    ...step,
    text: sent(step.text),
    headers: sent(step.headers),
    body: sent(step.body),
    condition: sent(step.condition),
    inner: step.inner.map(postedStep),
  };
}

/** Opens the form of each rule and saves it untouched. */
function savedUntouched(passConstructor: JsonObject): JsonObject {
  const { program } = compileTemplate(passConstructor);
  let saved = passConstructor;
  const names = [
    ...Object.keys((passConstructor.triggers ?? {}) as JsonObject),
    ...routineKeys(passConstructor).map((key) => `steps.${key}`),
  ];
  for (const name of names) {
    const home = homeNamed(name);
    if (home === null) continue;
    for (const rule of rulesOf(actionsIn(saved, home))) {
      const read = readRule(program, posted(ruleForm(home, rule)), rule, NONE);
      expect(read.faults).toBeNull();
      saved = changeRules(saved, home, {
        kind: 'replace',
        number: rule.number,
        actions: read.actions,
      })!.passConstructor;
    }
  }
  return saved;
}

describe('a form that nobody touched', () => {
  it.each(EXAMPLES)('leaves $name as it is', ({ passConstructor }) => {
    const before = JSON.stringify(passConstructor);
    expect(JSON.stringify(savedUntouched(passConstructor))).toBe(before);
  });

  it('leaves 500 generated templates as they are, byte for byte', () => {
    fc.assert(
      fc.property(templateWithRules, (passConstructor) => {
        const before = JSON.stringify(passConstructor);
        expect(JSON.stringify(savedUntouched(passConstructor))).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
});

const INNER: JsonObject = { PSNote: 'mine', ...set('note', 'x') };
const WAITING = {
  action: 'PSActionLater',
  name: 'r',
  delay: '2Hours',
  cancelledBy: 'onScan',
  actions: INNER,
} as const;

describe('a step', () => {
  const text = fc.string({ minLength: 1, maxLength: 20 }).filter((each) => each.trim() !== '' && !/[\r\0]/.test(each));
  const amount = fc.oneof(
    fc.integer({ min: 1, max: 1e9 }).map(String),
    fc.constantFrom('2.5', '0.1', '{counter}', `{${POINTS}}`),
  );
  const path = fc.constantFrom('note', 'counter', POINTS, 'vip', 'expirationDate');
  const forms: fc.Arbitrary<StepForm> = fc
    .oneof(
      fc.record({
        verb: fc.constant('set' as const),
        path,
        text: fc.oneof(text, fc.constantFrom('', '7', 'true', '{note}')),
      }),
      fc.record({ verb: fc.constantFrom('add' as const, 'takeAway' as const), path, text: amount }),
      fc.record({ verb: fc.constant('clear' as const), path }),
      fc.record({ verb: fc.constantFrom('say' as const, 'colour' as const, 'stop' as const), text }),
      fc.record({ verb: fc.constant('become' as const), text: fc.constantFrom('coupon', 'storeCard') }),
      fc.record({ verb: fc.constant('run' as const), path: fc.constant('routine') }),
      fc.record({
        verb: fc.constant('tell' as const),
        text: fc.constantFrom('https://shop.example/x?{note}', '{rootPath}/a'),
        method: fc.constantFrom('', 'POST', 'PUT'),
        headers: fc.constantFrom('', 'x-shop: 7', 'accept: text/plain\nx-a: b c'),
        body: fc.constantFrom('', 'a=1&b={note}', '{"a":"{note}","b":[1,true]}', '[1]'),
      }),
      fc.record({
        verb: fc.constantFrom('calculate' as const, 'addResult' as const),
        path,
        text: fc.constantFrom('{counter} * 2', '{counter} + 1 - {note}'),
      }),
      fc.record({
        verb: fc.constant('later' as const),
        count: fc.constantFrom('1', '2', '90'),
        unit: fc.constantFrom('minute', 'hour', 'day'),
        name: fc.constantFrom('Reminder', 'win back'),
        until: fc.constantFrom('', 'onScan'),
        inner: fc.constantFrom(
          [{ ...EMPTY_STEP, of: 0, verb: 'say' as const, text: 'Hello', condition: '!scanned' }],
          [
            { ...EMPTY_STEP, of: 0, path: 'note', text: 'x' },
            { ...EMPTY_STEP, of: 1, verb: 'add' as const, path: 'counter', text: '1', condition: '{counter} > 2' },
          ],
        ),
      }),
    )
    .map((form) => ({ ...EMPTY_STEP, ...form }));

  it('of each verb is the same after it was an action', () => {
    fc.assert(
      fc.property(forms, (form) => {
        const { action, faults } = actionOf(index, form);
        expect(faults).toEqual([]);
        expect(stepForm(action)).toEqual(form);
        expect(actionOf(index, form, action).action).toBe(action);
      }),
      { numRuns: 2000 },
    );
  });

  it('of one verb becomes one of any other', () => {
    fc.assert(
      fc.property(forms, forms, (from, to) => {
        const { action } = actionOf(index, from);
        const changed = actionOf(index, to, { ...(action as JsonObject), PSConditions: '{note} > 1', PSNote: 'mine' });
        expect(changed.faults).toEqual([]);
        expect(stepForm(changed.action)).toEqual(to);
        expect(changed.action).toMatchObject({ PSConditions: '{note} > 1', PSNote: 'mine' });
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[JsonValue, Partial<StepForm>, JsonValue]>([
    [
      { PSNote: 1, action: 'PSActionOpenURL', url: 'https://a.example', urlParameters: {} },
      { text: 'https://b.example' },
      { PSNote: 1, action: 'PSActionOpenURL', url: 'https://b.example', urlParameters: {} },
    ],
    [set('counter', 5), { text: '6' }, set('counter', 6)],
    [set('note', '5'), { text: '6' }, set('note', '6')],
    [set('note', 5), { text: 'six' }, set('note', 'six')],
    [set('vip', true), { text: 'false' }, set('vip', false)],
    [increment('counter', '{note}'), { text: '2' }, increment('counter', 2)],
    [increment('counter', -2), { verb: 'add' }, increment('counter', 2)],
    [increment('counter', 2), { path: 'note' }, increment('note', 2)],
    [set('psScanText', 'Hello'), { verb: 'colour', text: 'gold' }, set('psScanColor', 'gold')],
    [set('list', ['a']), { text: '["b"]' }, set('list', ['b'])],
    [
      { action: 'PSActionIncrementValue', targetPath: 'counter', expression: '{counter} /  10' },
      { path: 'note' },
      { action: 'PSActionIncrementValue', targetPath: 'note', expression: '{counter} /  10' },
    ],
    [WAITING, { unit: 'week' }, { ...WAITING, delay: '2 weeks' }],
    [WAITING, { until: '' }, { action: WAITING.action, name: 'r', delay: '2Hours', actions: WAITING.actions }],
    [
      WAITING,
      { inner: [{ ...stepForm(WAITING).inner[0]!, condition: '{counter} > 1' }] },
      { ...WAITING, actions: { ...INNER, PSConditions: '{counter} > 1' } },
    ],
    [
      WAITING,
      { inner: [...stepForm(WAITING).inner, { ...EMPTY_STEP, of: null, verb: 'say', text: 'Hi' }] },
      { ...WAITING, actions: [INNER, set('psScanText', 'Hi')] },
    ],
  ])('%j with %j is %j', (action, change, expected) => {
    const form = { ...stepForm(action), ...change };
    expect(actionOf(index, form, action)).toEqual({ action: expected, faults: [] });
    expect(JSON.stringify(actionOf(index, form, action).action)).toBe(JSON.stringify(expected));
  });

  it.each<[Partial<StepForm>, string, string]>([
    [{ verb: 'set', text: 'x' }, 'path', 'missing'],
    [{ verb: 'say' }, 'text', 'missing'],
    [{ verb: 'add', path: 'counter', text: 'two' }, 'text', 'amount'],
    [{ verb: 'add', path: 'counter', text: '-2' }, 'text', 'amount'],
    [{ verb: 'takeAway', path: 'counter', text: 'a {note}' }, 'text', 'amount'],
    [{ verb: 'set', path: 'list', text: 'no list' }, 'text', 'json'],
    [{ verb: 'tell', text: 'https://a.example', headers: 'no colon' }, 'headers', 'headers'],
    [{ verb: 'other', text: 'no json' }, 'text', 'json'],
    [{ ...stepForm(WAITING), count: 'soon' }, 'count', 'delay'],
    [{ ...stepForm(WAITING), count: '11', unit: 'year' }, 'count', 'delay'],
    [{ ...stepForm(WAITING), name: 'n'.repeat(61) }, 'name', 'name'],
    [{ ...stepForm(WAITING), inner: [] }, 'inner', 'noStep'],
  ])('%j is refused at %s', (form, field, kind) => {
    expect(actionOf(index, { ...EMPTY_STEP, ...form }).faults).toEqual([{ field, kind }]);
  });

  it('shows where a text cannot be read', () => {
    const calculated = { ...EMPTY_STEP, verb: 'addResult', path: 'counter', text: '{counter} * * 2' } as const;
    const problem = { line: 1, column: 13, excerpt: expect.stringContaining('^') };
    expect(actionOf(index, calculated).faults).toMatchObject([{ field: 'text', kind: 'expression', problem }]);
    const inner = [{ ...EMPTY_STEP, of: null, verb: 'say', text: 'x', condition: '{note} =' } as const];
    expect(actionOf(index, { ...stepForm(WAITING), inner }).faults).toMatchObject([
      { field: 'condition', kind: 'condition', inner: 0, problem: { line: 1 } },
    ]);
  });
});

describe('a condition as rows', () => {
  const row: fc.Arbitrary<RowForm> = fc
    .record({
      of: fc.constant(null),
      subject: fc.constantFrom('{counter}', `{${POINTS}}`, '{a b}', ...ROW_FLAGS),
      test: fc.constantFrom(...ROW_TESTS),
      value: fc.oneof(
        fc.constantFrom('10', '-2.5', '01234', 'true', '{note}', '', 'a "b" \\', 'ß'),
        fc.string({ maxLength: 8 }).filter((text) => text === text.trim() && !/[\r\n\0]/.test(text)),
      ),
    })
    // What is asked for as a span needs a duration.
    .map((each) => (isSpan(each.test) ? { ...each, value: '30 days' } : each))
    .map(settled);

  it('are the same after they were a condition', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('and' as const, 'or' as const),
        (rows, joins) => {
          const source = conditionOf({ joins, rows }, '');
          const read = conditionForm(source);
          expect(read?.rows.map((each) => ({ ...each, of: null }))).toEqual(rows);
          if (rows.length > 1) expect(read?.joins).toBe(joins);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each(CASES.filter(({ error }) => error === undefined))('leave $source as it is', ({ source }) => {
    const form = conditionForm(source);
    if (form !== null) expect(conditionOf(form, source)).toBe(source);
  });

  it('keep the text of each row that was not touched', () => {
    const source = '{counter}  !<  10   and  ({note}="05") AND ! scanned';
    const form = conditionForm(source)!;
    const rows = form.rows.with(0, { ...form.rows[0]!, value: '12' });
    expect(conditionOf({ joins: 'and', rows }, source)).toBe('{counter} !< 12 AND {note}="05" AND ! scanned');
    const added = [...form.rows, { of: null, subject: '{vip}', test: 'filled', value: '' } as const];
    expect(conditionOf({ joins: 'and', rows: added }, source)).toBe(
      '{counter}  !<  10 AND {note}="05" AND ! scanned AND {vip} !isEmpty',
    );
    const other = form.rows.with(1, { ...form.rows[1]!, test: 'other' });
    expect(conditionOf({ joins: 'and', rows: other }, source)).toContain('{note} != "05"');
  });

  it('are none for what is no chain', () => {
    expect(conditionForm('({note} = "a" OR {note} = "b") AND {counter} > 3')).toBeNull();
    expect(conditionForm('"{note}x" = "ax"')).toBeNull();
    expect(conditionForm('broken (')).toBeNull();
    expect(conditionForm('{counter} > {note}')?.rows).toMatchObject([
      { subject: '{counter}', test: 'more', value: '{note}' },
    ]);
  });
});

describe('the form of a rule', () => {
  it.each(CASES)('says of $source what the parser says', ({ source, error }) => {
    const form = { ...ruleForm(SCAN, null), asText: true, condition: source };
    const steps = [{ ...EMPTY_STEP, verb: 'say' as const, text: 'x', of: null }];
    const { faults } = readRule(index, { ...form, steps }, null, NONE);
    // A name that the template does not have is not the parser's business.
    if (error === undefined) expect(faults).toBeNull();
    else
      expect(faults?.condition).toMatchObject({ line: error.line, column: error.column, message: expect.any(String) });
  });

  it('gives all its steps the condition, and takes it from all', () => {
    const [rule] = rulesOf([set('note', 'a'), increment('counter', 1)]);
    const form = {
      ...ruleForm(SCAN, rule!),
      rows: [{ of: null, subject: '{counter}', test: 'atLeast' as const, value: '10' }],
    };
    const { actions } = readRule(index, form, rule!, NONE);
    expect(actions).toEqual([
      set('note', 'a', '{counter} !< 10'),
      { ...increment('counter', 1), PSConditions: '{counter} !< 10' },
    ]);
    const [conditional] = rulesOf(actions);
    expect(readRule(index, { ...ruleForm(SCAN, conditional!), rows: [] }, conditional!, NONE).actions).toEqual([
      set('note', 'a'),
      increment('counter', 1),
    ]);
  });

  it('gives a new step the condition and the pause of its rule', () => {
    const [rule] = rulesOf([{ ...set('note', 'a', 'scanned'), PSPaused: true }]);
    const opened = ruleForm(SCAN, rule!);
    const steps = [...opened.steps, { ...EMPTY_STEP, verb: 'say' as const, text: 'Hello', of: null }];
    expect(readRule(index, { ...opened, steps }, rule!, NONE).actions).toEqual([
      rule!.actions[0],
      { action: 'PSActionSetValue', targetPath: 'psScanText', value: 'Hello', PSPaused: true, PSConditions: 'scanned' },
    ]);
  });

  it('says what saving would say of a step', () => {
    const steps = [{ ...EMPTY_STEP, path: 'nobody_value', text: 'x', of: null }];
    const { faults } = readRule(index, { ...ruleForm(SCAN, null), steps }, null, NONE);
    expect(faults?.actions).toMatchObject([{ step: 0, message: expect.stringContaining('nobody_value') }]);
    expect(readRule(index, { ...ruleForm(SCAN, null), steps: [] }, null, NONE).faults).toMatchObject({ noStep: true });
  });

  it('says which step inside a wait saving would refuse, and which name is taken', () => {
    const wait = (parts: Partial<StepForm>) => ({ ...stepForm(WAITING), of: null, ...parts });
    const inner = [...stepForm(WAITING).inner, { ...EMPTY_STEP, path: 'nobody_value', text: 'x', of: null }];
    const refused = readRule(index, { ...ruleForm(SCAN, null), steps: [wait({ inner })] }, null, NONE);
    expect(refused.faults?.actions).toMatchObject([{ step: 0, inner: 1 }]);
    const steps = [wait({ name: 'a' }), wait({ name: 'b' }), wait({ name: 'b' })];
    const { faults } = readRule(index, { ...ruleForm(SCAN, null), steps }, null, new Set(['a']));
    expect(faults?.steps).toEqual([
      { step: 0, field: 'name', kind: 'taken' },
      { step: 2, field: 'name', kind: 'taken' },
    ]);
  });

  it('has buttons for steps inside a wait', () => {
    const form = { ...ruleForm(SCAN, null), steps: [{ ...EMPTY_STEP, verb: 'later', of: null } as const] };
    const press = (from: RuleForm, name: string) => pressed(from, buttonNamed(name)!, '');
    const shown = press(form, 'show');
    expect(shown.steps).toMatchObject([{ count: '1', unit: 'day', inner: [{ verb: 'set' }] }]);
    const two = press(shown, 'add-step:0');
    expect(two.steps[0]!.inner).toHaveLength(2);
    const named = {
      ...two,
      steps: [{ ...two.steps[0]!, inner: two.steps[0]!.inner.map((step, of) => ({ ...step, of })) }],
    };
    expect(press(named, 'step-up:0.1').steps[0]!.inner.map(({ of }) => of)).toEqual([1, 0]);
    expect(press(named, 'remove-step:0.0').steps[0]!.inner.map(({ of }) => of)).toEqual([1]);
    expect(buttonNamed('step-up:')).toBeNull();
  });

  it('has buttons for all that a script could do', () => {
    const form = ruleForm(SCAN, rulesOf([set('note', 'a', '{counter} > 1'), set('note', 'b', '{counter} > 1')])[0]!);
    const press = (name: string, from = form) => pressed(from, buttonNamed(name)!, '{counter} > 1');
    expect(press('add-row').rows).toHaveLength(2);
    expect(press('remove-row:0').rows).toEqual([]);
    expect(press('step-up:1').steps.map(({ of }) => of)).toEqual([1, 0]);
    expect(press('step-down:0').steps.map(({ of }) => of)).toEqual([1, 0]);
    expect(press('remove-step:1').steps.map(({ of }) => of)).toEqual([0]);
    expect(press('as-text')).toMatchObject({ asText: true, condition: '{counter} > 1' });
    expect(press('as-rows', press('as-text'))).toEqual(form);
    expect(press('as-rows', { ...press('as-text'), condition: 'broken (' }).asText).toBe(true);
    expect(buttonNamed('')).toBeNull();
    expect(buttonNamed('remove-step')).toBeNull();
  });
});
