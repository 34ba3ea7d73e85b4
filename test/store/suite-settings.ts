// Settings of the whole server.
import { expect, test } from 'vitest';
import { T0 } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function settingCases(store: Current): void {
  test('the mail server is none, is set, is replaced, and is removed', async () => {
    expect(await store().mailServer()).toBeNull();
    await store().setMailServer(new Uint8Array([0, 255]), T0);
    expect(await store().mailServer()).toEqual({ encryptedSettings: new Uint8Array([0, 255]), changedAt: T0 });
    await store().setMailServer(new Uint8Array([7]), T0 + 1);
    expect(await store().mailServer()).toEqual({ encryptedSettings: new Uint8Array([7]), changedAt: T0 + 1 });
    await store().setMailServer(null, T0 + 2);
    expect(await store().mailServer()).toBeNull();
  });

  test('the last backup is the one that was recorded last', async () => {
    expect(await store().lastBackup()).toBeNull();
    await store().recordBackup({ time: T0, bytes: 4096, file: 'a.sqlite' });
    await store().recordBackup({ time: T0 + 9, bytes: 8192, file: 'b.sqlite' });
    expect(await store().lastBackup()).toEqual({ time: T0 + 9, bytes: 8192, file: 'b.sqlite' });
  });

  test('the first proof of the secret key stays', async () => {
    expect(await store().secretProof()).toBeNull();
    await store().recordSecretProof('first', T0);
    await store().recordSecretProof('second', T0 + 1);
    expect(await store().secretProof()).toBe('first');
  });
}
