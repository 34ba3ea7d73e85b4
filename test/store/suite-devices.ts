// Devices and their passes, and passes that were deleted while devices had them.
import { expect, test } from 'vitest';
import { INSTALL } from '../../src/rules/passes/facts.ts';
import { event, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export const TYPE = 'pass.com.example.card';

/** Registers a device for a pass as the web service does; answers whether the device is new. */
export function register(store: ReturnType<Current>, hash: string, device: string, given = {}): Promise<boolean> {
  const name = { deviceLibraryIdentifier: device, passTypeIdentifier: TYPE };
  return store.registerDevice(hash, { ...name, pushToken: `token of ${device}`, at: T0, ...given }, (_, isNew) => ({
    ...(isNew ? { event: event({ accessType: INSTALL }) } : {}),
    result: isNew,
  }));
}

const named = (deviceLibraryIdentifier: string, passTypeIdentifier = TYPE) => ({
  deviceLibraryIdentifier,
  passTypeIdentifier,
});

export function deviceCases(store: Current): void {
  const unregister = (hash: string, device: string) =>
    store().unregisterDevice(hash, named(device), (_, result) => ({ result }));

  test('a registration and what is decided about it are one change; given again, it renews the token', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1');
    expect(await register(store(), 'p1', 'd1')).toBe(true);
    expect(await register(store(), 'p1', 'd1', { pushToken: 'renewed', at: T0 + 5 })).toBe(false);
    expect(await store().devicesOf(pass.id)).toEqual([
      {
        id: expect.any(Number),
        ...named('d1'),
        pushToken: 'renewed',
        tokenAt: T0 + 5,
        lastPushAt: null,
        lastPushStatus: null,
        lastPushReason: null,
        askedAt: null,
        registeredAt: T0,
      },
    ]);
    expect((await readPass(store(), 'p1')).access[INSTALL]).toEqual({ count: 1, last: T0 });
    await expect(register(store(), 'unknown', 'd1')).rejects.toMatchObject({ code: 'pass_not_found' });
  });

  test('a device that asks is noted the first time, and the first time after each push', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1');
    await register(store(), 'p1', 'd1');
    const askedAt = async () => (await store().devicesOf(pass.id))[0]?.askedAt;
    const ask = (now: number) => store().noteAsked(named('d1'), now);
    expect(await askedAt()).toBeNull();
    await ask(T0 + 1);
    await ask(T0 + 2);
    expect(await askedAt()).toBe(T0 + 1);
    await store().changePass('p1', () => ({ touchedAt: T0 + 3, push: true, result: null }));
    const [job] = await store().waitingJobs(10);
    const { targets, step } = await store().pushTargets(job!, 10);
    const [{ deviceId, pushToken }] = targets as [(typeof targets)[number]];
    const pushed = { deviceId, pushToken, time: T0 + 4, status: 200, reason: null, fate: { kind: 'told' } } as const;
    await store().recordPushes(job!, [pushed], step);
    await ask(T0 + 5);
    await ask(T0 + 6);
    expect(await askedAt()).toBe(T0 + 5);
    await store().noteAsked(named('unknown'), T0 + 7);
  });

  test('a decision that throws registers nothing', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1');
    const throwing = store().registerDevice('p1', { ...named('d1'), pushToken: 't', at: T0 }, () => {
      throw new Error('no');
    });
    await expect(throwing).rejects.toThrow('no');
    expect(await store().devicesOf(pass.id)).toEqual([]);
  });

  test('devices are counted once, and go with their last registration', async () => {
    const template = await templateIn(store());
    const [p1, p2] = [await passIn(store(), 'p1'), await passIn(store(), 'p2')];
    for (const [hash, device] of [
      ['p1', 'd1'],
      ['p2', 'd1'],
      ['p1', 'd2'],
    ] as const) {
      await register(store(), hash, device);
    }
    expect(await store().countDevices({ passId: p1.id })).toBe(2);
    expect(await store().countDevices({ passId: p2.id })).toBe(1);
    expect(await store().countDevices({ templateId: template.id })).toBe(2);
    expect([await unregister('p1', 'd1'), await unregister('p1', 'd1')]).toEqual([true, false]);
    const kept = (await store().devicesOf(p2.id))[0]!.id;
    expect(await unregister('p2', 'd1')).toBe(true);
    await register(store(), 'p2', 'd1');
    // The device is a new row now, without any push.
    expect((await store().devicesOf(p2.id))[0]!.id).toBeGreaterThan(kept);
  });

  test('a phone under two pass types is two devices, each with a token of its own', async () => {
    await templateIn(store());
    const [p1, p2] = [await passIn(store(), 'p1'), await passIn(store(), 'p2')];
    await register(store(), 'p1', 'd1', { pushToken: 'one' });
    await register(store(), 'p2', 'd1', { pushToken: 'two', passTypeIdentifier: 'pass.com.example.other' });
    expect((await store().devicesOf(p1.id))[0]!.pushToken).toBe('one');
    expect((await store().devicesOf(p2.id))[0]!.pushToken).toBe('two');
    const updates = await store().updatesFor(named('d1', 'pass.com.example.other'), 0);
    expect(updates?.serialNumbers).toEqual(['serial-p2']);
  });

  test('updates are those with a newer tag, of the pass or of its template', async () => {
    const template = await templateIn(store());
    for (const hash of ['p1', 'p2', 'p3']) await passIn(store(), hash);
    for (const hash of ['p1', 'p2']) await register(store(), hash, 'd1');
    const all = await store().updatesFor(named('d1'), 0);
    expect([...(all?.serialNumbers ?? [])].sort()).toEqual(['serial-p1', 'serial-p2']);
    expect(await store().updatesFor(named('d1'), all!.updateTag)).toBeNull();
    await store().changePass('p1', () => ({ touchedAt: T0, result: null }));
    const one = await store().updatesFor(named('d1'), all!.updateTag);
    expect(one).toEqual({ serialNumbers: ['serial-p1'], updateTag: (await readPass(store(), 'p1')).updateTag });
    const passConstructor = { type: 'coupon' };
    const changed = await store().changeTemplate('template-1', T0, () => ({ passConstructor, result: null }));
    const both = await store().updatesFor(named('d1'), one!.updateTag);
    expect(both?.updateTag).toBe(changed.template.updateTag);
    expect([...(both?.serialNumbers ?? [])].sort()).toEqual(['serial-p1', 'serial-p2']);
    expect(await store().updatesFor(named('nobody'), 0)).toBeNull();
    expect(template.updateTag).toBeLessThan(changed.template.updateTag);
  });

  test('the later lastModified of pass and template grows with every change, in whatever order and second', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    const current = async () => {
      const { pass, template } = (await store().passByHash('p1'))!;
      return Math.max(pass.lastModified, template.lastModified);
    };
    let version = 0;
    const change = {
      pass: (at: number) => store().changePass('p1', () => ({ touchedAt: at, result: null })),
      template: (at: number) =>
        store().changeTemplate('template-1', at, () => ({ passConstructor: { logoText: ++version }, result: null })),
    };
    // Changes of pass and template alternate within a second and past its end, and once the clock
    // goes back.
    const kinds = ['pass', 'pass', 'template', 'template', 'pass', 'template', 'pass', 'pass', 'template'] as const;
    let before = await current();
    for (const [index, at] of [0, 0, 0, 400, 800, 900, 1000, 1000, 60_000, 59_000, 59_000].entries()) {
      for (const kind of kinds.slice(index % 3)) {
        await change[kind](T0 + at);
        const after = await current();
        expect(after, `${kind} at ${at}`).toBeGreaterThan(before);
        before = after;
      }
    }
    // The time catches up with the clock once changes are rarer than one a second.
    await change.pass(T0 + 3600_000);
    expect(await current()).toBe(Math.floor((T0 + 3600_000) / 1000));
  });

  test('a deleted pass that no device holds leaves nothing', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    await store().deletePass('p1', T0);
    expect(await store().withdrawnPass(TYPE, 'serial-p1')).toBeNull();
    expect(await store().waitingJobs(10)).toEqual([]);
  });

  test('of one that devices hold they are told, until the last has let go', async () => {
    await templateIn(store(), { name: 'Coffee card' });
    await passIn(store(), 'p1');
    for (const device of ['d1', 'd2']) await register(store(), 'p1', device);
    const seen = (await store().updatesFor(named('d1'), 0))!;
    await store().deletePass('p1', T0 + 1);
    expect(await store().passBySerialNumber(TYPE, 'serial-p1')).toBeNull();
    expect(await store().withdrawnPass(TYPE, 'serial-p1')).toMatchObject({
      serialNumber: 'serial-p1',
      authenticationToken: 'token-of-p1',
      passTypeIdentifier: TYPE,
      name: 'Coffee card',
      owner: { email: 'ada@example.com' },
    });
    expect(await store().updatesFor(named('d1'), seen.updateTag)).toMatchObject({ serialNumbers: ['serial-p1'] });
    expect(await store().waitingJobs(10)).toMatchObject([{ kind: 'push_pass' }]);
    await store().unregisterWithdrawn('serial-p1', named('d1'));
    expect(await store().withdrawnPass(TYPE, 'serial-p1')).not.toBeNull();
    await store().unregisterWithdrawn('serial-p1', named('d2'));
    expect(await store().withdrawnPass(TYPE, 'serial-p1')).toBeNull();
    // Unregistering without a registration works too.
    await store().unregisterWithdrawn('serial-p1', named('d2'));
  });

  test('a purge leaves what a device holds, however long unused; what is stale goes, and the device lets go of it', async () => {
    await templateIn(store());
    const [p1, p2] = [await passIn(store(), 'p1'), await passIn(store(), 'p2')];
    const hold = (hash: string, device: string) =>
      store().registerDevice(hash, { ...named(device), pushToken: 't', at: T0 }, () => ({ result: null }));
    for (const [hash, device] of [
      ['p1', 'd1'],
      ['p2', 'd1'],
      ['p1', 'd2'],
    ] as const)
      await hold(hash, device);
    const all = { after: 0, size: 10, drop: true };
    await store().purgePasses({ staleBefore: 0, unusedBefore: T0 + 1 }, all);
    expect(await store().countDevices({ passId: p1.id })).toBe(2);
    await store().changePass('p2', () => ({ touchedAt: T0 + 1, result: null }));
    await store().purgePasses({ staleBefore: T0 + 1, unusedBefore: 0 }, all);
    expect(await store().passByHash('p1')).toBeNull();
    expect(await store().withdrawnPass(TYPE, 'serial-p1')).toBeNull();
    expect(await store().countDevices({ passId: p1.id })).toBe(0);
    expect(await store().countDevices({ passId: p2.id })).toBe(1);
  });

  test('a deleted template withdraws the passes that devices hold, and only these', async () => {
    const template = await templateIn(store());
    for (const hash of ['p1', 'p2', 'p3']) await passIn(store(), hash);
    for (const hash of ['p1', 'p3']) await register(store(), hash, 'd1');
    await store().deleteTemplate(template.id, T0);
    const serials = ['p1', 'p2', 'p3'].map((hash) => store().withdrawnPass(TYPE, `serial-${hash}`));
    expect((await Promise.all(serials)).map((pass) => pass !== null)).toEqual([true, false, true]);
    expect(await store().waitingJobs(10)).toMatchObject([{ kind: 'push_template', subjectId: template.id }]);
  });
}
