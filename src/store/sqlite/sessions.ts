// Stores which sessions have ended before their time.
import { lte } from 'drizzle-orm';
import type { SessionStore } from '../../ports/store/sessions.ts';
import type { Connection } from './engine/connection.ts';
import { endedSessions } from './schema.ts';

export function sessionStore({ client, db, write }: Connection): SessionStore {
  const find = client.prepare<[string], number>('SELECT 1 FROM ended_sessions WHERE id = ?').pluck();
  return {
    endSession: ({ id, expiresAt, now }) =>
      write(() => {
        db.delete(endedSessions).where(lte(endedSessions.expiresAt, now)).run();
        db.insert(endedSessions).values({ id, expiresAt }).onConflictDoNothing().run();
      }),

    isSessionEnded: async (id) => find.get(id) !== undefined,
  };
}
