// The measurement of `npm run stops` sees a stop, and every door gets requests that it reads.
import { expect, test } from 'vitest';
import { openDoors } from './doors.ts';
import { longestStop, mainThreadMs } from './main-thread.ts';
import { requestsTo } from './requests.ts';

/** Works for so many ms of CPU. */
function work(ms: number): void {
  const end = mainThreadMs() + ms;
  while (mainThreadMs() < end);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('the longest turn counts, not their sum', async () => {
  const stop = await longestStop(async () => {
    for (let turns = 0; turns < 10; turns++) {
      work(turns === 4 ? 60 : 12);
      await turn();
    }
  });
  expect(stop).toBeGreaterThanOrEqual(60);
  expect(stop).toBeLessThan(120);
});

test('every door is there, answers its shapes, and no small one with an error of the server', async () => {
  const opened = await openDoors();
  const failed: string[] = [];
  for (const door of opened.doors) {
    const plain = await opened.send(door, {});
    if (plain === 404 && door.name !== 'GET /nowhere') failed.push(`${door.name}: ${plain}`);
  }
  const asked = new Map<string, number>();
  const sent = new Map<string, number>();
  for (const { door, shape, send } of requestsTo(opened, opened.doors, [2000])) {
    // A part of the shapes is enough to see that each door reads its requests.
    const number = asked.get(door.name) ?? 0;
    asked.set(door.name, number + 1);
    if (shape.startsWith('template: ') || number % 7 > 0) continue;
    const status = await send();
    sent.set(door.name, (sent.get(door.name) ?? 0) + 1);
    if (status >= 500) failed.push(`${door.name}, ${shape}: ${status}`);
  }
  expect(sent.size).toBe(new Set(opened.doors.map(({ name }) => name)).size);
  expect(failed).toEqual([]);
  await opened.t.close();
});
