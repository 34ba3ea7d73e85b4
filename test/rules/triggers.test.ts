// The four actions, their order and what a run answers (semantics.md, "Triggers").
import { describe, expect, it } from 'vitest';
import { differs } from '../../src/rules/passes/differs.ts';
import { type AccessType, PUSH, recordAccess, SCAN, TRIGGER_OF } from '../../src/rules/passes/facts.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import {
  call,
  compiled,
  factsWith,
  increment,
  NOW,
  routine,
  runActions,
  runEvent,
  set,
} from '../fixtures/rules/sample-pass.ts';

const POINTS = 'structure_headerFields_points_value';

describe('events', () => {
  const events = Object.entries(TRIGGER_OF).map(([type, event]) => [Number(type) as AccessType, event] as const);
  const triggers = Object.fromEntries(
    events.flatMap(([, event]) => (event === null ? [] : [[event, set('note', event)]])),
  );

  it.each([
    [0, 'onCheck'],
    [1, 'onCreate'],
    [2, 'onInstall'],
    [3, 'onDeviceUpdate'],
    [4, 'onRegister'],
    [6, 'onDelete'],
    [7, 'onScan'],
    [8, 'onEdit'],
  ] as const)('access type %i runs %s, and nothing else', (type, event) => {
    const run = runEvent(compiled({ triggers }), factsWith(), type);
    expect(run.at('note')).toBe(event);
    expect(run.done.trace).toMatchObject({ event, outcome: 'fired', actions: [{ where: `triggers_${event}_0` }] });
  });

  it('a push runs none', () => {
    const { done, overrides } = runEvent(compiled({ triggers }), factsWith(), PUSH);
    expect(done).toMatchObject({ outcome: 'skipped', updated: false, trace: { event: null, actions: [] } });
    expect(overrides).toEqual({});
  });

  it('an event without triggers changes nothing', () => {
    expect(runEvent(compiled()).done).toMatchObject({ outcome: 'skipped', updated: false, message: null });
  });

  it('takes one action object or an array', () => {
    expect(runActions(set('note', 'one')).at('note')).toBe('one');
    expect(runActions([set('note', 'one'), set('note', 'two')]).at('note')).toBe('two');
  });
});

describe('order and conditions', () => {
  it('actions run in order', () => {
    const run = runActions([set('note', 'a'), set('note', '{note}b'), set('note', '{note}c')]);
    expect(run.at('note')).toBe('abc');
  });

  it('a condition is evaluated just before its action, on the state that the earlier ones left', () => {
    const run = runActions([
      increment('counter', 1),
      set('note', 'first', '{counter} = 1'),
      increment('counter', 1),
      set('note', '{note} second', '{counter} = 1'),
      set('note', '{note} third', '{counter} = 2'),
    ]);
    expect(run.at('note')).toBe('first third');
    expect(run.done.trace.actions.map(({ condition }) => condition?.verdict)).toEqual([
      undefined,
      true,
      undefined,
      false,
      true,
    ]);
  });

  it('an action whose condition is false does nothing; the run is skipped when all are', () => {
    const run = runActions([set('note', 'x', 'false'), { ...call('https://a.example'), PSConditions: 'false' }]);
    expect(run.requests).toHaveLength(0);
    expect(run.done).toMatchObject({ outcome: 'skipped', updated: false });
  });

  it('the event itself is not yet logged while its triggers run', () => {
    expect(runActions(set('note', 'first scan', '!scanned')).at('note')).toBe('first scan');
    const again = factsWith({}, recordAccess({}, SCAN, NOW - 1));
    expect(runActions(set('note', 'first scan', '!scanned'), {}, again).at('note')).toBe('');
  });

  it('an empty condition is true', () => {
    expect(runActions(set('note', 'x', '  ')).at('note')).toBe('x');
  });

  it('one that cannot be read, set by a trigger, counts as false and the trace says why', () => {
    const run = runActions([set('note', [set('counter', 5, '{counter} >')]), routine('note')]);
    expect(run.at('counter')).toBe(0);
    const broken = run.done.trace.actions.at(-1)!;
    expect(broken.condition).toMatchObject({ verdict: false, error: expect.stringMatching(/\S/) });
    expect(run.done.outcome).toBe('error');
  });
});

