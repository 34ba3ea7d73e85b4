// Progress on a terminal: what long work prints.
import { expect, test } from 'vitest';
import { progressOn } from '../../src/commands/progress.ts';

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
