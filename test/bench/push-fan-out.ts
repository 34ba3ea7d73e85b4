// The push adapter's rows, and a template's push to very many phones: its speed, its memory, and
// its effect on scans.
import { strictEqual } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { openJobs } from '../../src/jobs/jobs.ts';
import type { Context } from '../../src/operations/context.ts';
import { pushTemplate } from '../../src/operations/devices/push.ts';
import type { Push } from '../../src/ports/push.ts';
import type { Job } from '../../src/ports/store/jobs.ts';
import { type BenchApp, openBenchAppIn } from './bench-app.ts';
import { filledFolder } from './filled.ts';
import { pushFanOut as adapterFanOut } from './push.ts';
import { type Effort, limitRow, memoryRow, perSecondRow, type Row, rateRow } from './row.ts';
import { p99 } from './scans-over-http.ts';
import { SCANS_A_SECOND, scanUntilStopped } from './steady-scans.ts';

export async function pushFanOut(effort: Effort): Promise<Row[]> {
  const count = effort.quick ? 1000 : 20_000;
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

/** The phones that a push has to reach in a second, besides what APNs' HTTP/2 allows. */
const PHONES_A_SECOND = 50_000;
async function templateRows(effort: Effort): Promise<Row[]> {
  // A job that has pushed to 10,000 phones goes on in its next turn, which knows how many were told.
  const count = effort.quick ? 10_000 : 1_000_000;
  // How long scans come in without a push, for comparison.
  const scansAlone = effort.quick ? 500 : 5000;
  // The development certificate pushes only to a server that is not Apple's.
  const bench = await openBenchAppIn(await filledFolder(count), { APNS_HOST: '127.0.0.1' });
  try {
    const { seconds, growth, late, scans, alone } = await fanOut(bench, count, scansAlone);
    const name = `push of a template to ${count.toLocaleString('en')} phones`;
    return [
      perSecondRow(name, [count / seconds], { atLeast: PHONES_A_SECOND }),
      memoryRow('  memory that it takes more after the first tenth', growth, null),
      {
        ...limitRow('  p99 of scans meanwhile', [late], { atMost: 20 }),
        ours: `${scans} at ${SCANS_A_SECOND}/s`,
        reference: `without a push: ${alone.toFixed(1)} ms`,
      },
    ];
  } finally {
    await bench.close();
  }
}

/**
 * Everything but APNs, which accepts each push at once. Throws unless each phone got a push and was
 * counted.
 */
async function fanOut({ test, templateHash, dataDir }: BenchApp, count: number, scansAlone: number) {
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
  let onAllTold = () => {};
  const allTold = new Promise<void>((resolve) => {
    onAllTold = resolve;
  });
  const recordPushes: typeof store.recordPushes = async (job, outcomes, step) => {
    const isOfTemplate = job.kind === 'push_template';
    if (isOfTemplate) {
      told += outcomes.length;
      last = job;
    }
    const isRecorded = await store.recordPushes(job, outcomes, step);
    if (isOfTemplate && step.kind === 'done') onAllTold();
    return isRecorded;
  };
  const context: Context = { ...test.app.context, push, store: { ...store, recordPushes } };
  const jobs = openJobs(context);
  // Pushes of earlier runs' scans are no part of this one.
  await jobs.settle();
  const hashes = someHashes(dataDir);
  // What was written before is on the disk, so that nothing below waits behind it.
  spawnSync('sync');
  const before = scanUntilStopped(test.app.context, test.owner, hashes);
  await wait(scansAlone);
  const alone = p99(await before.stop());
  await jobs.settle();
  const scanning = scanUntilStopped(test.app.context, test.owner, hashes);
  await pushTemplate(context, test.owner, templateHash);
  const started = performance.now();
  // Scans bring pushes of their own, so that there is always a job.
  jobs.start();
  await allTold;
  const seconds = (performance.now() - started) / 1000;
  const growth = (process.memoryUsage().rss - firstTenth) / 2 ** 20;
  const taken = await scanning.stop();
  await jobs.close();
  const { told: progress, updateTag } = last!;
  strictEqual(progress, told);
  // A phone that a scan's own push reached first gets no second push.
  strictEqual(phonesTold(dataDir, updateTag), count);
  return { seconds, growth, alone, late: p99(taken), scans: taken.length };
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