describe('PSActionSetValue', () => {
  it.each<[JsonValue, JsonValue]>([
    ['text', 'text'],
    [5, 5],
    [true, true],
    ['{counter}', '0'],
    [{ deep: ['{counter}', 1] }, { deep: ['0', 1] }],
    ['', ''],
  ])('sets %j', (value, kept) => {
    expect(runActions(set('note', value)).overrides).toEqual({ note: kept });
  });

  it('null gives the template its value back', () => {
    const run = runActions(set('note', null), { additional: { note: 'template' } }, factsWith({ note: 'mine' }));
    expect(run.overrides).toEqual({});
    expect(run.at('note')).toBe('template');
  });

  it('magic expands now: what it referred to may change afterwards', () => {
    const run = runActions([set('note', 'was {counter}'), increment('counter', 5)]);
    expect(run.at('note')).toBe('was 0');
  });

  it('magic expands inside nested JSON text', () => {
    const inner = JSON.stringify([{ action: 'PSActionSetValue', targetPath: 'note', value: '{counter}' }]);
    expect(runActions(set('note', inner)).at('note')).toBe(inner.replace('{counter}', '0'));
  });

  it('the timestamp is frozen into the value', () => {
    expect(runActions(set('note', '{timestamp}')).overrides).toEqual({ note: '2023-11-14T22:13:20Z' });
  });

  it('the clientHash is not frozen: it stays a magic string', () => {
    expect(runActions(set('psInformationURL', '{psEditorURL}')).at('psInformationURL')).toBe('{psEditorURL}');
  });

  it('sets a container, as value and as JSON text', () => {
    const fields = [{ key: 'points', value: 3 }];
    expect(runActions(set('structure_headerFields', fields)).at(POINTS)).toBe(3);
    expect(runActions(set('structure_headerFields', JSON.stringify(fields))).at(POINTS)).toBe(3);
  });

  it('a value that does not fit is an error of the action, and the run goes on', () => {
    const run = runActions([set('structure_headerFields', 'text'), set('note', 'on')]);
    expect(run.at('note')).toBe('on');
    expect(run.done.outcome).toBe('error');
    expect(run.done.trace.actions[0]?.error).toMatch(/^structure_headerFields: /);
  });

  it('the old form of a path is the same target', () => {
    expect(runActions(set('coupon_headerFields_points_value', 4)).overrides).toEqual({ [POINTS]: 4 });
  });
});

describe('PSActionIncrementValue', () => {
  it.each<[JsonValue, JsonValue, number]>([
    [0, 1, 1],
    [5, -7, -2],
    ['25', 1, 26],
    ['apples', 1, 1],
    ['', 1, 1],
    [null, 1, 1],
    [true, 1, 2],
    [[9], 1, 1],
    ['{five}', 1, 6],
    [1, '{five}', 6],
    [1, '2.5', 3.5],
    [1, 'apples', 1],
    [0.1, 0.2, 0.3],
    [0.7, 0.1, 0.8],
    ['1e5', 1, 1],
  ])('%j by %j gives %j', (value, amount, sum) => {
    const run = runActions(increment('it', amount), { additional: { it: value, five: 5 } });
    expect(run.overrides).toEqual({ it: sum });
  });

  it('decimals do not drift', () => {
    const run = runActions(
      Array.from({ length: 100 }, () => increment('counter', 0.1)),
      { additional: { counter: 0 } },
    );
    expect(run.at('counter')).toBe(10);
  });

  it('makes a value where there was none', () => {
    expect(runActions(increment('structure_backFields_visits_value', 2)).overrides).toEqual({
      structure_backFields_visits_value: 2,
    });
  });
});

describe('PSActionTriggers', () => {
  it.each<[string, JsonValue]>([
    ['an array', [set('note', 'ran')]],
    ['one object', set('note', 'ran')],
    ['JSON text', JSON.stringify([set('note', 'ran')])],
  ])('runs %s', (_, code) => {
    const run = runActions(routine('code'), { additional: { note: '', code } });
    expect(run.at('note')).toBe('ran');
    expect(run.done.trace.actions.map(({ where }) => where)).toEqual(['triggers_onScan_0', 'code_0']);
  });

  it('returns to the action after it', () => {
    const run = runActions([set('note', '1'), routine('code'), set('note', '{note}3')], {
      additional: { note: '', code: [set('note', '{note}2')] },
    });
    expect(run.at('note')).toBe('123');
  });

  it('runs what a trigger or the API put there', () => {
    const run = runActions(
      routine('code'),
      { additional: { note: '', code: '' } },
      {
        ...factsWith({ code: JSON.stringify([set('note', 'api')]) }),
      },
    );
    expect(run.at('note')).toBe('api');
  });

  it.each(['', null])('%j is no sub-routine and no error', (code) => {
    expect(runActions(routine('code'), { additional: { code } }).done.outcome).toBe('fired');
  });

  it.each<[JsonValue, RegExp]>([
    ['not json', /code holds no JSON array of triggers/],
    ['5', /code holds no JSON array of triggers/],
    [5, /code holds no JSON array of triggers/],
    ['['.repeat(20_000), /code holds no JSON array of triggers/],
    ['['.repeat(20_000) + ']'.repeat(20_000), /code holds no JSON array of triggers/],
    ['[{"action":"PSActionSetValeu"}]', /code_0: .*Did you mean "PSActionSetValue"/],
    ['[5]', /code_0: /],
  ])('%j is an error of the action, and the run goes on', (code, message) => {
    const facts = factsWith({ code });
    const run = runActions([routine('code'), set('note', 'on')], { additional: { code: '', note: '' } }, facts);
    expect(run.done.outcome).toBe('error');
    expect(run.done.trace.actions[0]?.error).toMatch(message);
    expect(run.at('note')).toBe('on');
  });

  it('the good actions of a sub-routine with a bad one still run', () => {
    const code = JSON.stringify([{ action: 'nope' }, set('note', 'on')]);
    const run = runActions(routine('code'), { additional: { code: '', note: '' } }, factsWith({ code }));
    expect(run.at('note')).toBe('on');
  });
});

