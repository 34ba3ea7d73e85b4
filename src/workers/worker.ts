// A worker's side: tells the first process that it is ready, and asks for what all workers counted.
import cluster from 'node:cluster';
import type { Counted } from '../ports/metrics.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** How long to wait for the sum of all workers, in ms: the first process waits 2 s for each. */
const LONGEST_ANSWER = 4000;

export interface Workers {
  /** Which worker of the server this is; the first one is 1. */
  readonly id: number;
  ready(): void;
  /** Answers the first process when it asks what this process counted, and hears its sums; call it once. */
  answer(counted: () => Promise<Counted>): void;
  /** What all workers counted, dead ones too. Fails when the first process does not answer. */
  counted(): Promise<readonly Counted[]>;
  /** Lets the process end. */
  leave(): void;
}

/** Null: this process is the whole server. */
export function openWorkers(): Workers | null {
  const own = cluster.worker;
  if (own === undefined) return null;
  let questions = 0;
  const asked = new Map<number, (counted: readonly Counted[]) => void>();
  const send = (message: FromWorker) => {
    if (own.isConnected()) own.send(message, () => {});
  };

  return {
    id: own.id,
    ready: () => send({ passwright: 'ready' }),
    answer(counted) {
      own.on('message', async (message: ToWorker) => {
        if (message.passwright === 'summed') asked.get(message.id)?.(message.counted);
        else if (message.passwright === 'count') {
          send({ passwright: 'counted', id: message.id, counted: await counted() });
        }
      });
    },
    async counted() {
      const id = questions++;
      let limit: NodeJS.Timeout | undefined;
      try {
        return await new Promise((resolve, reject) => {
          limit = setTimeout(() => reject(new Error('The first process does not answer.')), LONGEST_ANSWER);
          asked.set(id, resolve);
          send({ passwright: 'sum', id });
        });
      } finally {
        clearTimeout(limit);
        asked.delete(id);
      }
    },
    leave: () => own.disconnect(),
  };
}
