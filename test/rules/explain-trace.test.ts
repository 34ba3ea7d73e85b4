// Traces in words: what pass show, simulate and the editor's history say of a run.
import { expect, test } from 'vitest';
import { explainTrace } from '../../src/rules/triggers/explain-trace.ts';
import { de } from '../../src/ui/texts/de/index.ts';
import { en } from '../../src/ui/texts/en/index.ts';

test('each action says what it was, under which condition, and what came of it', () => {
  const trace = {
    event: 'onScan',
    outcome: 'error',
    omitted: 3,
    note: 'The run stopped.',
    actions: [
      { where: 'triggers_onScan_0', action: 'PSActionSetValue', targetPath: 'a', before: null, after: { b: [1, ''] } },
      {
        where: 'triggers_onScan_1',
        action: 'PSActionURL',
        condition: { source: '{a} =\n3', verdict: false, seen: { '{a}': '3', scanned: true }, error: 'no end' },
      },
      {
        where: 'triggers_onScan_2',
        action: 'PSActionURL',
        request: { method: 'GET', url: 'http://x/', status: 404, durationMs: 12 },
        problems: ['p1', 'p2'],
        error: 'went wrong',
      },
    ],
  };
  expect(explainTrace(trace, en.trace)).toEqual([
    '1. PSActionSetValue a   (triggers_onScan_0)',
    '   null -> {"b":[1,""]}',
    '2. PSActionURL   (triggers_onScan_1)',
    '   if {a} =',
    '   3',
    '   false, so nothing is done: {a} = "3", scanned = true',
    '   the condition cannot be read: no end',
    '3. PSActionURL   (triggers_onScan_2)',
    '   GET http://x/: 404 after 12 ms',
    '   error: went wrong',
    '   p1',
    '   p2',
    '3 actions in the middle are not shown.',
    'The run stopped.',
  ]);
  expect(explainTrace({ event: 'onScan', outcome: 'skipped', actions: [] }, en.trace)).toEqual([
    'No action is defined for this event.',
  ]);
  expect(explainTrace(null, en.trace)).toEqual(['There is no trace of this run any more: newer ones took its place.']);
});

test('in another language around what the engine noted', () => {
  const condition = { source: '{a} > 1', verdict: false, seen: { '{a}': '' } };
  const request = { method: 'GET', url: 'http://x/', status: 200, durationMs: 5 };
  const action = 'PSActionURL';
  const trace = {
    event: 'onScan',
    outcome: 'error',
    omitted: 2,
    actions: [{ where: 't', action, condition, request }],
  };
  expect(explainTrace(trace, de.trace)).toEqual([
    '1. PSActionURL   (t)',
    '   wenn {a} > 1',
    '   falsch, also geschieht nichts: {a} = ""',
    '   GET http://x/: 200 nach 5 ms',
    '2 Aktionen in der Mitte sind nicht gezeigt.',
  ]);
});
