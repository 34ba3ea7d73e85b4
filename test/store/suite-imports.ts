// Passes of other products: each once by pass type and serial number, found by both, and told to
// phones by the serial number that they know.
import { expect, test } from 'vitest';
import type { PassToImport } from '../../src/ports/store/imports.ts';
import { newAccount, newTemplate, order, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';
import { register, TYPE } from './suite-devices.ts';

const OTHER = 'pass.com.example.other';

function importing(hash: string, serialNumber: string, type = TYPE, template = 'template-1'): PassToImport<string> {
  const { decide } = order(hash, {}, template);
  const imported = { passTypeIdentifier: type, serialNumber, webServiceURL: `https://old.test/${hash}` };
  return {
    templateHash: template,
    identity: imported,
    decide: (snapshot) => {
      const made = decide(snapshot);
      return { ...made, create: made.create && { ...made.create, imported } };
    },
  };
}

export function importCases(store: Current): void {
  const named = (deviceLibraryIdentifier: string) => ({ deviceLibraryIdentifier, passTypeIdentifier: TYPE });

  test('a pass comes once, with the serial number, pass type, token and address that phones know', async () => {
    const template = await templateIn(store());
    expect(await store().importPasses([importing('p1', '1'), importing('p2', '1', OTHER)])).toEqual(['p1', 'p2']);
    expect(await store().importPasses([importing('p3', '1'), importing('p4', '2'), importing('p5', '2')])).toEqual([
      'known',
      'p4',
      'known',
    ]);
    const pass = await readPass(store(), 'p1');
    expect(pass).toMatchObject({
      serialNumber: '1',
      passTypeIdentifier: TYPE,
      authenticationToken: 'p1',
      webServiceURL: 'https://old.test/p1',
    });
    const page = { start: 0, count: 9 };
    expect((await store().passesOf(template.id, page)).map(({ serialNumber }) => serialNumber)).toEqual([
      '1',
      '1',
      '2',
    ]);
    const found = async (type: string, serial: string) => (await store().passBySerialNumber(type, serial))?.pass.hash;
    expect([await found(TYPE, '1'), await found(OTHER, '1'), await found(OTHER, '2')]).toEqual(['p1', 'p2', undefined]);
    // The name that the store draws for an imported pass is no serial number of it.
    expect(await found(TYPE, 'serial-p1')).toBeUndefined();
    // Another account has none of these numbers, and cannot take one.
    const { id } = await store().createAccount(newAccount({ email: 'grace@example.com' }));
    await store().createTemplate(newTemplate(id, { hash: 'theirs' }));
    const theirs = [importing('q1', '1', TYPE, 'theirs'), importing('q2', '7', TYPE, 'theirs')];
    expect(await store().importPasses(theirs)).toEqual(['taken', 'q2']);
    const among = async (serial: string, of: { accountId: number } | { templateId: number }) =>
      (await store().passWithSerialNumber(serial, of))?.pass.hash;
    expect([await among('7', { accountId: id }), await among('1', { accountId: id })]).toEqual(['q2', undefined]);
    expect(await among('1', { templateId: template.id })).toBe('p1');
    const own = await passIn(store(), 'own');
    expect(await among(own.serialNumber, { templateId: template.id })).toBe('own');
  });

  test('one that is refused leaves none of its commit, and says which', async () => {
    await templateIn(store());
    const refused = { ...importing('p2', '2'), templateHash: 'nothing' };
    await expect(store().importPasses([importing('p1', '1'), refused])).rejects.toMatchObject({
      code: 'template_not_found',
      beside: { index: 1 },
    });
    expect(await store().passByHash('p1')).toBeNull();
  });

  test('phones get the number that they know, of a deleted pass too, whatever tag they have from elsewhere', async () => {
    await templateIn(store());
    await store().importPasses([importing('p1', '1')]);
    await register(store(), 'p1', 'd1');
    const first = (await store().updatesFor(named('d1'), 999_999_999_999_999))!;
    expect(first.serialNumbers).toEqual(['1']);
    expect(first.updateTag).toBeLessThan(999_999_999_999_999);
    expect(await store().updatesFor(named('d1'), first.updateTag)).toBeNull();
    // A file of registrations is older than what the phone has said itself.
    await register(store(), 'p1', 'd1', { pushToken: 'old', at: T0 + 9, keepsToken: true });
    await register(store(), 'p1', 'd2', { pushToken: 'from a file', keepsToken: true });
    const { id } = await readPass(store(), 'p1');
    expect((await store().devicesOf(id)).map(({ pushToken }) => pushToken)).toEqual(['token of d1', 'from a file']);
    for (const hash of ['p1', 'p9']) {
      if (hash === 'p9') {
        expect(await store().importPasses([importing('p9', '1')])).toEqual(['p9']);
        await register(store(), 'p9', 'd1');
      }
      await store().deletePass(hash, T0 + 10);
    }
    expect(await store().withdrawnPass(TYPE, '1')).toMatchObject({ serialNumber: '1', authenticationToken: 'p9' });
    expect(await store().withdrawnPass(OTHER, '1')).toBeNull();
    expect(new Set((await store().updatesFor(named('d1'), first.updateTag))?.serialNumbers)).toEqual(new Set(['1']));
    await store().unregisterWithdrawn('1', named('d1'));
    expect(await store().withdrawnPass(TYPE, '1')).toMatchObject({ authenticationToken: 'p1' });
  });
}
