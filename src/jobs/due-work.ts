// Does work when it becomes due, several pieces at once. Work is a row of the store, so the next
// start finds what was under way when the process ended.
import type { Context } from '../operations/context.ts';

/**
 * How often to ask the store for work of other processes, and the pause after a piece failed
 * unexpectedly. In ms.
 */
const POLL = 2000;

export interface Jobs {
  /**
   * Starts to look for due work. Without this call, work runs only when `settle` is called, as in
   * tests.
   */
  start(): void;
  /** Does all due work, and resolves when none is left. */
  settle(): Promise<void>;
  /** Resolves when the results of work under way are stored. */
  close(): Promise<void>;
}

export interface Work<Piece extends { readonly id: number }> {
  /** The most pieces under way at once. */
  readonly sideBySide: number;
  /** Due pieces, in order. */
  due(limit: number, now: number): Promise<readonly Piece[]>;
  /**
   * Does a piece, and stores that it is done or when it is due again. Rejects only when it cannot
   * store that.
   */
  perform(piece: Piece): Promise<void>;
  /** The fields of a log line about a piece. */
  describe(piece: Piece): Readonly<Record<string, unknown>>;
}

export function openDueWork<Piece extends { readonly id: number }>(context: Context, work: Work<Piece>): Jobs {
  const { sideBySide } = work;
  const running = new Map<number, Promise<void>>();
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let filling: Promise<void> | null = null;
  let again = false;

  /** Starts due work up to `sideBySide`. */
  async function fill(): Promise<void> {
    do {
      again = false;
      if (closed || running.size >= sideBySide) return;
      const due = await work.due(sideBySide * 2, context.clock.now());
      for (const piece of due) {
        if (closed || running.size >= sideBySide) break;
        if (running.has(piece.id)) continue;
        const doing = work
          .perform(piece)
          .then(
            () => true,
            (error) => {
              // The database refused the result. The row stays, and the next poll finds it.
              context.log.error({ err: error, ...work.describe(piece) }, 'a job failed');
              return false;
            },
          )
          .then((went) => {
            running.delete(piece.id);
            if (went) wake();
          });
        running.set(piece.id, doing);
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
