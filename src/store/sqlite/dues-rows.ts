// Writes the rows of a pass's schedules in the commit of its change.
import type { DueChange } from '../../ports/store/passes.ts';
import type { Fired } from '../../rules/schedules/schedule.ts';
import type { Connection } from './engine/connection.ts';

/** Writes a change's rows of a pass. Inside a write only. */
export type WriteDues = (
  pass: { readonly id: number; readonly templateId: number },
  dues: readonly DueChange[],
) => void;

export type Stored = { readonly fired: number | null; readonly firedAt: number | null };

export function firedIn({ fired, firedAt }: Stored): Fired | null {
  return fired === null || firedAt === null ? null : { count: fired, at: firedAt };
}

export function dueWriter({ client }: Connection): WriteDues {
  const put = client.prepare<[number, number, string, number | null, number | null, number | null, number, number]>(`
    INSERT INTO dues (pass_id, template_id, key, due_at, fired, fired_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (pass_id, key) DO UPDATE SET template_id = excluded.template_id,
      due_at = iif(due_at <= ?, due_at, excluded.due_at),
      fired = iif(?, excluded.fired, fired), fired_at = coalesce(excluded.fired_at, fired_at)`);
  const rest = client.prepare<[number, string, number]>(
    'UPDATE dues SET due_at = NULL WHERE pass_id = ? AND key = ? AND NOT coalesce(due_at <= ?, 1)',
  );
  const remove = client.prepare<[number, string]>('DELETE FROM dues WHERE pass_id = ? AND key = ?');

  return ({ id, templateId }, dues) => {
    for (const { key, at, fired, keepsDueBy = Number.MIN_SAFE_INTEGER } of dues) {
      if (at === null && fired === null) remove.run(id, key);
      else if (at === null && fired === undefined) rest.run(id, key, keepsDueBy);
      else {
        put.run(
          id,
          templateId,
          key,
          at,
          fired?.count ?? null,
          fired?.at ?? null,
          keepsDueBy,
          Number(fired !== undefined),
        );
      }
    }
  };
}
