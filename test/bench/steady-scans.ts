// Scans that come in at a steady rate while something else goes on.
import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '../../src/operations/context.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { trackAccess } from '../../src/operations/events/track-access.ts';
import type { Account } from '../../src/ports/store/accounts.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { en } from '../../src/ui/texts/en/index.ts';

/** How many scans a second come in, whether earlier ones were answered or not. */
export const SCANS_A_SECOND = 200;

/**
 * Scans at a steady rate, each as long as if its customer had come at the time that it was due: a
 * scan that waits for a busy thread counts with its wait. `stop` answers the ms of each.
 */
export function scanUntilStopped(context: Context, account: Account, hashes: readonly string[]) {
  const taken: number[] = [];
  const underWay: Promise<void>[] = [];
  const started = performance.now();
  let stopped = false;
  let due = 0;
  const scan = async (hashedSerialNumber: string, dueAt: number) => {
    await trackAccess(context, account, {
      hashedSerialNumber,
      accessType: SCAN,
      depth: UNCALLED,
      words: en.sentences,
    });
    taken.push(performance.now() - dueAt);
  };
  const run = async () => {
    while (!stopped) {
      for (; ; due++) {
        const dueAt = started + (due * 1000) / SCANS_A_SECOND;
        if (dueAt > performance.now()) break;
        underWay.push(scan(hashes[due % hashes.length]!, dueAt));
      }
      await wait(1);
    }
  };
  const running = run();
  return {
    async stop(): Promise<readonly number[]> {
      stopped = true;
      await running;
      await Promise.all(underWay);
      return taken;
    },
  };
}
