// Idempotency keys: reserved, answered, refused, expired.
import { expect, test } from 'vitest';
import type { Idempotency } from '../../src/ports/store/idempotency.ts';
import { IDEMPOTENCY_LIFETIME, IDEMPOTENCY_RESERVATION } from '../../src/ports/store/idempotency.ts';
import type { PassChange } from '../../src/ports/store/passes.ts';
import { event, passIn, readPass, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

function key(given: Partial<Idempotency> = {}): Idempotency {
  return { scope: 'scan/ada/p1', key: 'k1', fingerprint: 'f1', now: T0, phase: 'begin', ...given };
}

export function idempotencyCases(store: Current): void {
  /** Adds a point and answers how many there are. */
  const add = (idempotency: Idempotency, answered = true) =>
    store().changePass(
      'p1',
      ({ pass }): PassChange<number> => {
        const points = Number(pass.overrides.points ?? 0) + 1;
        const answer = answered ? { answer: { points } } : {};
        return { overrides: { points }, event: event(), ...answer, result: points };
      },
      idempotency,
    );
  const points = async () => (await readPass(store(), 'p1')).overrides.points;

  async function start(): Promise<void> {
    await templateIn(store());
    await passIn(store(), 'p1');
  }

  test('the second call of a key gets the first answer and changes nothing', async () => {
    await start();
    expect(await add(key())).toEqual({ replayed: false, result: 1 });
    expect(await add(key({ now: T0 + 1000 }))).toEqual({ replayed: true, answer: { points: 1 } });
    expect(await points()).toBe(1);
    expect(await store().tracking((await readPass(store(), 'p1')).id)).toHaveLength(1);
  });

  test('calls with one key that arrive together are one call', async () => {
    await start();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => add(key())));
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await points()).toBe(1);
  });

  test('other keys and other scopes are other calls', async () => {
    await start();
    await add(key());
    await add(key({ key: 'k2' }));
    await add(key({ scope: 'scan/bob/p1' }));
    expect(await points()).toBe(3);
  });

  test('the same key with other parameters is refused', async () => {
    await start();
    await add(key());
    await expect(add(key({ fingerprint: 'f2' }))).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    expect(await points()).toBe(1);
  });

  test('a call without an answer reserves its key until it is finished', async () => {
    await start();
    await add(key(), false);
    await expect(add(key())).rejects.toMatchObject({ code: 'idempotency_in_progress' });
    await expect(add(key({ fingerprint: 'f2' }))).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    const later = T0 + 1000;
    expect(await add(key({ phase: 'finish', now: later }), false)).toEqual({ replayed: false, result: 2 });
    // The reservation counts from the latest segment.
    await expect(add(key({ now: later + IDEMPOTENCY_RESERVATION - 1 }))).rejects.toMatchObject({
      code: 'idempotency_in_progress',
    });
    expect(await add(key({ phase: 'finish', now: later }))).toEqual({ replayed: false, result: 3 });
    expect(await add(key({ now: later + 1 }))).toEqual({ replayed: true, answer: { points: 3 } });
    expect(await points()).toBe(3);
  });

  test('a reservation that nobody finished, and an answer, run out', async () => {
    await start();
    await add(key(), false);
    const retried = T0 + IDEMPOTENCY_RESERVATION;
    expect(await add(key({ now: retried }))).toEqual({ replayed: false, result: 2 });
    const last = retried + IDEMPOTENCY_LIFETIME - 1;
    expect(await add(key({ now: last }))).toMatchObject({ replayed: true });
    // Other parameters work too: an expired key counts as new.
    expect(await add(key({ now: last + 1, fingerprint: 'f2' }))).toEqual({ replayed: false, result: 3 });
  });

  test('null is an answer too', async () => {
    await start();
    const call = () => store().changePass('p1', () => ({ answer: null, result: 1 }), key());
    expect(await call()).toEqual({ replayed: false, result: 1 });
    expect(await call()).toEqual({ replayed: true, answer: null });
  });

  test('a decision that throws leaves the key free', async () => {
    await start();
    const throwing = () => {
      throw new Error('no');
    };
    await expect(store().changePass('p1', throwing, key())).rejects.toThrow('no');
    expect(await add(key())).toEqual({ replayed: false, result: 1 });
  });

  test('an answer is given again after its pass is gone', async () => {
    await start();
    await add(key());
    await store().deletePass('p1', T0);
    expect(await add(key())).toEqual({ replayed: true, answer: { points: 1 } });
    await expect(add(key({ key: 'k2' }))).rejects.toMatchObject({ code: 'pass_not_found' });
  });

  test('the creation of a pass is done once for a key', async () => {
    const template = await templateIn(store());
    const create = (hash: string) =>
      store().createPass(
        'template-1',
        () => ({
          create: { serialNumber: hash, hash, authenticationToken: 't', overrides: {}, createdAt: T0 },
          answer: { hash },
          result: hash,
        }),
        key(),
      );
    expect(await create('first')).toEqual({ replayed: false, result: 'first' });
    expect(await create('second')).toEqual({ replayed: true, answer: { hash: 'first' } });
    expect(await store().countPasses(template.id)).toBe(1);
  });

  test('a creation that makes no pass does not keep its key', async () => {
    await templateIn(store());
    const refuse = () =>
      store().createPass('template-1', () => ({ create: null, answer: { refused: true }, result: 'no' }), key());
    expect(await refuse()).toEqual({ replayed: false, result: 'no' });
    expect(await refuse()).toEqual({ replayed: false, result: 'no' });
  });

  test('forgetting drops what has expired and nothing else', async () => {
    await start();
    await add(key({ key: 'old' }));
    await add(key({ key: 'new', now: T0 + 1 }));
    await store().forgetExpired(T0 + IDEMPOTENCY_LIFETIME);
    // Use a time when both would still answer, so that only dropped keys are free.
    expect(await add(key({ key: 'new' }))).toMatchObject({ replayed: true });
    expect(await add(key({ key: 'old' }))).toMatchObject({ replayed: false });
  });
}
