// The failures that the ledger's server lives through while its clients go on asking.
import type { Env, RunningServer } from '../fixtures/scenarios/processes.ts';
import { startTill } from '../fixtures/scenarios/till.ts';
import type { WithApns } from '../fixtures/wallet/apns.ts';
import type { Book } from './clients.ts';
import type { Disk } from './disk.ts';

export const FAILURES = ['kill -9', 'SIGTERM', 'disk full', 'kill -9 on a full disk', 'APNs outage'] as const;
export type Failure = (typeof FAILURES)[number];

/** The server under test, which failures replace. */
export interface Site {
  server: RunningServer;
  readonly env: Env;
  readonly apns: WithApns['apns'];
  /** Null: this system has no way to fill a disk. */
  readonly disk: Disk | null;
}

/** Items that are acknowledged before and after each failure. */
export interface Pace {
  readonly items: number;
  /** Requests that a full disk refuses before it has room again. */
  readonly refusals: number;
}

/** Lets the failure happen amid the work. Answers false where this system cannot make it. */
export async function fail(site: Site, book: Book, failure: Failure, { items, refusals }: Pace): Promise<boolean> {
  await book.more(items);
  const { apns, disk } = site;
  switch (failure) {
    case 'kill -9':
      await restart(site, 'SIGKILL');
      return true;
    case 'SIGTERM': {
      const { code } = await restart(site, 'SIGTERM');
      if (code !== 0) throw new Error(`The server ended with ${code} after SIGTERM.`);
      return true;
    }
    case 'disk full':
    case 'kill -9 on a full disk': {
      if (disk === null) return false;
      await disk.fill(site.server.child.pid!);
      await book.moreRefused(refusals);
      if (failure !== 'disk full') {
        await site.server.end('SIGKILL');
        await disk.free(site.server.child.pid!).catch(() => {});
        site.server = await startTill(site.env);
      } else await disk.free(site.server.child.pid!);
      return true;
    }
    case 'APNs outage':
      await apns.stop();
      await book.more(items);
      await apns.start();
      return true;
  }
}

async function restart(site: Site, signal: 'SIGKILL' | 'SIGTERM') {
  const ended = await site.server.end(signal);
  site.server = await startTill(site.env);
  return ended;
}
