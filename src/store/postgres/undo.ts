// Stores what takes the last event of a pass back, in the pass's own row, which every event writes
// anyway.
import { AppError } from '../../errors.ts';
import type { Undo, Undoable, UndoStore } from '../../ports/store/undo.ts';
import type { Connection, Queries } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import type { ChangePass } from './passes-changes.ts';
import type { Snapshots } from './snapshots.ts';

const stored = statement<{ undo: Undo | null }>('SELECT undo FROM passes WHERE id = $1');
// The event that was undone before may have the same time, so the newest one that counts.
const eventOf = statement<{ id: number }>(`
  SELECT id FROM events WHERE pass_id = $1 AND access_type = $2 AND time = $3 AND logged ORDER BY id DESC LIMIT 1`);

async function undoableOf(queries: Queries, passId: number): Promise<Undoable | null> {
  const undo = (await queries.row(stored, passId))?.undo ?? null;
  if (undo === null) return null;
  const event = await queries.row(eventOf, passId, undo.accessType, undo.time);
  return event === undefined ? null : { ...undo, eventId: event.id };
}

export function undoStore({ read, write }: Connection, snapshots: Snapshots, change: ChangePass): UndoStore {
  return {
    undoable: (passId) => undoableOf(read, passId),
    undoEvent: (hash, decide) =>
      write(async (tx) => {
        tx.leavesKept();
        const snapshot = await snapshots.lockedByHash(tx, hash);
        if (!snapshot) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
        const undoable = await undoableOf(tx, snapshot.pass.id);
        return (await change(tx, snapshot, (asked) => decide(asked, undoable))).result;
      }),
  };
}
