// Changes of one thing that this server is asked for run one after the other, in the order in which
// they came: the database would let them in as their connections happen to ask.

/** Runs `work` when the earlier work of the same key is done, whether that failed or not. */
export type InOrder = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function inOrder(): InOrder {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = last.get(key);
    const result = before === undefined ? work() : before.then(work, work);
    last.set(key, result);
    const done = () => {
      if (last.get(key) === result) last.delete(key);
    };
    result.then(done, done);
    return result;
  };
}
