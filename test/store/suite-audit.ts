// The audit log: pages of one account's acts, newest first.
import { expect, it } from 'vitest';
import { newAccount } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function auditCases(current: Current): void {
  it('answers an account its own acts, newest first, page by page', async () => {
    const store = current();
    const { id: own } = await store.createAccount(newAccount({ email: 'own@example.com' }));
    const { id: other } = await store.createAccount(newAccount({ email: 'other@example.com' }));
    const act = (accountId: number, time: number) => ({
      accountId,
      who: 'ada@example.com',
      what: 'card.delete',
      subject: `Card ${time}`,
      before: { passes: time },
      after: null,
      time,
    });
    for (const time of [1, 2, 3]) await store.appendAudit(act(own, time));
    await store.appendAudit(act(other, 4));
    const first = await store.auditOf(own, { before: Number.MAX_SAFE_INTEGER, count: 2 });
    expect(first.map(({ id: _, ...entry }) => entry)).toEqual([act(own, 3), act(own, 2)]);
    const rest = await store.auditOf(own, { before: first[1]!.id, count: 2 });
    expect(rest.map(({ time }) => time)).toEqual([1]);
  });
}
