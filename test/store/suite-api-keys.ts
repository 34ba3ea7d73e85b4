// API keys.
import { expect, test } from 'vitest';
import type { NewApiKey } from '../../src/ports/store/api-keys.ts';
import { newAccount, T0 } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function apiKeyCases(store: Current): void {
  const add = (accountId: number, given: Partial<NewApiKey> = {}) =>
    store().createApiKey({
      accountId,
      surface: 'passkit',
      key: 'key a',
      ending: 'ey a',
      encryptedSecret: new Uint8Array([0, 255, 3]),
      createdAt: T0,
      ...given,
    });

  test('a key is found by its surface and itself, as it was given', async () => {
    const ada = await store().createAccount(newAccount());
    expect(await store().apiKey('passkit', 'key a')).toBeNull();
    const made = await add(ada.id);
    expect(made).toEqual({
      id: made.id,
      accountId: ada.id,
      surface: 'passkit',
      key: 'key a',
      ending: 'ey a',
      encryptedSecret: new Uint8Array([0, 255, 3]),
      createdAt: T0,
      revokedAt: null,
      lastUsedAt: null,
      role: null,
    });
    expect(await store().apiKey('passkit', 'key a')).toEqual(made);
    expect(await store().apiKey('pass2u', 'key a')).toBeNull();
    const other = await add(ada.id, { surface: 'pass2u', key: 'key b', encryptedSecret: null });
    expect(await store().apiKey('pass2u', 'key b')).toEqual(other);
    expect(other.encryptedSecret).toBeNull();
    const assistant = await add(ada.id, { surface: 'mcp', key: 'key d', encryptedSecret: null, role: 'author' });
    expect(await store().apiKey('mcp', 'key d')).toEqual({ ...assistant, role: 'author' });
    await expect(add(ada.id, { surface: 'mcp', key: 'key e' })).rejects.toThrow();
    await expect(add(ada.id, { key: 'key f', role: 'reader' })).rejects.toThrow();
    await expect(add(ada.id)).rejects.toThrow();
    await expect(add(999, { key: 'key c' })).rejects.toMatchObject({ code: 'account_not_found' });
  });

  test('keys are listed in the order they were made, of all accounts or one', async () => {
    const ada = await store().createAccount(newAccount());
    const bob = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    const first = await add(ada.id, { createdAt: T0 + 9 });
    const second = await add(bob.id, { key: 'key b' });
    const third = await add(ada.id, { key: 'key c' });
    expect(await store().apiKeys()).toEqual([first, second, third]);
    expect(await store().apiKeys(ada.id)).toEqual([first, third]);
    expect(await store().apiKeys(999)).toEqual([]);
  });

  test('a key is revoked once, and then found as revoked', async () => {
    const ada = await store().createAccount(newAccount());
    const made = await add(ada.id);
    expect(await store().apiKey('passkit', 'key a')).toEqual(made);
    const revoked = { ...made, revokedAt: T0 + 5 };
    expect(await store().revokeApiKey(made.id, T0 + 5)).toEqual(revoked);
    expect(await store().apiKey('passkit', 'key a')).toEqual(revoked);
    expect(await store().revokeApiKey(made.id, T0 + 9)).toEqual(revoked);
    expect(await store().apiKeys()).toEqual([revoked]);
    await expect(store().revokeApiKey(made.id + 1, T0)).rejects.toMatchObject({ code: 'api_key_not_found' });
  });

  test('the last use is noted, for this key alone', async () => {
    const ada = await store().createAccount(newAccount());
    const used = await add(ada.id);
    const other = await add(ada.id, { key: 'key b' });
    await store().recordApiKeyUse(used.id, T0 + 7);
    expect(await store().apiKey('passkit', 'key a')).toEqual({ ...used, lastUsedAt: T0 + 7 });
    expect(await store().apiKeys()).toEqual([{ ...used, lastUsedAt: T0 + 7 }, other]);
  });
}
