// Does work as it becomes due, several pieces side by side. What is due are rows: what is under way when the process ends is
// found again at the next start.
import type { Context } from '../operations/context.ts';

/** How often the store is asked for work that another process wrote, and how soon a piece that failed by itself may run again. In ms. */
const POLL = 2000;

export interface Jobs {
  /** Looks for due work by itself from now on. Without it, work is done only when told to, as in tests. */
  start(): void;
  /** Does what is due, and resolves when nothing is any more. */
  settle(): Promise<void>;
  /** Resolves when what is under way has been written. */
  close(): Promise<void>;
}

export interface Work<Piece extends { readonly id: number }> {
  /** How many pieces are under way at once. */
  readonly sideBySide: number;
  /** The pieces that are due, in order. */
  due(limit: number, now: number): Promise<readonly Piece[]>;
  /** Writes that it is done, or when it is due again. Rejects only when that cannot be written. */
  perform(piece: Piece): Promise<void>;
  /** What the log says of a piece. */
  describe(piece: Piece): Readonly<Record<string, unknown>>;
}

export function openDueWork<Piece extends { readonly id: number }>(context: Context, work: Work<Piece>): Jobs {
  const { sideBySide } = work;
  const running = new Map<number, Promise<void>>();
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let filling: Promise<void> | null = null;
  let again = false;

  /** Starts what is due as far as there is room. */
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
              // The database refused; the row stays and the next poll finds it.
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
