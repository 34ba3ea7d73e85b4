// Writes down who did what in the owner's pages, so that an owner can see what others changed.
import type { Account } from '../../ports/store/accounts.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { type Caller, ownerOf } from '../access/caller.ts';
import type { Context } from '../context.ts';

/** The `who` of an act by a command. */
export const COMMAND_LINE = 'command line';

/** Writes down what a command did to an account. Call it as recordAct. */
export function recordCommand(context: Context, account: Account, act: Act): Promise<void> {
  return recordAct(context, { ...ownerOf(account), email: COMMAND_LINE }, act);
}

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
