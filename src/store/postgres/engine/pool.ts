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
  /** Ends all connections, once what waits or is under way is written. */
  close(): Promise<void>;
}

export function pool(url: string): Pool {
  const readers = Array.from({ length: READERS }, () => lane(url));
  const writers = Array.from({ length: WRITERS }, () => lane(url));
  const free = [...writers];
  const waiting: ((lane: Lane) => void)[] = [];
  const whenIdle: (() => void)[] = [];
  const isIdle = () => waiting.length === 0 && free.length === writers.length;

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
    if (isIdle()) for (const idle of whenIdle.splice(0)) idle();
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
    async close() {
      // What waits or is under way is written before the connections end. A change that is done may
      // begin the next one, which waited for it.
      do {
        if (!isIdle()) await new Promise<void>((resolve) => whenIdle.push(resolve));
        await new Promise((resolve) => setImmediate(resolve));
      } while (!isIdle());
      await Promise.all([...readers, ...writers].map((each) => each.close()));
    },
  };
}
