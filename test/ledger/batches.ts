// The ledger's client of batches: has one table after the other made into passes, and writes down
// the rows of those that the server says are done.
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../fixtures/scenarios/processes.ts';
import type { Acknowledged } from './clients.ts';
import type { Place } from './items.ts';

export interface Batches {
  readonly acknowledged: readonly Acknowledged[];
  /** Lets the last batch be done. Rejects when the client gave up. */
  close(): Promise<void>;
}

/** The pause before the client asks again, in ms. */
const PAUSE = 200;
/** The client gives up after this time without a batch that is done, in ms. */
const PATIENCE = 300_000;

/** Starts the client. `rows`: of each batch. */
export function openBatches(client: Client, { clientHash, templateHash }: Place, rows: number): Batches {
  const acknowledged: Acknowledged[] = [];
  let isOver = false;

  /** Answers null where the server refused, or the connection broke. */
  const call = async (name: string, parameters: Record<string, unknown>) => {
    const answer = await client.call(name, { clientHash, ...parameters }).catch(() => null);
    return answer?.success === true ? answer : null;
  };
  /** batchCreate has no key: where its answer never came, the next batch has names of its own. */
  const perform = async (number: number) => {
    const askedAt = Date.now();
    const end = askedAt + PATIENCE;
    const until = async <T>(attempt: () => Promise<T | null>): Promise<T> => {
      for (;;) {
        const answer = await attempt();
        if (answer !== null) return answer;
        if (Date.now() > end)
          throw new Error(`Batch ${number}: ${made} of ${rows} rows were made in ${PATIENCE / 1000} s.`);
        await pause(PAUSE);
      }
    };
    let attempts = 0;
    let made = 0;
    const { batchId, keys } = await until(async () => {
      attempts += 1;
      const keys = Array.from({ length: rows }, (_, row) => `batch-${number}-${attempts}-${row}`);
      const file = `note\n${keys.join('\n')}\n`;
      const created = await call('batchCreate', { templateHash, mode: 'passes', file });
      return created && { batchId: created.batchId, keys };
    });
    await until(async () => {
      const info = await call('batchInfo', { batchId });
      made = info?.made ?? made;
      return info?.state === 'done' ? info : null;
    });
    for (const key of keys) acknowledged.push({ kind: 'batch', key, client: 0, askedAt });
  };
  const run = async () => {
    for (let number = 0; !isOver; number++) await perform(number);
  };
  const running = run();
  // Whoever closes hears of it.
  running.catch(() => {});

  return {
    acknowledged,
    close: () => {
      isOver = true;
      return running;
    },
  };
}
