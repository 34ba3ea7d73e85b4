// Work that takes turns with other work of its name.
import { expect, test } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import type { Current } from './suite.ts';

/** Work that notes when it begins, and ends when it is told to. */
function held(notes: string[], name: string) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const work = async () => {
    notes.push(`${name} begins`);
    begin();
    await ended;
    notes.push(`${name} ends`);
    return name;
  };
  return { work, begun, end: () => end() };
}

/** Two pieces of work of one name, in one store or in two stores of one database. */
export async function takeTurns(first: Store, second: Store): Promise<void> {
  const notes: string[] = [];
  const [one, two, other] = [held(notes, 'one'), held(notes, 'two'), held(notes, 'other')];
  const done = first.inTurn('mail', one.work);
  await one.begun;
  const waiting = second.inTurn('mail', two.work);
  // Work of another name does not wait.
  other.end();
  expect(await second.inTurn('purge', other.work)).toBe('other');
  one.end();
  two.end();
  expect(await Promise.all([done, waiting])).toEqual(['one', 'two']);
  expect(notes).toEqual(['one begins', 'other begins', 'other ends', 'one ends', 'two begins', 'two ends']);
}

export function turnCases(store: Current): void {
  test('work of one name takes turns', () => takeTurns(store(), store()));

  test('work that fails ends its turn', async () => {
    const failing = store().inTurn('mail', () => Promise.reject(new Error('no')));
    const next = store().inTurn('mail', async () => 'next');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
  });
}
