// The first process of a server with several workers: starts them, replaces those that die, and ends
// with them. It answers no requests itself; the workers share its port.
import cluster, { type Worker } from 'node:cluster';
import type { Log } from '../ports/log.ts';
import { type FromWorker, UNUSABLE } from './messages.ts';
import { sums } from './sums.ts';

/** The pause before the first worker that died is replaced, in ms; it doubles with each further one. */
const FIRST_PAUSE = 100;
/** A worker that has answered for longer than this begins the pauses anew, in ms. */
const LONGEST_PAUSE = 30_000;

/**
 * Runs `count` workers until a signal ends them; a second signal ends all at once. Answers the worst of
 * their exit codes. Ends all workers, too, when settings or database are of no use to one of them.
 */
export function runWorkers(count: number, log: Log): Promise<number> {
  return new Promise((resolve) => {
    const readySince = new Map<number, number>();
    const pauses = new Set<NodeJS.Timeout>();
    const counts = sums((worker) => readySince.has(worker.id));
    let isReady = false;
    let isStopping = false;
    let deaths = 0;
    let worst = 0;

    function stop(): void {
      // The workers end at once when this process does, which the next signal ends.
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      isStopping = true;
      for (const pause of pauses) clearTimeout(pause);
      for (const worker of workers()) worker.process.kill('SIGTERM');
      if (workers().length === 0) end();
    }

    function end(): void {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      cluster.removeAllListeners();
      resolve(worst);
    }

    function replace(worker: Worker, code: number | null, signal: string | null): void {
      const since = readySince.get(worker.id);
      readySince.delete(worker.id);
      if (since !== undefined && performance.now() - since > LONGEST_PAUSE) deaths = 0;
      const ms = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** deaths);
      deaths += 1;
      log.error({ worker: worker.id, code, signal, pause: ms }, 'a worker has died and is replaced');
      const pause = setTimeout(() => {
        pauses.delete(pause);
        cluster.fork();
      }, ms);
      pauses.add(pause);
    }

    cluster.on('message', (worker, message: FromWorker) => {
      if (message.passwright === 'ready') {
        readySince.set(worker.id, performance.now());
        if (isReady || isStopping) return;
        isReady = true;
        for (let more = 1; more < count; more++) cluster.fork();
      } else {
        counts.heard(worker, message);
      }
    });

    cluster.on('exit', (worker, code: number | null, signal: NodeJS.Signals | null) => {
      counts.died(worker);
      // A worker of a first start that fails has said why, and the next one would fail as well.
      const isUnusable = code === UNUSABLE || (!isReady && !isStopping);
      if (isUnusable || isStopping) worst = Math.max(worst, codeOf(code, signal));
      if (isUnusable && !isStopping) stop();
      else if (isStopping && workers().length === 0) end();
      else if (!isStopping) replace(worker, code, signal);
    });

    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    // Workers accept connections themselves: one that this process hands to a worker that has just died
    // would never be answered.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    // The first start makes what all need. Its worker says alone what is wrong with the settings.
    cluster.fork();
  });
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

/** What the code or signal of a worker adds to the end of the server. */
function codeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code === UNUSABLE) return 1;
  if (code !== null) return code;
  // A signal that stops the server may reach a worker before it can do anything else than end.
  return signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1;
}
