// Marks: one value for each account and name, the last one set.
import { expect, it } from 'vitest';
import { newAccount } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function markCases(current: Current): void {
  it('answers an account its own marks, each with the value that was set last', async () => {
    const store = current();
    const { id: own } = await store.createAccount(newAccount({ email: 'own@example.com' }));
    const { id: other } = await store.createAccount(newAccount({ email: 'other@example.com' }));
    expect(await store.marksOf(own)).toEqual({});
    await store.setMark(own, 'examples_hidden', 1);
    await store.setMark(own, 'needs_seen', 5);
    await store.setMark(own, 'needs_seen', 1_900_000_000_123);
    await store.setMark(other, 'steps_hidden', 1);
    expect(await store.marksOf(own)).toEqual({ examples_hidden: 1, needs_seen: 1_900_000_000_123 });
    expect(await store.marksOf(other)).toEqual({ steps_hidden: 1 });
  });
}
