// Sessions that ended before their time.
import { expect, test } from 'vitest';
import { T0 } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function sessionCases(store: Current): void {
  test('a session that ended stays so until its time, and others go on', async () => {
    const end = (id: string, expiresAt: number, now: number) => store().endSession({ id, expiresAt, now });
    const ended = (...ids: string[]) => Promise.all(ids.map((id) => store().isSessionEnded(id)));
    await end('a', T0 + 10, T0);
    await end('a', T0 + 10, T0);
    await end('b', T0 + 20, T0 + 9);
    expect(await ended('a', 'b', 'c')).toEqual([true, true, false]);
    // The cookie of the first session would not be accepted any more by now.
    await end('c', T0 + 30, T0 + 10);
    expect(await ended('a', 'b', 'c')).toEqual([false, true, true]);
  });
}
