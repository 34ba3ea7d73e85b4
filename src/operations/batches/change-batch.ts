// Stops, resumes and deletes batches for their owners.
import type { Caller } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { requireBatch } from './batches.ts';
import { dropBatch } from './draft-batch.ts';

/** Fails with the codes of requireBatch. A batch that is not being made stays as it is. */
export async function stopBatch(context: Context, caller: Caller, hash: string): Promise<void> {
  const batch = await requireBatch(context, caller, hash);
  if (!(await context.store.stopBatch(batch.id, context.clock.now()))) return;
  await recordAct(context, caller, { what: 'batch.stop', subject: batch.name });
}

/** Fails with the codes of requireBatch. A batch that is not stopped stays as it is. */
export async function resumeBatch(context: Context, caller: Caller, hash: string): Promise<void> {
  const batch = await requireBatch(context, caller, hash);
  if (!(await context.store.resumeBatch(batch.id, context.clock.now()))) return;
  await recordAct(context, caller, { what: 'batch.resume', subject: batch.name });
}

/**
 * Deletes the rows of a batch, with its links and the mails that wait; its passes stay. Fails with
 * the codes of requireBatch.
 */
export async function deleteBatch(context: Context, caller: Caller, hash: string): Promise<void> {
  const { id, name: subject, mode, total, made } = await requireBatch(context, caller, hash);
  await dropBatch(context, id);
  await recordAct(context, caller, { what: 'batch.delete', subject, before: { mode, rows: total, made } });
}