describe('names of actions', () => {
  it.each([
    ['PSActionURL', 'PSActionURL'],
    ['PSActionUrl', 'PSActionURL'],
    ['PSActionOpenURL', 'PSActionURL'],
  ])('%s is a request', (action, name) => {
    const run = runActions({ action, url: 'https://a.example/' });
    expect(run.requests).toHaveLength(1);
    expect(run.done.trace.actions).toMatchObject([{ action: name }]);
  });

  it.each(['PSActionTriggers', 'PSActionRunTriggers', 'PSActionSubroutine'])('%s is a sub-routine', (action) => {
    const run = runActions({ action, targetPath: 'code' }, { additional: { note: '', code: [set('note', 'ran')] } });
    expect(run.at('note')).toBe('ran');
  });
});

describe('updated', () => {
  const shown: JsonObject = { structure: { headerFields: [{ key: 'seen', value: 'x', PSConditions: 'scanned' }] } };
  const scannedBefore = factsWith({}, recordAccess({}, SCAN, NOW - 1));

  it('is true when an effective value changed', () => {
    expect(runActions(set('note', 'x')).done.updated).toBe(true);
    expect(runActions(set('note', 'x')).segments[0]).toMatchObject({ changed: true });
  });

  it('is false when the values are what they were', () => {
    expect(runActions(set('note', '')).done.updated).toBe(false);
    expect(runActions([increment('counter', 1), increment('counter', -1)]).done.updated).toBe(false);
    expect(runActions(set('note', 'x'), {}, factsWith({ note: 'x' })).done.updated).toBe(false);
    const note = { a: 1, b: 2 };
    expect(runActions(set('note', { b: 2, a: 1 }), { additional: { note } }).done.updated).toBe(false);
  });

  it('is true for a change to another kind of value', () => {
    expect(runActions(set('counter', '0')).done.updated).toBe(true);
  });

  it('is true when a container changed through one of its parts', () => {
    const program = compiled();
    expect(differs(program, { structure_headerFields: [] }, {})).toBe(true);
    expect(differs(program, {}, { [POINTS]: 0 })).toBe(false);
    expect(differs(program, {}, { [POINTS]: 1 })).toBe(true);
  });

  it('is false for psTriggerError alone', () => {
    expect(runEvent(compiled(), factsWith({ psTriggerError: 'old' })).done.updated).toBe(false);
  });

  it('is true when the event raises a flag that a shown condition uses, the first time only', () => {
    expect(runEvent(compiled(shown)).done.updated).toBe(true);
    expect(runEvent(compiled(shown)).segments[0]?.changed).toBe(true);
    expect(runEvent(compiled(shown), scannedBefore).done.updated).toBe(false);
    expect(runEvent(compiled(shown), factsWith(), 0).done.updated).toBe(false);
  });

  it('is false when no shown condition uses the flag', () => {
    expect(runEvent(compiled()).done.updated).toBe(false);
    const other = { triggers: { onScan: set('note', '', 'scanned') } };
    expect(runEvent(compiled(other)).done.updated).toBe(false);
  });

  it('is true for the flag of a condition on the barcode, on a second barcode, or set on the pass', () => {
    const code = { format: 'PKBarcodeFormatQR', message: 'x' };
    expect(runEvent(compiled({ barcode: { ...code, PSConditions: '!scanned' } })).done.updated).toBe(true);
    const two = { barcode: code, barcodes: [code, { ...code, PSConditions: 'scanned' }] };
    expect(runEvent(compiled(two)).done.updated).toBe(true);
    const set = factsWith({ structure_headerFields_points_PSConditions: '!scanned' });
    expect(runEvent(compiled(), set).done.updated).toBe(true);
    const container = factsWith({ structure_headerFields: [{ key: 'a', value: 1, PSConditions: 'scanned' }] });
    expect(runEvent(compiled(), container).done.updated).toBe(true);
    expect(runEvent(compiled(), { ...set, access: scannedBefore.access }).done.updated).toBe(false);
  });
});
