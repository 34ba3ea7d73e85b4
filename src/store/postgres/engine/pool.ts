// Shares a few connections: those for reads among all readers, and those for changes one at a time.
import { StoreUnavailableError } from '../../../errors.ts';
import { type Lane, lane } from './lanes.ts';

/** Connections for reads, and for changes. */
const READERS = 4;
const WRITERS = 6;

/** The most changes that wait for a connection. */
const MOST_WAITING = 20_000;

export interface Pool {
  /** The connection for reads that has the least to answer. Fails with StoreUnavailableError. */
  reader(): Promise<Lane>;
  /** Waits for a connection that nobody else has; give it back. Fails with StoreUnavailableError. */
  take(): Promise<Lane>;
  giveBack(lane: Lane): void;
  /** Whether a connection for changes is free now. */
  isFree(): boolean;
  /** Ends all connections. */
  close(): Promise<void>;
}

export function pool(url: string): Pool {
  const readers = Array.from({ length: READERS }, () => lane(url));
  const writers = Array.from({ length: WRITERS }, () => lane(url));
  const free = [...writers];
  const waiting: ((lane: Lane) => void)[] = [];

  async function opened(lane: (typeof writers)[number]): Promise<Lane> {
    try {
      await lane.open();
      return lane;
    } catch (error) {
      giveBack(lane);
      throw error;
    }
  }

  function giveBack(lane: Lane): void {
    const next = waiting.shift();
    if (next === undefined) free.push(lane as (typeof writers)[number]);
    else next(lane);
  }

  return {
    async reader() {
      let best = readers[0]!;
      for (const each of readers) if (each.waiting < best.waiting) best = each;
      await best.open();
      return best;
    },
    async take() {
      const idle = free.pop();
      if (idle !== undefined) return opened(idle);
      if (waiting.length >= MOST_WAITING)
        throw new StoreUnavailableError({ cause: new Error('Too many changes wait.') });
      return opened((await new Promise<Lane>((resolve) => waiting.push(resolve))) as (typeof writers)[number]);
    },
    giveBack,
    isFree: () => free.length > 0,
    async close() {
      await Promise.all([...readers, ...writers].map((each) => each.close()));
    },
  };
}
