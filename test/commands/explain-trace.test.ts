// Traces in words, and progress on a terminal: what pass show, simulate and long work print.
import { expect, test } from 'vitest';
import { explainTrace } from '../../src/commands/explain-trace.ts';
import { progressOn } from '../../src/commands/progress.ts';

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
  expect(explainTrace(trace)).toEqual([
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
  expect(explainTrace({ event: 'onScan', outcome: 'skipped', actions: [] })).toEqual([
    'No action is defined for this event.',
  ]);
  expect(explainTrace(null)).toEqual(['There is no trace of this run any more: newer ones took its place.']);
});

test('progress is written over on a terminal, cleared at the end, and written nowhere else', () => {
  const written: string[] = [];
  const stream = (isTTY: boolean) => ({ isTTY, write: (text: string) => written.push(text) }) as never;
  const progress = progressOn(stream(true), 'Copying');
  for (const done of [0, 1, 500, 504, 1000]) progress.show(done, 1000);
  progress.end();
  expect(written).toEqual(['\rCopying 0 %', '\rCopying 50 %', '\rCopying 100 %', `\r${' '.repeat(13)}\r`]);
  written.length = 0;
  const quiet = progressOn(stream(false), 'Copying');
  quiet.show(1, 2);
  quiet.end();
  expect(written).toEqual([]);
});
