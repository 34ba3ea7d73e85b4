// What the traces of an event share: what the template says, and nothing of a pass.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { LONGEST_USUAL_TRACE, usualTrace } from '../../src/rules/triggers/usual-trace.ts';
import { actions } from '../fixtures/rules/any-actions.ts';
import { call, compiled, constructorOf, increment, routine, set } from '../fixtures/rules/sample-pass.ts';

const usualOf = (onScan: Parameters<typeof fc.constant>[0], additional = {}) =>
  JSON.parse(
    usualTrace(
      compiled({ additional: { note: '', counter: 0, ...additional }, triggers: { onScan } as never }),
      'onScan',
    ),
  );

test('each action with its condition and the names of what it reads, as a trace has them', () => {
  const inner = [set('note', 'x', '"of {counter}" = {note}')];
  const given = [
    increment('counter', 2),
    { ...set('note', 'Gold', '{counter} > 1 AND !(scanned OR {note} isSet) AND {code}'), PSPaused: true },
    set('note', 'never', 'broken ('),
    call('https://a.example/{note}'),
    routine('code'),
  ];
  const broken = { note: '', counter: 0, code: inner };
  const { program } = compileTemplate(constructorOf({ additional: broken, triggers: { onScan: given } }));
  expect(JSON.parse(usualTrace(program, 'onScan'))).toEqual({
    event: 'onScan',
    outcome: 'fired',
    actions: [
      { where: 'triggers_onScan_0', action: 'PSActionIncrementValue', targetPath: 'counter', before: '', after: '' },
      {
        where: 'triggers_onScan_1',
        action: 'PSActionSetValue',
        paused: true,
        targetPath: 'note',
        condition: {
          source: '{counter} > 1 AND !(scanned OR {note} isSet) AND {code}',
          verdict: true,
          seen: { '{counter}': '', scanned: '', '{note}': '', '{code}': '' },
        },
        before: '',
        after: '',
      },
      {
        where: 'triggers_onScan_2',
        action: 'PSActionSetValue',
        targetPath: 'note',
        condition: { source: 'broken (', verdict: true, seen: {} },
        before: '',
        after: '',
      },
      {
        where: 'triggers_onScan_3',
        action: 'PSActionURL',
        request: { method: 'GET', url: 'https://a.example/{note}', durationMs: 0, status: 200 },
      },
      { where: 'triggers_onScan_4', action: 'PSActionTriggers', targetPath: 'code' },
      {
        where: 'code_0',
        action: 'PSActionSetValue',
        targetPath: 'note',
        condition: { source: '"of {counter}" = {note}', verdict: true, seen: { '"of {counter}"': '', '{note}': '' } },
        before: '',
        after: '',
      },
    ],
  });
});

test('an event without triggers has no actions, and the same program answers the same string', () => {
  expect(usualOf([])).toEqual({ event: 'onScan', outcome: 'fired', actions: [] });
  const program = compiled();
  expect(Object.is(usualTrace(program, 'onEdit'), usualTrace(program, 'onEdit'))).toBe(true);
  expect(usualTrace(program, 'onEdit')).not.toBe(usualTrace(program, 'onScan'));
});

test('a large template has the beginning of its text', () => {
  const many = Array.from({ length: 150 }, (_, number) =>
    set('note', 'x', `{counter} = ${number} OR {note} = "${'y'.repeat(80)}"`),
  );
  const program = compiled({ additional: { note: '', counter: 0 }, triggers: { onScan: many } });
  expect(usualTrace(program, 'onScan')).toHaveLength(LONGEST_USUAL_TRACE);
});

test('any template has one, that its mistakes do not break', () => {
  fc.assert(
    fc.property(actions, (onScan) => {
      const { program } = compileTemplate(constructorOf({ triggers: { onScan } }));
      const { event } = JSON.parse(usualTrace(program, 'onScan')) as { event: string };
      expect(event).toBe('onScan');
    }),
    { numRuns: 200 },
  );
});
