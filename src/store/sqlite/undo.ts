// Stores what takes the last event of a pass back: JSON in the pass's own row, which every event
// writes anyway.
import { AppError } from '../../errors.ts';
import type { Undo, Undoable, UndoStore } from '../../ports/store/undo.ts';
import type { Connection } from './engine/connection.ts';
import type { ChangePass } from './passes.ts';
import { passByHash } from './snapshots.ts';

export function undoStore(connection: Connection, change: ChangePass): UndoStore {
  const { client, write } = connection;
  const byHash = passByHash(connection);
  const stored = client.prepare<[number], string | null>('SELECT undo FROM passes WHERE id = ?').pluck();
  // The event that was undone before may have the same time, so the newest one that counts.
  const eventOf = client
    .prepare<[number, number, number], number>(`
      SELECT id FROM events WHERE pass_id = ? AND access_type = ? AND time = ? AND logged = 1
      ORDER BY id DESC LIMIT 1`)
    .pluck();

  const undoableOf = (passId: number): Undoable | null => {
    const text = stored.get(passId) ?? null;
    if (text === null) return null;
    const undo = JSON.parse(text) as Undo;
    const eventId = eventOf.get(passId, undo.accessType, undo.time);
    return eventId === undefined ? null : { ...undo, eventId };
  };

  return {
    undoable: async (passId) => undoableOf(passId),
    undoEvent: (hash, decide) =>
      write(() => {
        const snapshot = byHash(hash);
        if (!snapshot) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
        const undoable = undoableOf(snapshot.pass.id);
        return change(snapshot, (asked) => decide(asked, undoable)).result;
      }),
  };
}
