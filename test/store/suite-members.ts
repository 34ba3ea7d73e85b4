// The people of an account: an address is one login, an invitation makes one member, and a number is
// never given again.
import { expect, test } from 'vitest';
import type { NewInvitation } from '../../src/ports/store/members.ts';
import { newAccount, T0 } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const PERSON = { name: 'Bob', passwordHash: '$argon2id$x', language: null };

export function memberCases(store: Current): void {
  const account = async (email = 'ada@example.com') => (await store().createAccount(newAccount({ email }))).id;
  const invitation = (accountId: number, email: string, given: Partial<NewInvitation> = {}): NewInvitation => ({
    accountId,
    email,
    role: 'counter',
    nonce: `nonce of ${email}`,
    codeHash: `code of ${email}`,
    invitedBy: 'ada@example.com',
    createdAt: T0,
    expiresAt: T0 + 100,
    ...given,
  });
  const member = async (accountId: number, email: string) => {
    await store().invite(invitation(accountId, email), 10);
    return (await store().join(`code of ${email}`, PERSON, T0))!;
  };

  test('an invitation comes back as it was given, and makes one member', async () => {
    const own = await account();
    const given = invitation(own, 'Bob@example.com', { role: 'developer' });
    const made = await store().invite(given, 10);
    expect(made).toEqual({ id: made.id, ...given });
    expect(await store().invitationByCode(given.codeHash)).toEqual(made);
    expect(await store().invitationById(own, made.id)).toEqual(made);
    expect(await store().invitationsOf(own)).toEqual([made]);
    expect(await store().join(given.codeHash, PERSON, T0 + 100)).toBeNull();

    const bob = await store().join(given.codeHash, { ...PERSON, language: 'de' }, T0 + 99);
    const parts = { accountId: own, email: 'Bob@example.com', role: 'developer', createdAt: T0 + 99 };
    expect(bob).toEqual({ id: bob!.id, ...PERSON, ...parts, language: 'de' });
    expect(await store().memberById(bob!.id)).toEqual(bob);
    expect(await store().memberByEmail('bOB@EXAMPLE.com')).toEqual(bob);
    expect(await store().membersOf(own)).toEqual([bob]);
    expect(await store().invitationsOf(own)).toEqual([]);
    expect(await store().join(given.codeHash, PERSON, T0)).toBeNull();
  });

  test('an address belongs to one login, of an account or a member, whatever its case', async () => {
    const own = await account();
    const other = await account('eve@example.com');
    await member(own, 'bob@example.com');
    const taken = { code: 'email_taken' };
    await expect(store().invite(invitation(other, 'BOB@example.com'), 10)).rejects.toMatchObject(taken);
    await expect(store().invite(invitation(own, 'Eve@example.com'), 10)).rejects.toMatchObject(taken);
    await expect(store().createAccount(newAccount({ email: 'Bob@example.com' }))).rejects.toMatchObject(taken);
    await expect(store().changeAccount(own, { email: 'bob@EXAMPLE.com' })).rejects.toMatchObject(taken);
    // Both accounts may invite a person, who joins one of them.
    await store().invite(invitation(own, 'cyd@example.com', { codeHash: 'one' }), 10);
    await store().invite(invitation(other, 'cyd@example.com', { codeHash: 'two' }), 10);
    await store().join('one', PERSON, T0);
    await expect(store().join('two', PERSON, T0)).rejects.toMatchObject(taken);
  });

  test('a second invitation of an address ends the first one', async () => {
    const own = await account();
    await store().invite(invitation(own, 'bob@example.com', { codeHash: 'one' }), 1);
    await store().invite(invitation(own, 'BOB@example.com', { codeHash: 'two', role: 'manager' }), 1);
    expect(await store().join('one', PERSON, T0)).toBeNull();
    expect(await store().join('two', PERSON, T0)).toMatchObject({ role: 'manager' });
    await expect(store().invite(invitation(own, 'cyd@example.com'), 1)).rejects.toMatchObject({ code: 'people_limit' });
  });

  test('an account changes, withdraws and removes its own alone', async () => {
    const [own, other] = [await account(), await account('eve@example.com')];
    const bob = await member(own, 'bob@example.com');
    const unknown = { code: 'member_not_found' };
    await expect(store().changeMember(other, bob.id, { role: 'owner' })).rejects.toMatchObject(unknown);
    await expect(store().removeMember(other, bob.id)).rejects.toMatchObject(unknown);
    const changed = { ...bob, role: 'manager', language: 'de' };
    expect(await store().changeMember(own, bob.id, { role: 'manager', language: 'de' })).toEqual(changed);
    const { id } = await store().invite(invitation(own, 'cyd@example.com'), 10);
    expect(await store().invitationById(other, id)).toBeNull();
    await store().withdrawInvitation(other, id);
    expect(await store().invitationsOf(own)).toHaveLength(1);
    await store().withdrawInvitation(own, id);
    expect(await store().invitationsOf(own)).toEqual([]);
    expect(await store().removeMember(own, bob.id)).toEqual(changed);
    expect(await store().memberById(bob.id)).toBeNull();
    // A session names its member by number.
    expect((await member(own, 'bob@example.com')).id).toBeGreaterThan(bob.id);
  });
}
