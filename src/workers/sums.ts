// Gathers in the first process what each worker has counted. What a dead worker counted stays in the
// sum: one that fell would look like a restart to Prometheus.
import cluster, { type Worker } from 'node:cluster';
import { growing } from '../metrics/growing.ts';
import type { Counted } from '../ports/metrics.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** How long the sum waits for a worker, in ms; then its last known counts are in it. */
const LONGEST_WAIT = 2000;

export interface Sums {
  heard(from: Worker, message: Exclude<FromWorker, { passwright: 'ready' }>): void;
  died(worker: Worker): void;
}

/** `isReady`: whether a worker has begun to answer. */
export function sums(isReady: (worker: Worker) => boolean): Sums {
  const known = new Map<number, Counted>();
  /** Of all dead workers together; null: none has died that had counted. */
  let ofDead: Counted | null = null;
  let questions = 0;
  const asked = new Map<number, { readonly waiting: Set<number>; readonly answer: () => void }>();

  function ask(asker: Worker, id: number): void {
    const question = questions++;
    const living = Object.values(cluster.workers ?? {}).filter(
      (worker): worker is Worker => worker?.isConnected() === true && isReady(worker),
    );
    const answer = () => {
      clearTimeout(limit);
      asked.delete(question);
      const counted = [...known.values(), ...(ofDead === null ? [] : [ofDead])];
      send(asker, { passwright: 'summed', id, counted });
    };
    const limit = setTimeout(answer, LONGEST_WAIT);
    asked.set(question, { waiting: new Set(living.map((worker) => worker.id)), answer });
    if (living.length === 0) answer();
    for (const worker of living) send(worker, { passwright: 'count', id: question });
  }

  function answered(question: number, worker: Worker): void {
    const entry = asked.get(question);
    if (entry?.waiting.delete(worker.id) === true && entry.waiting.size === 0) entry.answer();
  }

  return {
    heard(from, message) {
      if (message.passwright === 'sum') return ask(from, message.id);
      if (!from.isDead()) known.set(from.id, message.counted);
      answered(message.id, from);
    },
    died(worker) {
      const last = known.get(worker.id);
      known.delete(worker.id);
      if (last !== undefined) ofDead = growing(ofDead === null ? [last] : [ofDead, last]);
      for (const question of [...asked.keys()]) answered(question, worker);
    },
  };
}

/** A worker may die before it hears. */
function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => {});
}
