// Takes a scan back on the scanner's page: a till its own last scan of a pass, a person what the role
// allows.
import { AppError } from '../../errors.ts';
import { SCAN } from '../../rules/passes/facts.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import { hashedSerialNumberIn } from '../access/hashed-serial-number.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';
import { undoEvent } from '../customers/undo-event.ts';
import { requireMay, requireScannable, type ScanCaller } from './scan-here.ts';

/** The event that a scan just made, if whoever scans may take it back; null: it cannot be. */
export async function undoOf(context: Context, who: ScanCaller, hashedSerialNumber: string): Promise<number | null> {
  if ('till' in who && !who.till.mayUndo) return null;
  // A service that the scan called may have deleted the pass.
  const snapshot = await context.store.passByHash(hashedSerialNumberIn(hashedSerialNumber));
  const last = snapshot && (await context.store.undoable(snapshot.pass.id));
  return last !== null && last.accessType === SCAN && (await isOwn(context, who, last.eventId)) ? last.eventId : null;
}

/**
 * Answers `description` of the pass as it is then. Fails with the codes of requireScannable,
 * requireMay and undoEvent, with `till_scope` for a scan of another till, and `undo_late`.
 */
export async function undoHere(
  context: Context,
  who: ScanCaller,
  input: { readonly hashedSerialNumber: string; readonly event: number },
): Promise<JsonObject> {
  requireMay(context, who, 'undo');
  const { pass } = await requireScannable(context, who, input.hashedSerialNumber);
  if (!(await isOwn(context, who, input.event))) {
    throw new AppError('till_scope', { message: 'This till takes back only what it scanned itself.' });
  }
  await undoEvent(context, personOf(who), { hash: pass.hash, eventId: input.event, reason: '' }).catch((error) => {
    if (!('till' in who) || !(error instanceof AppError) || error.code !== 'role_forbidden') throw error;
    throw new AppError('undo_late');
  });
  const after = await context.store.passByHash(pass.hash);
  return { description: after === null ? '' : await nameOfCustomer(context, after) };
}

async function isOwn({ store }: Context, who: ScanCaller, eventId: number): Promise<boolean> {
  return !('till' in who) || (await store.eventById(eventId))?.tillId === who.till.id;
}

/** Whom operations and the log of acts see at a till: somebody at the counter, by the till's name. */
export function personOf(who: ScanCaller): Caller {
  return 'till' in who ? { account: who.account, role: 'counter', email: who.till.name } : who;
}
