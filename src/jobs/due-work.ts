// Does work when it becomes due, several pieces at once. Work is a row of the store, so the next
// start finds what was under way when the process ended.
import { StoreUnavailableError } from '../errors.ts';
import type { Context } from '../operations/context.ts';
import type { SpanFields } from '../ports/spans.ts';

/**
 * How often to ask the store for work of other processes, and the pause after a piece failed
 * unexpectedly or the store was away: work waits then, and no try of it is counted. In ms.
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

/** Stores the result of a piece; may be called again when it rejects. */
export type StoreResult = () => Promise<void>;

export interface Work<Piece extends { readonly id: number }> {
  /** The most pieces under way at once. */
  readonly sideBySide: number;
  /**
   * Claims up to `limit` due pieces, in order, so that no other server does them. `underWay`: the
   * ids of the pieces that this server is doing.
   */
  claim(limit: number, now: number, underWay: readonly number[]): Promise<readonly Piece[]>;
  /**
   * Does a piece. Answers what stores the result: that the piece is done, or when it is due again;
   * nothing for a piece that may be done twice and has stored its result. Both reject only when the
   * database fails.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that answers nothing fulfils it.
  perform(piece: Piece): Promise<StoreResult | void>;
  /** The name of a piece's span, and what the piece is about, as spans name it (ports/spans.ts). */
  traceOf(piece: Piece): { readonly name: string; readonly subject: string; readonly fields: SpanFields };
  /** The fields of a log line about a piece. */
  describe(piece: Piece): Readonly<Record<string, unknown>>;
}

export function openDueWork<Piece extends { readonly id: number }>(context: Context, work: Work<Piece>): Jobs {
  const { sideBySide } = work;
  const running = new Map<number, Promise<void>>();
  /**
   * Results that the database refused, as when its disk is full: at most as many as pieces are
   * under way. Nothing else is done before these are stored, because a piece without its result
   * would be done again: everybody would get their mail anew with every try.
   */
  const unstored = new Map<number, { readonly piece: Piece; readonly store: StoreResult }>();
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let filling: Promise<void> | null = null;
  let again = false;

  /** Starts due work up to `sideBySide`. */
  async function fill(): Promise<void> {
    do {
      again = false;
      if (closed || running.size >= sideBySide || !(await storeResults())) return;
      const due = await work.claim(sideBySide - running.size, context.clock.now(), [...running.keys()]);
      for (const piece of due) {
        // The store gives back what was claimed when it closes.
        if (closed) break;
        const doing = perform(piece).then((went) => {
          running.delete(piece.id);
          if (went) wake();
        });
        running.set(piece.id, doing);
      }
    } while (again);
  }

  /** Whether the piece is done and its result stored. Else the next poll goes on with it. */
  async function perform(piece: Piece): Promise<boolean> {
    const { name, subject, fields } = work.traceOf(piece);
    // The log line of an error stands inside the span, and has the id of its trace.
    const performed = async () => {
      let store: StoreResult | null = null;
      try {
        store = (await work.perform(piece)) ?? null;
        await store?.();
      } catch (error) {
        if (store !== null) unstored.set(piece.id, { piece, store });
        logFailure(error, work.describe(piece), 'a job failed');
        throw error;
      }
    };
    return context.spans.job(name, subject, fields, performed).then(
      () => true,
      () => false,
    );
  }

  /** Stores what could not be stored before. False: it still cannot be. */
  async function storeResults(): Promise<boolean> {
    for (const [id, { piece, store }] of unstored) {
      try {
        await store();
        unstored.delete(id);
      } catch (error) {
        logFailure(error, work.describe(piece), 'the result of a job could not be stored');
        return false;
      }
    }
    return true;
  }

  function wake(): void {
    again = true;
    if (closed || filling !== null) return;
    filling = fill()
      .catch((error) => logFailure(error, {}, 'due work could not be read'))
      .finally(() => {
        filling = null;
      });
  }

  /** Whoever watches the store says once that it is away (store/watched.ts). */
  function logFailure(error: unknown, fields: Readonly<Record<string, unknown>>, message: string): void {
    if (!(error instanceof StoreUnavailableError)) context.log.error({ err: error, ...fields }, message);
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
      await storeResults();
    },
  };
}
