// Asks devices to fetch passes again: logs the event and writes the job, which delivers the pushes.
import type { Account } from '../../ports/store/accounts.ts';
import type { PassChange } from '../../ports/store/passes.ts';
import type { Template } from '../../ports/store/templates.ts';
import { PUSH } from '../../rules/passes/facts.ts';
import { requirePass, requireTemplate } from '../access/access.ts';
import type { Context } from '../context.ts';

/** pushPassUpdates: returns the number of devices that have the pass. */
export async function pushPass(context: Context, caller: Account | null, hash: string): Promise<{ count: number }> {
  const { pass } = await requirePass(context, caller, hash);
  await context.store.changePass<null>(
    pass.hash,
    (): PassChange<null> => ({ push: true, event: pushEvent(context), result: null }),
  );
  return { count: await context.store.countDevices({ passId: pass.id }) };
}

/**
 * updatePassesForTemplate: one event and one job for all passes of the template. Answers the number
 * of passes that are on a phone, in Apple Wallet or Google Wallet.
 */
export async function pushTemplate(
  context: Context,
  caller: Account | null,
  templateHash: string,
): Promise<{ count: number }> {
  const { template } = await requireTemplate(context, caller, templateHash);
  await pushPassesOf(context, template);
  return { count: (await context.store.templateCounts(template.id)).onPhones };
}

/** Does the same for callers that have checked the account's access to the template. */
export async function pushPassesOf(context: Context, template: Template): Promise<void> {
  await context.store.pushTemplate(template.id, pushEvent(context));
}

/** The event of a push to a pass, or to all passes of a template. */
export function pushEvent(context: Pick<Context, 'clock'>) {
  return { accessType: PUSH, time: context.clock.now(), outcome: 'skipped', logged: true, trace: null } as const;
}
