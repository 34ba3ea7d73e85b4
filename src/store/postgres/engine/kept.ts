// Caches rows that every scan or pass file reads and that hardly ever change: accounts, API keys,
// certificates, the times of rules. The cache empties after each commit of this server that may have
// changed them and when another server says so (news.ts), and caches nothing while no news arrive.

/** The most cached rows of a kind. */
const MOST_KEPT = 1000;

/** Answers from the cache while nothing changed, else reads. */
export interface Reading<K, T> {
  (key: K): Promise<T | undefined>;
  /** What the cache has now, without a read. */
  now(key: K): T | undefined;
  /** Removes one entry from the cache. */
  drop(key: K): void;
}

export interface Kept {
  /** Wraps `read`. Does not cache undefined. */
  keeping<K extends number | string, T>(read: (key: K) => Promise<T | undefined>): Reading<K, T>;
  forget(): void;
  /** Whether news of other servers arrive. */
  trust(isTrusted: boolean): void;
}

export function keptRows(): Kept {
  const all: { clear(): void }[] = [];
  /** Counts the times that the cache emptied: what was read before such a time is not cached after. */
  let turn = 0;
  let isTrusted = false;
  const forget = () => {
    turn++;
    for (const rows of all) rows.clear();
  };
  return {
    keeping<K extends number | string, T>(read: (key: K) => Promise<T | undefined>) {
      const rows = new Map<K, T>();
      all.push(rows);
      const reading = async (key: K) => {
        const kept = rows.get(key);
        if (kept !== undefined) return kept;
        const began = turn;
        const row = await read(key);
        if (row === undefined || !isTrusted || turn !== began) return row;
        if (rows.size >= MOST_KEPT) rows.clear();
        rows.set(key, row);
        return row;
      };
      return Object.assign(reading, {
        now: (key: K) => rows.get(key),
        drop: (key: K) => void rows.delete(key),
      });
    },
    forget,
    trust(trusted) {
      isTrusted = trusted;
      forget();
    },
  };
}
