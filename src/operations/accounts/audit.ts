// Writes down who did what in the owner's pages, so that an owner can see what others changed.
import type { JsonValue } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';

/** Call it after the change is committed: what failed is no act. */
export async function recordAct(
  context: Context,
  { account, email }: Caller,
  act: { readonly what: string; readonly subject: string; readonly before?: JsonValue; readonly after?: JsonValue },
): Promise<void> {
  const { what, subject, before = null, after = null } = act;
  const time = context.clock.now();
  await context.store.appendAudit({ accountId: account.id, who: email, what, subject, before, after, time });
}
