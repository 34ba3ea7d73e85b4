// Stores idempotency keys: a call's commit also writes its answer, which then answers its retries.
import { and, eq, lte, sql } from 'drizzle-orm';
import type { Idempotency } from '../../ports/store/idempotency.ts';
import type { Store } from '../../ports/store/store.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { replayOf, storedAnswer } from '../replays.ts';
import type { Connection } from './engine/connection.ts';
import { idempotencyKeys as keys } from './schema.ts';

export interface IdempotencyKeys {
  /**
   * Returns the stored answer of the key, or null when the call has to run. Fails with
   * `idempotency_mismatch`, `idempotency_in_progress`.
   */
  replay(idempotency: Idempotency): { readonly replayed: true; readonly answer: JsonValue } | null;
  /** Stores the answer, or reserves the key while there is none. Inside a write only. */
  keep(idempotency: Idempotency, answer: JsonValue | undefined): void;
}

export function idempotencyKeys({ db }: Connection): IdempotencyKeys {
  const lookUp = db
    .select({ fingerprint: keys.fingerprint, answer: keys.answer, expiresAt: keys.expiresAt })
    .from(keys)
    .where(and(eq(keys.scope, sql.placeholder('scope')), eq(keys.key, sql.placeholder('key'))))
    .prepare();
  const write = db
    .insert(keys)
    .values({
      scope: sql.placeholder('scope'),
      key: sql.placeholder('key'),
      fingerprint: sql.placeholder('fingerprint'),
      answer: sql.placeholder('answer'),
      expiresAt: sql.placeholder('expiresAt'),
    })
    .onConflictDoUpdate({
      target: [keys.scope, keys.key],
      set: {
        fingerprint: sql`excluded.fingerprint`,
        answer: sql`excluded.answer`,
        expiresAt: sql`excluded.expires_at`,
      },
    })
    .prepare();

  return {
    replay(idempotency) {
      const { scope, key } = idempotency;
      return replayOf(idempotency, lookUp.get({ scope, key }));
    },
    keep(idempotency, answer) {
      const { scope, key, fingerprint } = idempotency;
      write.run({ scope, key, fingerprint, ...storedAnswer(idempotency, answer) });
    },
  };
}

export function idempotencyStore({ db, write }: Connection): Pick<Store, 'forgetExpired'> {
  return {
    forgetExpired: (now) =>
      write(() => {
        db.delete(keys).where(lte(keys.expiresAt, now)).run();
      }),
  };
}
