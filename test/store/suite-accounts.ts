// Accounts and images.
import { expect, test } from 'vitest';
import { DIFFICULT, newAccount, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function accountCases(store: Current): void {
  test('an account comes back as it was given', async () => {
    const given = newAccount({
      additional: DIFFICULT,
      whitelabel: true,
      expiresAt: T0 + 5,
      backgroundColor: '#aabbcc',
      name: 'Zoë',
    });
    const account = await store().createAccount(given);
    expect(account).toEqual({ id: account.id, ...given });
    expect(await store().accountById(account.id)).toEqual(account);
    expect(await store().accountById(account.id + 1)).toBeNull();
  });

  test('another time zone leaves a job, whose steps leave those of templates', async () => {
    const account = await store().createAccount(newAccount({}));
    await store().changeAccount(account.id, { name: 'x' }, T0);
    expect(await store().waitingJob('zone_dues', account.id)).toBeNull();
    await store().changeAccount(account.id, { timeZone: 'Asia/Tokyo' }, T0);
    const job = (await store().waitingJob('zone_dues', account.id))!;
    expect(job).toMatchObject({ runAt: T0, cursor: 0 });
    const template = await templateIn(store());
    await store().recordStep(job, { kind: 'next', cursor: 7 }, { templates: [template.id], now: T0 + 1 });
    expect(await store().waitingJob('zone_dues', account.id)).toMatchObject({ cursor: 7 });
    expect(await store().waitingJob('schedule_dues', template.id)).toMatchObject({ runAt: T0 + 1 });
    // A zone that changes again meanwhile begins anew.
    await store().changeAccount(account.id, { timeZone: null }, T0 + 2);
    await store().recordStep(job, { kind: 'done' });
    expect(await store().waitingJob('zone_dues', account.id)).toMatchObject({ cursor: 0 });
  });

  test('e-mail addresses are one whatever their case, and keep the case they came in', async () => {
    const account = await store().createAccount(newAccount({ email: 'Zoë.Ä@Example.com' }));
    expect(await store().accountByEmail('zOË.ä@eXAMPLE.COM')).toEqual(account);
    expect(account.email).toBe('Zoë.Ä@Example.com');
    expect(await store().accountByEmail('zoe.a@example.com')).toBeNull();
    await expect(store().createAccount(newAccount({ email: 'ZOË.Ä@EXAMPLE.com' }))).rejects.toMatchObject({
      code: 'email_taken',
    });
    expect(await store().accounts()).toHaveLength(1);
  });

  test('an account changes only in what is given', async () => {
    const account = await store().createAccount(newAccount({ expiresAt: T0 }));
    const changed = await store().changeAccount(account.id, { name: 'Ada L.', expiresAt: null });
    expect(changed).toEqual({ ...account, name: 'Ada L.', expiresAt: null });
    expect(await store().accountById(account.id)).toEqual(changed);
    // An account may have its own address in another case.
    const renamed = await store().changeAccount(account.id, { email: 'ADA@example.com' });
    expect(renamed.email).toBe('ADA@example.com');
  });

  test('a change of an account is refused as a whole', async () => {
    const ada = await store().createAccount(newAccount());
    const bob = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    await expect(store().changeAccount(bob.id, { name: 'x', email: 'Ada@Example.com' })).rejects.toMatchObject({
      code: 'email_taken',
    });
    await expect(store().changeAccount(bob.id, { name: 'x', managerId: 999 })).rejects.toMatchObject({
      code: 'manager_not_found',
    });
    await expect(store().changeAccount(999, { name: 'x' })).rejects.toMatchObject({ code: 'account_not_found' });
    expect(await store().accounts()).toEqual([ada, bob]);
  });

  test('a managing account must exist', async () => {
    const ada = await store().createAccount(newAccount());
    const bob = await store().createAccount(newAccount({ email: 'bob@example.com', managerId: ada.id }));
    expect(bob.managerId).toBe(ada.id);
    await expect(store().createAccount(newAccount({ email: 'c@example.com', managerId: 999 }))).rejects.toMatchObject({
      code: 'manager_not_found',
    });
  });

  test('an account is deleted with all that is its own, and with nothing of others', async () => {
    const ada = await store().createAccount(newAccount());
    const bob = await store().createAccount(newAccount({ email: 'bob@example.com', managerId: ada.id }));
    for (const { id } of [ada, bob]) {
      await store().createApiKey({
        accountId: id,
        surface: 'pass2u',
        key: `key of ${id}`,
        ending: 'x',
        encryptedSecret: null,
        createdAt: T0,
      });
      const act = { who: 'x', what: 'y', subject: 'z', before: null, after: null, time: T0 };
      await store().appendAudit({ accountId: id, ...act });
    }
    await store().createCertificateRequest({
      accountId: ada.id,
      name: 'Ada',
      publicKey: new Uint8Array([1]),
      encryptedKey: new Uint8Array([2]),
      createdAt: T0,
    });
    await store().deleteAccount(ada.id);
    expect(await store().accounts()).toEqual([{ ...bob, managerId: null }]);
    expect(await store().apiKeys()).toMatchObject([{ accountId: bob.id }]);
    expect(await store().auditOf(bob.id, { before: 99, count: 9 })).toHaveLength(1);
    expect(await store().auditOf(ada.id, { before: 99, count: 9 })).toEqual([]);
    expect(await store().certificateRequests(ada.id)).toEqual([]);
    await expect(store().deleteAccount(ada.id)).rejects.toMatchObject({ code: 'account_not_found' });
  });

  test('an account with a template stays as it is', async () => {
    const { accountId } = await templateIn(store());
    const account = await store().accountById(accountId);
    await expect(store().deleteAccount(accountId)).rejects.toThrow();
    expect(await store().accountById(accountId)).toEqual(account);
  });
}
