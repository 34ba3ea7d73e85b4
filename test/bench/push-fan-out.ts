// The push adapter's rows, and a template's push to very many phones: its speed, its memory, and
// its effect on scans.
import { strictEqual } from 'node:assert';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { openJobs } from '../../src/jobs/jobs.ts';
import type { Context } from '../../src/operations/context.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { pushTemplate } from '../../src/operations/devices/push.ts';
import { trackAccess } from '../../src/operations/events/track-access.ts';
import type { Push } from '../../src/ports/push.ts';
import type { Account } from '../../src/ports/store/accounts.ts';
import type { Job } from '../../src/ports/store/jobs.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { type BenchApp, openBenchAppIn } from './bench-app.ts';
import { filledFolder } from './filled.ts';
import { installAll } from './installed.ts';
import { pushFanOut as adapterFanOut } from './push.ts';
import { type Effort, limitRow, memoryRow, type Row, rateRow } from './row.ts';

export async function pushFanOut(effort: Effort): Promise<Row[]> {
  const count = effort.quick ? 2000 : 20_000;
  const { ours, reference, residentGrowth } = await adapterFanOut({ count, rounds: Math.min(effort.rounds, 7) });
  return [
    rateRow(
      'push fan-out to a local HTTP/2 server',
      ours,
      { name: 'node:http2, one session', figures: reference },
      { atLeast: 0.5 },
    ),
    memoryRow('  memory that it takes more after the first round', residentGrowth, null),
    ...(await templateRows(effort)),
  ];
}

async function templateRows(effort: Effort): Promise<Row[]> {
  const count = effort.quick ? 5000 : 1_000_000;
  // The development certificate pushes only to a server that is not Apple's.
  const bench = await openBenchAppIn(await filledFolder(count), { APNS_HOST: '127.0.0.1' });
  try {
    installAll(bench.dataDir);
    const { seconds, growth, late } = await fanOut(bench, count);
    const name = `push of a template to ${count.toLocaleString('en')} phones`;
    const whole = limitRow(name, [seconds * 1000], null);
    return [
      { ...whole, ours: `${Math.round(count / seconds)}/s` },
      memoryRow('  memory that it takes more after the first tenth', growth, null),
      limitRow('  p99 of scans meanwhile, one at a time', [late], null),
    ];
  } finally {
    await bench.close();
  }
}

/**
 * Everything but APNs, which accepts each push at once. Throws unless each phone got a push and was
 * counted.
 */
async function fanOut({ test, templateHash, dataDir }: BenchApp, count: number) {
  let sent = 0;
  let firstTenth = 0;
  const push: Push = {
    send: async () => {
      sent++;
      if (sent === Math.round(count / 10)) firstTenth = process.memoryUsage().rss;
      return { verdict: 'delivered', status: 200, reason: null, since: null, retryAfterMs: null };
    },
    close: async () => {},
  };
  let told = 0;
  let last = null as Job | null;
  const { store } = test.app.context;
  const recordPushes: typeof store.recordPushes = (job, outcomes, step) => {
    if (job.kind === 'push_template') {
      told += outcomes.length;
      last = job;
    }
    return store.recordPushes(job, outcomes, step);
  };
  const context: Context = { ...test.app.context, push, store: { ...store, recordPushes } };
  const scanning = scanUntilStopped(test.app.context, test.owner, someHashes(dataDir));
  await pushTemplate(context, test.owner, templateHash);
  const jobs = openJobs(context);
  const started = performance.now();
  await jobs.settle();
  const seconds = (performance.now() - started) / 1000;
  const growth = (process.memoryUsage().rss - firstTenth) / 2 ** 20;
  await jobs.close();
  const late = await scanning.stop();
  const { told: progress, updateTag } = last!;
  strictEqual(progress, told);
  // A phone that a scan's own push reached first gets no second push.
  strictEqual(phonesTold(dataDir, updateTag), count);
  return { seconds, growth, late };
}

/** Answers the p99 of the scans' times, in ms. */
function scanUntilStopped(context: Context, account: Account, hashes: readonly string[]) {
  const taken: number[] = [];
  let stopped = false;
  const run = async () => {
    for (let number = 0; !stopped; number++) {
      const started = performance.now();
      const hashedSerialNumber = hashes[number % hashes.length]!;
      await trackAccess(context, account, {
        hashedSerialNumber,
        accessType: SCAN,
        depth: UNCALLED,
        words: en.sentences,
      });
      taken.push(performance.now() - started);
      await wait(5);
    }
  };
  const running = run();
  return {
    async stop(): Promise<number> {
      stopped = true;
      await running;
      return taken.sort((a, b) => a - b)[Math.floor(taken.length * 0.99)]!;
    },
  };
}

function phonesTold(dataDir: string, updateTag: number): number {
  const client = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    return client
      .prepare<[number], number>('SELECT count(*) FROM devices WHERE pushed_tag >= ?')
      .pluck()
      .get(updateTag)!;
  } finally {
    client.close();
  }
}

function someHashes(dataDir: string): string[] {
  const client = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    return client.prepare<[], string>('SELECT hash FROM passes ORDER BY random() LIMIT 1000').pluck().all();
  } finally {
    client.close();
  }
}
