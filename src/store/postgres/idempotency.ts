// Stores idempotency keys: a call's commit also writes its answer, which then answers its retries.
import type { Idempotency } from '../../ports/store/idempotency.ts';
import type { Store } from '../../ports/store/store.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { replayOf, storedAnswer } from '../replays.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

// Two calls with one key take turns: the second one finds the answer of the first.
const lock = statement('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))');
const lookUp = statement<{ fingerprint: string; answer: string | null; expiresAt: number }>(
  'SELECT fingerprint, answer, expires_at AS "expiresAt" FROM idempotency_keys WHERE scope = $1 AND key = $2',
);
const write = statement(`
  INSERT INTO idempotency_keys (scope, key, fingerprint, answer, expires_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = excluded.answer,
    expires_at = excluded.expires_at`);
const forget = statement('DELETE FROM idempotency_keys WHERE expires_at <= $1');

/**
 * The stored answer of the key, or null when the call has to run: then no other call with the key
 * runs before the commit. Fails with `idempotency_mismatch`, `idempotency_in_progress`.
 */
export async function replay(
  tx: Tx,
  idempotency: Idempotency,
): Promise<{ readonly replayed: true; readonly answer: JsonValue } | null> {
  const { scope, key } = idempotency;
  tx.send(lock, `${scope}\n${key}`);
  return replayOf(idempotency, await tx.row(lookUp, scope, key));
}

/** Stores the answer, or reserves the key while there is none. */
export function keepAnswer(tx: Tx, idempotency: Idempotency, answer: JsonValue | undefined): void {
  const { scope, key, fingerprint } = idempotency;
  const { answer: stored, expiresAt } = storedAnswer(idempotency, answer);
  tx.send(write, scope, key, fingerprint, stored, expiresAt);
}

export function idempotencyStore({ write: change }: Connection): Pick<Store, 'forgetExpired'> {
  return {
    forgetExpired: (now) =>
      change(async (tx) => {
        tx.leavesKept();
        await tx.run(forget, now);
      }),
  };
}
