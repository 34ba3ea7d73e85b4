// Deletes old messages to webhooks, and those of webhooks that were taken away.
import type { Context } from '../context.ts';

/** How long messages and their tries stay, in ms. */
const LONGEST_KEPT = 30 * 24 * 60 * 60 * 1000;

/** The messages of one commit, so that others go first between two of them. */
const AT_ONCE = 500;

/** Resolves when all of them are gone. */
export async function purgeMessages({ store, clock }: Pick<Context, 'store' | 'clock'>): Promise<void> {
  const before = clock.now() - LONGEST_KEPT;
  while ((await store.purgeMessages(before, AT_ONCE)) > 0);
}
