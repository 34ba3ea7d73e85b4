// The queue of pictures: turns between callers, and who loses a place when it is full.
import { expect, test } from 'vitest';
import { createQueue, type Waiting } from '../../src/pictures/queue.ts';

interface Picture extends Waiting {
  readonly name: string;
}

const queue = (mostWaiting: number, mostWaitingBytes = 1000) => createQueue<Picture>({ mostWaiting, mostWaitingBytes });
/** Such as `a1`: the first picture of the caller a. */
const picture = (name: string, size = 1): Picture => ({ name, caller: name[0]!, bytes: new Uint8Array(size) });
const names = (pictures: readonly Picture[]) => pictures.map(({ name }) => name).join(' ');
const taken = (of: ReturnType<typeof queue>) => {
  const all: Picture[] = [];
  for (let next = of.take(); next !== undefined; next = of.take()) all.push(next);
  return names(all);
};

test('callers get their turns one after the other, whoever came first with how many', () => {
  const waiting = queue(10);
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) expect(waiting.add(picture(name))).toEqual([]);
  expect(taken(waiting)).toBe('a1 b1 c1 a2 c2 a3');
  expect(waiting.size()).toBe(0);
});

test('a caller who comes back waits behind those who came meanwhile', () => {
  const waiting = queue(10);
  for (const name of ['a1', 'b1']) waiting.add(picture(name));
  expect(waiting.take()?.name).toBe('a1');
  waiting.add(picture('a2'));
  expect(taken(waiting)).toBe('b1 a2');
});

test('one caller may use all places, and loses the newest ones to others until all have as many', () => {
  const waiting = queue(4);
  for (const name of ['a1', 'a2', 'a3', 'a4']) expect(waiting.add(picture(name))).toEqual([]);
  expect(names(waiting.add(picture('a5')))).toBe('a5');
  expect(names(waiting.add(picture('b1')))).toBe('a4');
  expect(names(waiting.add(picture('b2')))).toBe('a3');
  // Both have two: the third one of either is refused.
  expect(names(waiting.add(picture('b3')))).toBe('b3');
  expect(names(waiting.add(picture('c1')))).toBe('a2');
  expect(taken(waiting)).toBe('a1 b1 c1 b2');
});

test('bytes count as places do: a large picture takes the places of one who has more', () => {
  const waiting = queue(10, 100);
  for (const name of ['a1', 'a2', 'a3']) waiting.add(picture(name, 30));
  expect(names(waiting.add(picture('b1', 50)))).toBe('a3 a2');
  expect(names(waiting.add(picture('c1', 60)))).toBe('c1');
  expect(names(waiting.clear())).toBe('a1 b1');
  expect(waiting.size()).toBe(0);
});
