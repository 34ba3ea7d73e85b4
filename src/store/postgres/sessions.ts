// Stores which sessions have ended before their time.
import type { SessionStore } from '../../ports/store/sessions.ts';
import type { Connection } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

const find = statement('SELECT 1 FROM ended_sessions WHERE id = $1');
const forget = statement('DELETE FROM ended_sessions WHERE expires_at <= $1');
const end = statement('INSERT INTO ended_sessions (id, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING');

export function sessionStore({ read, write }: Connection): SessionStore {
  return {
    endSession: ({ id, expiresAt, now }) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(forget, now);
        tx.send(end, id, expiresAt);
      }),

    isSessionEnded: async (id) => (await read.row(find, id)) !== undefined,
  };
}
