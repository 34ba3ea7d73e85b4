// The store as a whole: its readiness, work that takes turns, and closing it.
import { expect, test } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import { addPoint, passIn, readPass, templateIn } from '../fixtures/store/fixtures.ts';
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

export function storeCases(store: Current): void {
  test('work of one name takes turns', () => takeTurns(store(), store()));

  test('work that fails ends its turn', async () => {
    const failing = store().inTurn('mail', () => Promise.reject(new Error('no')));
    const next = store().inTurn('mail', async () => 'next');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
  });

  test('a probe says that the tables are up to date, as often as it is asked', async () => {
    await templateIn(store());
    const asked = await Promise.all([store().probe(), store().probe(), passIn(store(), 'p1'), store().probe()]);
    expect(asked[3]).toEqual({ migrationsMissing: 0 });
    expect(await readPass(store(), 'p1')).toMatchObject({ hash: 'p1' });
  });

  test('a closed store has written what it was given before, and takes no more', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    const last = store().changePass('p1', addPoint);
    const closing = store().close();
    await expect(last).resolves.toEqual({ replayed: false, result: 1 });
    await closing;
    await expect(store().changePass('p1', addPoint)).rejects.toThrow();
    await expect(store().passByHash('p1')).rejects.toThrow();
  });
}
