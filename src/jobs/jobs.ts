// Runs jobs as they become due, several side by side. Jobs are rows: what is under way when the process ends is found
// again at the next start.

import type { Context } from '../operations/context.ts';
import { runJob } from '../operations/run-job.ts';

/** How many jobs are under way at once. */
const SIDE_BY_SIDE = 32;
/** How often the store is asked for jobs that another process wrote, and how soon a job that failed by itself may run again. In ms. */
const POLL = 2000;

export interface Jobs {
  /** Looks for due jobs by itself from now on. Without it, jobs run only when told to, as in tests. */
  start(): void;
  /** Runs what is due, and resolves when nothing is any more. */
  settle(): Promise<void>;
  /** Resolves when what is under way has been written. */
  close(): Promise<void>;
}

export function openJobs(context: Context): Jobs {
  const running = new Map<number, Promise<void>>();
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let filling: Promise<void> | null = null;
  let again = false;

  /** Starts what is due as far as there is room. */
  async function fill(): Promise<void> {
    do {
      again = false;
      if (closed || running.size >= SIDE_BY_SIDE) return;
      const due = await context.store.waitingJobs(SIDE_BY_SIDE * 2, context.clock.now());
      for (const job of due) {
        if (closed || running.size >= SIDE_BY_SIDE) break;
        if (running.has(job.id)) continue;
        const underWay = runJob(context, job)
          .then(
            () => true,
            (error) => {
              // The database refused; the job stays and the next poll finds it.
              context.log.error({ err: error, job: job.kind, subject: job.subjectId }, 'a job failed');
              return false;
            },
          )
          .then((went) => {
            running.delete(job.id);
            if (went) wake();
          });
        running.set(job.id, underWay);
      }
    } while (again);
  }

  function wake(): void {
    again = true;
    if (closed || filling !== null) return;
    filling = fill().finally(() => {
      filling = null;
    });
  }

  function poll(): void {
    wake();
    timer = setTimeout(poll, POLL);
    timer.unref();
  }

  return {
    start() {
      context.store.watchJobs(wake);
      poll();
    },
    async settle() {
      wake();
      while (filling !== null || running.size > 0) await Promise.all([filling, ...running.values()]);
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      while (filling !== null || running.size > 0) await Promise.all([filling, ...running.values()]);
    },
  };
}
