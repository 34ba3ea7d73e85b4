// Mails: written with their cause, stored until they are sent.
import { expect, test } from 'vitest';
import type { NewMail } from '../../src/ports/store/mails.ts';
import { newAccount, newTemplate, passIn, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const DAY = 24 * 60 * 60 * 1000;
const to = (recipient: string, createdAt = T0): NewMail => ({
  kind: 'pass_link',
  recipient,
  language: 'de-CH, en;q=0.5',
  createdAt,
  giveUpAt: createdAt + DAY,
});

export function mailCases(store: Current): void {
  const recipients = async (state: Parameters<ReturnType<Current>['mails']>[0] = null) =>
    (await store().mails(state)).map(({ recipient }) => recipient);

  test('a creation and a change write theirs, in order', async () => {
    await templateIn(store());
    await passIn(store(), 'p1', { mail: to('one@example.com') });
    await store().changePass('p1', () => ({ mail: to('two@example.com', T0 + 5), result: null }));
    expect(await store().mails(null)).toMatchObject([
      { recipient: 'two@example.com', runAt: T0 + 5, passHash: 'p1' },
      {
        recipient: 'one@example.com',
        ...{ state: 'queued', runAt: T0, attempts: 0, lastError: null, sentAt: null, messageId: null },
      },
    ]);
    expect([await store().oldestDueMail(T0 - 1), await store().oldestDueMail(T0 + 9)]).toEqual([null, T0]);
    const due = await store().claimMails(10, T0);
    expect(due.map(({ recipient }) => recipient)).toEqual(['one@example.com']);
    expect((await store().claimMails(10, T0 + 5)).map(({ id }) => id)).toEqual([due[0]!.id, due[0]!.id + 1]);
    expect(await store().mailById(due[0]!.id)).toEqual(due[0]);
    expect(await store().mailById(99)).toBeNull();
    expect(await store().countJobs()).toMatchObject({ mail: 2 });
  });

  test('a decision that throws, or makes no pass, writes no mail', async () => {
    await templateIn(store());
    await store().createPass('template-1', () => ({ create: null, mail: to('none@example.com'), result: null }));
    const failing = store().createPass('template-1', () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store().mails(null)).toEqual([]);
  });

  test('what became of a mail is kept; it is tried again on somebody’s word only', async () => {
    await templateIn(store());
    for (const name of ['sent', 'later', 'refused']) await passIn(store(), name, { mail: to(`${name}@example.com`) });
    const [sent, later, refused] = await store().claimMails(10, T0);
    await store().recordMail(sent!.id, { state: 'sent', sentAt: T0 + 1, messageId: '<1@example.com>' });
    await store().recordMail(later!.id, { state: 'queued', runAt: T0 + 100, error: '450 later' });
    await store().recordMail(refused!.id, { state: 'failed', error: '550 no' });
    expect(await store().mailById(sent!.id)).toMatchObject({ state: 'sent', sentAt: T0 + 1, lastError: null });
    expect(await store().mailById(later!.id)).toMatchObject({ attempts: 1, runAt: T0 + 100, lastError: '450 later' });
    expect(await store().mailById(refused!.id)).toMatchObject({ attempts: 1, lastError: '550 no' });
    expect([await recipients('sent'), await recipients('queued'), await recipients('failed')]).toEqual([
      ['sent@example.com'],
      ['later@example.com'],
      ['refused@example.com'],
    ]);
    expect(await store().countDelayedMails()).toBe(1);
    expect([await store().oldestDueMail(T0 + 99), await store().oldestDueMail(T0 + 100)]).toEqual([null, T0 + 100]);
    expect(await store().claimMails(10, T0 + 99)).toEqual([]);
    await store().hastenMails(T0 + 50);
    expect(await store().claimMails(10, T0 + 50)).toMatchObject([{ recipient: 'later@example.com', attempts: 1 }]);

    const times = { now: T0 + 60, giveUpAt: T0 + 2 * DAY };
    expect(await store().retryMails(sent!.id, times)).toBe(0);
    expect(await store().retryMails(refused!.id, times)).toBe(1);
    expect(await store().mailById(refused!.id)).toMatchObject({ state: 'queued', attempts: 0, ...{ runAt: T0 + 60 } });
    expect(await store().retryMails(null, times)).toBe(2);
    expect(await store().claimMails(10, T0 + 60)).toMatchObject([{ giveUpAt: times.giveUpAt }, {}]);
  });

  test('mails go with their pass and their template; old ones are purged unless they wait', async () => {
    const template = await templateIn(store());
    for (const name of ['p1', 'p2', 'p3']) await passIn(store(), name, { mail: to(`${name}@example.com`) });
    await store().deletePass('p1', T0);
    expect(await recipients()).toEqual(['p3@example.com', 'p2@example.com']);
    const [mail] = await store().claimMails(1, T0);
    await store().recordMail(mail!.id, { state: 'sent', sentAt: T0, messageId: '<1@example.com>' });
    expect(await store().purgeMails(T0, true)).toBe(0);
    expect(await store().purgeMails(T0 + 1, false)).toBe(1);
    expect(await store().purgeMails(T0 + 1, true)).toBe(1);
    expect(await recipients()).toEqual(['p3@example.com']);
    await store().deleteTemplate(template.id, T0);
    expect(await recipients()).toEqual([]);
  });

  test('an account is answered its own failed mails since a time, newest first', async () => {
    const { accountId } = await templateIn(store());
    const other = await store().createAccount(newAccount({ email: 'other@example.com' }));
    await store().createTemplate(newTemplate(other.id, { hash: 'theirs' }));
    for (const [hash, time] of [
      ['p1', T0],
      ['p2', T0 + 5],
      ['p3', T0 + 6],
      ['p4', T0 + 7],
    ] as const) {
      await passIn(store(), hash, { mail: to(`${hash}@example.com`, time) });
    }
    await passIn(store(), 'p5', { template: 'theirs', mail: to('p5@example.com', T0 + 8) });
    for (const { id, recipient } of await store().claimMails(10, T0 + 9)) {
      if (recipient !== 'p3@example.com') await store().recordMail(id, { state: 'failed', error: '550 no' });
    }
    const failed = async (since: number, count = 9) =>
      (await store().failedMails(accountId, { since, count })).map(({ passHash }) => passHash);
    expect(await failed(0)).toEqual(['p4', 'p2', 'p1']);
    expect([await failed(0, 1), await failed(T0), await failed(T0 + 7)]).toEqual([['p4'], ['p4', 'p2'], []]);
  });
}
