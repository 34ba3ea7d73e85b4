// Works out, without a database, what takes the last event of a pass back, so that every adapter
// stores the same.
import type { Pass, PassChange } from '../ports/store/passes.ts';
import type { Undo } from '../ports/store/undo.ts';
import { type AccessType, CHECK, CREATE, DELETE, DEVICE_UPDATE, INSTALL, PUSH } from '../rules/passes/facts.ts';
import { define } from '../rules/values/tree.ts';
import type { JsonValue } from '../rules/values/values.ts';

/**
 * Events that come by themselves after another one, such as the phone that fetches the pass after a
 * scan. Unless they change a value, the event before them stays the last one.
 */
const FOLLOWING: ReadonlySet<AccessType> = new Set([CHECK, INSTALL, DEVICE_UPDATE, PUSH, DELETE]);

/**
 * What takes the change's event back. Null: nothing can be taken back any more; undefined: what
 * could be, still can.
 */
export function undoAfter(
  { overrides: before, access, templateId }: Pick<Pass, 'overrides' | 'access' | 'templateId'>,
  change: PassChange<unknown>,
): Undo | null | undefined {
  const { event, overrides: after = before, run } = change;
  if (change.access !== undefined) return null;
  if (change.templateId !== undefined && change.templateId !== templateId) return null;
  if (event?.logged !== true || FOLLOWING.has(event.accessType)) return after === before ? undefined : null;
  // A run of several commits has sent requests, which nobody can take back.
  if (run !== undefined || event.accessType === CREATE) return null;
  const { accessType, time } = event;
  const changed: Record<string, JsonValue> = {};
  const added: string[] = [];
  // Loops with `in`, because every scan comes here, and few paths change.
  for (const path in before) if (after[path] !== before[path]) define(changed, path, before[path]!);
  for (const path in after) if (!Object.hasOwn(before, path)) added.push(path);
  return { accessType, time, fact: access[accessType] ?? null, overrides: changed, added };
}
