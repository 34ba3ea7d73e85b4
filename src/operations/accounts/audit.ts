// Writes down who did what in the owner's pages, so that an owner can see what others changed.
import type { JsonValue } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';

export interface Act {
  /** Such as `card.delete`: the pages have words for each in ui/texts/en/audit.ts. */
  readonly what: string;
  /** What it was done to, in the owner's words. */
  readonly subject: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** Call it after the change is committed: what failed is no act. */
export async function recordAct(context: Context, { account, email }: Caller, act: Act): Promise<void> {
  const { what, subject, before = null, after = null } = act;
  const time = context.clock.now();
  await context.store.appendAudit({ accountId: account.id, who: email, what, subject, before, after, time });
}
