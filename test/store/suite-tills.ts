// Tills: a setup code works once and for its time, a token finds its till, and locking out is final.
import { expect, test } from 'vitest';
import type { NewTill } from '../../src/ports/store/tills.ts';
import { newAccount, T0 } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const setup = (codeHash: string, expiresAt = T0 + 100) => ({ nonce: `nonce of ${codeHash}`, codeHash, expiresAt });

export function tillCases(store: Current): void {
  const account = async (email = 'ada@example.com') => (await store().createAccount(newAccount({ email }))).id;
  const newTill = (accountId: number, given: Partial<NewTill> = {}): NewTill => ({
    accountId,
    name: 'Till 1',
    templateHashes: null,
    mayUndo: true,
    mayFind: false,
    createdBy: 'ada@example.com',
    createdAt: T0,
    ...given,
  });

  test('a till comes back as it was given, and is set up once', async () => {
    const given = newTill(await account(), { templateHashes: ['a', 'b'], name: 'Kasse Ä' });
    const made = await store().createTill(given, setup('c1'));
    const unused = { tokenHash: null, lastSeenAt: null, lastScanAt: null, waiting: 0, revokedAt: null };
    expect(made).toEqual({ id: made.id, ...given, ...unused });
    expect(await store().tillById(made.id)).toEqual(made);
    expect(await store().tillById(made.id + 1)).toBeNull();
    expect(await store().tillSetupOf(made.id)).toEqual(setup('c1'));
    expect(await store().tillBySetup('c1', T0 + 99)).toEqual(made);
    expect(await store().tillBySetup('c1', T0 + 100)).toBeNull();
    expect(await store().openTill('c1', 'token-1', T0 + 100)).toBeNull();
    expect(await store().openTill('other', 'token-1', T0)).toBeNull();

    const opened = await store().openTill('c1', 'token-1', T0 + 5);
    expect(opened).toEqual({ ...made, tokenHash: 'token-1', lastSeenAt: T0 + 5 });
    expect(await store().tillByToken('token-1')).toEqual(opened);
    expect(await store().openTill('c1', 'token-2', T0 + 6)).toBeNull();
    expect(await store().tillSetupOf(made.id)).toBeNull();
    expect(await store().tillByToken('token-2')).toBeNull();
  });

  test('two devices that open a code at the same time become one till', async () => {
    await store().createTill(newTill(await account()), setup('c1'));
    const opened = await Promise.all(['x', 'y'].map((token) => store().openTill('c1', token, T0)));
    expect(opened.filter((till) => till !== null)).toHaveLength(1);
  });

  test('another code ends the one before it, and its token the token before it', async () => {
    const own = await account();
    const { id } = await store().createTill(newTill(own), setup('c1'));
    await store().openTill('c1', 'token-1', T0);
    await store().renewTillSetup(own, id, setup('c2'));
    await store().renewTillSetup(own, id, setup('c3'));
    expect(await store().openTill('c2', 'token-2', T0)).toBeNull();
    expect(await store().tillByToken('token-1')).toMatchObject({ id });
    await store().openTill('c3', 'token-3', T0);
    expect(await store().tillByToken('token-1')).toBeNull();
    expect(await store().tillByToken('token-3')).toMatchObject({ id });
    const other = await account('bob@example.com');
    await expect(store().renewTillSetup(other, id, setup('c4'))).rejects.toMatchObject({ code: 'till_not_found' });
  });

  test('a till that is locked out stays so, and no code opens it', async () => {
    const own = await account();
    const { id } = await store().createTill(newTill(own), setup('c1'));
    await store().openTill('c1', 'token-1', T0);
    await store().renewTillSetup(own, id, setup('c2'));
    const other = await account('bob@example.com');
    await expect(store().revokeTill(other, id, T0)).rejects.toMatchObject({ code: 'till_not_found' });
    expect(await store().tillBySetup('c2', T0)).toMatchObject({ revokedAt: null });
    expect(await store().revokeTill(own, id, T0 + 7)).toMatchObject({ id, revokedAt: T0 + 7 });
    expect(await store().revokeTill(own, id, T0 + 9)).toMatchObject({ revokedAt: T0 + 7 });
    expect(await store().tillByToken('token-1')).toMatchObject({ revokedAt: T0 + 7 });
    expect(await store().openTill('c2', 'token-2', T0)).toBeNull();
    await expect(store().renewTillSetup(own, id, setup('c3'))).rejects.toMatchObject({ code: 'till_not_found' });
  });

  test('what a till is heard of is noted, part by part', async () => {
    const { id } = await store().createTill(newTill(await account()), setup('c1'));
    await store().noteTill(id, { lastSeenAt: T0 + 1, waiting: 3 });
    await store().noteTill(id, {});
    await store().noteTill(id, { lastScanAt: T0 + 2 });
    expect(await store().tillById(id)).toMatchObject({ lastSeenAt: T0 + 1, lastScanAt: T0 + 2, waiting: 3 });
  });

  test('an account lists its own tills page by page, newest first', async () => {
    const [own, other] = [await account(), await account('bob@example.com')];
    const ids: number[] = [];
    for (const name of ['1', '2', '3']) ids.push((await store().createTill(newTill(own, { name }), setup(name))).id);
    await store().createTill(newTill(other), setup('4'));
    await store().revokeTill(own, ids[1]!, T0);
    const first = await store().tillsOf(own, { before: Number.MAX_SAFE_INTEGER, count: 2 });
    expect(first.map(({ name }) => name)).toEqual(['3', '2']);
    const rest = await store().tillsOf(own, { before: first[1]!.id, count: 2 });
    expect(rest.map(({ name }) => name)).toEqual(['1']);
  });
}
