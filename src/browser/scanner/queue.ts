// Queues scans until the server has answered. Each scan is stored before it is first sent and
// removed after the answer, so that a lost network or a closed page neither loses nor repeats a
// scan.
import type { Outcome, Track } from './track.ts';

const KEY = 'passwright-scanner-queue';

export interface Queue {
  /** How many scans wait for another try. */
  waiting(): number;
  /** Sends a scan now; the scan waits if the server cannot be reached. */
  send(entry: Track): Promise<Outcome>;
  /**
   * Sends waiting scans, oldest first, until the server cannot be reached or does not know the
   * caller.
   */
  flush(): Promise<Outcome['kind']>;
}

/**
 * `settled` gets the outcome of each scan that waited; `changed` runs whenever the number of
 * waiting scans may have changed.
 */
export function createQueue(
  post: (entry: Track) => Promise<Outcome>,
  on: { readonly settled: (entry: Track, outcome: Outcome) => void; readonly changed: () => void },
): Queue {
  /** Keys of scans that are being sent for the first time; a flush leaves these alone. */
  const underWay = new Set<string>();
  let flushing: Promise<Outcome['kind']> | null = null;
  const waitingEntries = () => readEntries().filter(({ key }) => !underWay.has(key));

  const remove = (key: string) => writeEntries(readEntries().filter((entry) => entry.key !== key));

  const flushAll = async (): Promise<Outcome['kind']> => {
    for (let [entry] = waitingEntries(); entry !== undefined; [entry] = waitingEntries()) {
      const outcome = await post(entry);
      if (outcome.kind === 'unreachable' || outcome.kind === 'stranger') return outcome.kind;
      remove(entry.key);
      on.settled(entry, outcome);
      on.changed();
    }
    return 'answered';
  };

  return {
    waiting: () => waitingEntries().length,
    async send(entry) {
      underWay.add(entry.key);
      writeEntries([...readEntries(), entry]);
      const outcome = await post(entry);
      // Queue only what the network held up: who is not logged in sees that at once and scans
      // again.
      if (outcome.kind !== 'unreachable') remove(entry.key);
      underWay.delete(entry.key);
      on.changed();
      return outcome;
    },
    flush() {
      flushing ??= flushAll().finally(() => {
        flushing = null;
      });
      return flushing;
    },
  };
}

function readEntries(): Track[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]');
  } catch {
    return [];
  }
}

function writeEntries(entries: readonly Track[]): void {
  localStorage.setItem(KEY, JSON.stringify(entries));
}
