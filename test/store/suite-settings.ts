// Settings of the whole server.
import { expect, test } from 'vitest';
import { newAccount, T0 } from '../fixtures/store/fixtures.ts';
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

  test('a renewed proof takes what nobody can open along, and nothing else', async () => {
    const ada = await store().createAccount(newAccount());
    const bytes = (text: string) => new Uint8Array(Buffer.from(text));
    const common = { accountId: ada.id, createdAt: T0 };
    const request = { name: 'Ada', publicKey: bytes('public'), encryptedKey: bytes('request') };
    await store().createCertificateRequest({ ...common, ...request });
    const key = { ...common, surface: 'passkit' as const, ending: 'x' };
    const kept = await store().createApiKey({ ...key, key: 'a', encryptedSecret: bytes('mine') });
    const lost = await store().createApiKey({ ...key, key: 'b', encryptedSecret: bytes('lost') });
    await store().createCertificate({
      ...common,
      passTypeIdentifier: 'pass.com.example',
      teamIdentifier: 'TEAM',
      certificate: bytes('c'),
      intermediate: bytes('i'),
      encryptedKey: bytes('certificate'),
      notAfter: T0 + 9,
      publicId: 'public',
      name: null,
      description: null,
    });
    await store().setMailServer(bytes('mail'), T0);
    const endpoint = { accountId: ada.id, kind: 'endpoint' as const, url: 'https://shop.example/', description: '' };
    const about = { events: [], templateHash: null, condition: null };
    const webhook = { ...endpoint, ...about, encryptedSecret: bytes('webhook'), createdAt: T0 };
    await store().createWebhook(webhook, 20);
    await store().recordSecretProof('first', T0);
    const rows = await store().encryptedRows();
    expect(rows.map(({ kind, encrypted }) => [kind, Buffer.from(encrypted).toString()]).sort()).toEqual([
      ['api_key', 'lost'],
      ['api_key', 'mine'],
      ['certificate', 'certificate'],
      ['certificate_request', 'request'],
      ['setting', 'mail'],
      ['webhook', 'webhook'],
    ]);
    const others = rows.filter(({ encrypted }) => Buffer.from(encrypted).toString() !== 'mine');
    await store().renewSecretProof('second', others, T0 + 5);
    expect(await store().secretProof()).toBe('second');
    expect(await store().encryptedRows()).toEqual(rows.filter((row) => !others.includes(row)));
    expect(await store().apiKey('passkit', 'a')).toEqual(kept);
    const revoked = await store().apiKey('passkit', 'b');
    expect(revoked).toMatchObject({ id: lost.id, encryptedSecret: null });
    expect(revoked!.revokedAt).not.toBeNull();
    expect(await store().mailServer()).toBeNull();
    expect(await store().certificates()).toEqual([]);
    expect(await store().webhooksOf(ada.id)).toEqual([]);
    expect(await store().certificateRequests(ada.id)).toEqual([]);
  });
}
