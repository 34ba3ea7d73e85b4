// Counts the open streams of pages that show what happens as it happens, so that their number has a
// bound, and ends them with the server.

/** The most streams of an account, and of all together: each may ask the database every few seconds. */
export const MOST_OF_ACCOUNT = 8;
export const MOST_STREAMS = 100;

export interface LiveStreams {
  /**
   * Adds a stream; `end` is called when the server stops. Answers the function that takes the stream
   * out again; null: there are as many as may be, or the server is stopping.
   */
  add(accountId: number, end: () => void): (() => void) | null;
  /** Ends all streams and takes no more. */
  close(): void;
}

export function createLiveStreams(): LiveStreams {
  const open = new Map<symbol, { readonly accountId: number; readonly end: () => void }>();
  let isClosed = false;
  return {
    add(accountId, end) {
      const ofAccount = [...open.values()].filter((stream) => stream.accountId === accountId).length;
      if (isClosed || open.size >= MOST_STREAMS || ofAccount >= MOST_OF_ACCOUNT) return null;
      const key = Symbol('stream');
      open.set(key, { accountId, end });
      return () => void open.delete(key);
    },
    close() {
      isClosed = true;
      for (const { end } of [...open.values()]) end();
      open.clear();
    },
  };
}
