// Scans that are not known to have arrived. Each is written down before it is first sent and struck out when the server
// answered, so that neither a lost network nor a closed page loses or doubles one.
import type { Outcome, Track } from './track.ts';

const KEY = 'passwright-scanner-queue';

export interface Queue {
  /** How many wait to be sent again. */
  waiting(): number;
  /** Sends one now; it waits when the server cannot be reached. */
  send(entry: Track): Promise<Outcome>;
  /** Sends what waits, oldest first, until the server cannot be reached or does not know who asks. */
  flush(): Promise<Outcome['kind']>;
}

/** `settled` is told the outcome of each entry that waited; `changed` whenever the number of those may have changed. */
export function createQueue(
  post: (entry: Track) => Promise<Outcome>,
  on: { readonly settled: (entry: Track, outcome: Outcome) => void; readonly changed: () => void },
): Queue {
  /** Those that are under way for the first time, which a flush leaves alone. */
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
      // A stranger is told at once and scans again; only what the network held back waits.
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
