// Certificates, requests for them, and the pass type that a pass is made with.
import { expect, test } from 'vitest';
import type { Certificate } from '../../src/ports/store/certificates.ts';
import { newAccount, newTemplate, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

/** A public id must be unique. */
let made = 0;

function newCertificate(given: Partial<Certificate> = {}): Omit<Certificate, 'id'> {
  return {
    accountId: null,
    passTypeIdentifier: 'pass.example',
    teamIdentifier: 'TEAM123456',
    certificate: new Uint8Array([0x30, 0x82, 0, 255]),
    intermediate: new Uint8Array([0x30, 1]),
    encryptedKey: new Uint8Array([9, 8, 7]),
    notAfter: T0 + 1000,
    createdAt: T0,
    publicId: `certificate ${++made}`,
    name: null,
    description: null,
    ...given,
  };
}

export function certificateCases(store: Current): void {
  const add = (given: Partial<Certificate>) => store().createCertificate(newCertificate(given));

  test("an account's newest certificate goes before the newest development certificate", async () => {
    const ada = await store().createAccount(newAccount());
    const bob = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    expect(await store().certificateFor(ada.id, null, T0)).toBeNull();
    await add({ createdAt: T0 + 1 });
    const development = await add({ createdAt: T0 + 9 });
    await add({ createdAt: T0 + 8 });
    expect(await store().certificateFor(ada.id, null, T0)).toEqual(development);
    await add({ accountId: ada.id, createdAt: T0 + 2 });
    const own = await add({ accountId: ada.id, createdAt: T0 + 3 });
    expect(await store().certificateFor(ada.id, null, T0)).toEqual(own);
    const { id, publicId } = own;
    expect(own).toEqual({ ...newCertificate({ accountId: ada.id, createdAt: T0 + 3 }), id, publicId });
    expect(await store().certificateFor(bob.id, null, T0)).toEqual(development);
    await expect(add({ accountId: 999 })).rejects.toMatchObject({ code: 'account_not_found' });
  });

  test('of a pass type, the newest that has not expired goes first, and no other type ever', async () => {
    const ada = await store().createAccount(newAccount());
    await add({});
    const lasting = await add({ accountId: ada.id, passTypeIdentifier: 'pass.a', notAfter: T0 + 500 });
    const short = await add({ accountId: ada.id, passTypeIdentifier: 'pass.a', notAfter: T0 + 100, createdAt: T0 + 1 });
    const other = await add({ accountId: ada.id, passTypeIdentifier: 'pass.b', notAfter: T0 + 50, createdAt: T0 + 2 });
    const found = async (type: string | null, now: number) => (await store().certificateFor(ada.id, type, now))?.id;
    expect(await found('pass.a', T0)).toBe(short.id);
    expect(await found('pass.a', T0 + 99)).toBe(short.id);
    expect(await found('pass.a', T0 + 100)).toBe(lasting.id);
    expect(await found('pass.a', T0 + 500)).toBe(short.id);
    expect(await found('pass.b', T0 + 500)).toBe(other.id);
    expect(await found('pass.c', T0)).toBeUndefined();
    expect(await found(null, T0)).toBe(other.id);
    expect(await found(null, T0 + 50)).toBe(short.id);
  });

  test('lists what accounts have of their own, newest first', async () => {
    const ada = await store().createAccount(newAccount());
    const bob = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    await add({});
    const one = await add({ accountId: ada.id });
    const two = await add({ accountId: bob.id, createdAt: T0 + 5 });
    const three = await add({ accountId: ada.id, createdAt: T0 + 9 });
    expect(await store().certificates()).toEqual([three, two, one]);
    expect(await store().certificates(ada.id)).toEqual([three, one]);
  });

  test('a request waits for its certificate, and goes with it', async () => {
    const ada = await store().createAccount(newAccount());
    const bob = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    const given = {
      name: 'Zoë',
      publicKey: new Uint8Array([1, 0, 255]),
      encryptedKey: new Uint8Array([2]),
      createdAt: T0,
    };
    const first = await store().createCertificateRequest({ accountId: ada.id, ...given });
    const second = await store().createCertificateRequest({ accountId: ada.id, ...given, createdAt: T0 + 1 });
    expect(first).toEqual({ id: first.id, accountId: ada.id, ...given });
    expect(await store().certificateRequests(ada.id)).toEqual([second, first]);
    expect(await store().certificateRequests(bob.id)).toEqual([]);
    await store().createCertificate(newCertificate({ accountId: ada.id }), first.id);
    expect(await store().certificateRequests(ada.id)).toEqual([second]);
    // A refused certificate does not delete the request.
    const refused = store().createCertificate(newCertificate({ accountId: 999 }), second.id);
    await expect(refused).rejects.toMatchObject({ code: 'account_not_found' });
    expect(await store().certificateRequests(ada.id)).toEqual([second]);
    await expect(store().createCertificateRequest({ accountId: 999, ...given })).rejects.toMatchObject({
      code: 'account_not_found',
    });
  });

  test("a pass gets its template's pass type, else that of the certificate for its owner, and keeps it", async () => {
    const { accountId } = await templateIn(store());
    const typeOf = async (hash: string) => (await readPass(store(), hash)).passTypeIdentifier;
    await add({});
    await passIn(store(), 'before');
    expect(await typeOf('before')).toBeNull();

    const bob = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    await store().createTemplate(newTemplate(bob.id, { hash: 'of-bob' }));
    await passIn(store(), 'of-bob', { template: 'of-bob' });

    // No phone could have the first pass: it gets the type of the first certificate. Another
    // account's pass stays.
    await add({ accountId, passTypeIdentifier: 'pass.a', notAfter: T0 + 100 });
    expect([await typeOf('before'), await typeOf('of-bob')]).toEqual(['pass.a', null]);
    await passIn(store(), 'first');
    await add({ accountId, passTypeIdentifier: 'pass.b', createdAt: T0 + 1, notAfter: T0 + 50 });
    await passIn(store(), 'second');
    await passIn(store(), 'late', { createdAt: T0 + 60 });
    await store().changeTemplate('template-1', T0, () => ({ passTypeIdentifier: 'pass.a', result: null }));
    await passIn(store(), 'chosen');
    await store().changeTemplate('template-1', T0, () => ({ passTypeIdentifier: null, result: null }));
    await passIn(store(), 'newest');
    const types = await Promise.all(['before', 'first', 'second', 'late', 'chosen', 'newest'].map(typeOf));
    expect(types).toEqual(['pass.a', 'pass.a', 'pass.b', 'pass.a', 'pass.a', 'pass.b']);
  });

  test('the last certificate of a type stays while templates have chosen it or passes have it', async () => {
    const template = await templateIn(store());
    const { accountId } = template;
    const old = await add({ accountId, passTypeIdentifier: 'pass.a' });
    const renewed = await add({ accountId, passTypeIdentifier: 'pass.a', createdAt: T0 + 1 });
    await passIn(store(), 'p1');
    const { template: chosen } = await store().changeTemplate('template-1', T0, () => ({
      passTypeIdentifier: 'pass.a',
      result: null,
    }));
    const stranger = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    await add({ accountId: stranger.id, passTypeIdentifier: 'pass.a' });

    expect(await store().removeCertificate(old.id)).toBeNull();
    expect(await store().removeCertificate(renewed.id)).toEqual({ templates: [chosen], passes: 1 });
    await store().changeTemplate('template-1', T0, () => ({ passTypeIdentifier: null, result: null }));
    expect(await store().removeCertificate(renewed.id)).toEqual({ templates: [], passes: 1 });
    await store().deletePass('p1', T0);
    expect(await store().removeCertificate(renewed.id)).toBeNull();
    await expect(store().removeCertificate(renewed.id)).rejects.toMatchObject({ code: 'certificate_not_found' });
  });
}
