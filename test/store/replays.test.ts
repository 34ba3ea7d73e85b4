// When an idempotency key answers, what it refuses, and how long it lasts.
import { expect, test } from 'vitest';
import type { Idempotency } from '../../src/ports/store/idempotency.ts';
import { IDEMPOTENCY_LIFETIME, IDEMPOTENCY_RESERVATION } from '../../src/ports/store/idempotency.ts';
import { replayOf, storedAnswer } from '../../src/store/replays.ts';
import { T0 } from '../fixtures/store/fixtures.ts';

const call: Idempotency = { scope: 's', key: 'k', fingerprint: 'f', now: T0, phase: 'begin' };
const row = { fingerprint: 'f', answer: '{"points":1}', expiresAt: T0 + 1 };

test('a call is made again where nothing is stored, or not any more, or when it goes on', () => {
  expect(replayOf(call, undefined)).toBeNull();
  expect(replayOf(call, { ...row, expiresAt: T0 })).toBeNull();
  expect(replayOf({ ...call, phase: 'finish' }, { ...row, fingerprint: 'other' })).toBeNull();
});

test('a stored answer is given again, also null', () => {
  expect(replayOf(call, row)).toEqual({ replayed: true, answer: { points: 1 } });
  expect(replayOf(call, { ...row, answer: storedAnswer(call, null).answer })).toEqual({
    replayed: true,
    answer: null,
  });
});

test('other parameters and a call under way are refused', () => {
  const refusal = (code: string) => expect.objectContaining({ code });
  expect(() => replayOf(call, { ...row, fingerprint: 'g' })).toThrow(refusal('idempotency_mismatch'));
  expect(() => replayOf(call, { ...row, answer: null })).toThrow(refusal('idempotency_in_progress'));
});

test('an answer lasts longer than a reservation', () => {
  expect(storedAnswer(call, undefined)).toEqual({ answer: null, expiresAt: T0 + IDEMPOTENCY_RESERVATION });
  expect(storedAnswer(call, { a: 1 })).toEqual({ answer: '{"a":1}', expiresAt: T0 + IDEMPOTENCY_LIFETIME });
});
