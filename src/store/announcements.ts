// Notifies watchers when a commit may have written rows of a kind: those who deliver jobs and mails,
// and pages that show events as they come.

export interface Announcements {
  /**
   * Call this inside a write. Watchers run once its transaction, which ends before the event loop
   * turns, is on the disk.
   */
  announce(): void;
  /** Returns the function that ends the watch. */
  watch(notify: () => void): () => void;
}

/**
 * `onDisk` resolves once everything that is committed is on the disk, for a store that commits
 * earlier; it rejects when the disk fails.
 */
export function announcements(onDisk: () => Promise<void> = async () => {}): Announcements {
  const watchers = new Set<() => void>();
  let announced = false;
  const tell = () => {
    announced = false;
    for (const notify of watchers) notify();
  };
  return {
    announce() {
      if (announced || watchers.size === 0) return;
      announced = true;
      setImmediate(() => {
        // After a failure of the disk nothing is written any more, so nobody has to know.
        onDisk().then(tell, () => {});
      });
    },
    watch(notify) {
      // Two watches with one function are two watches.
      const own = () => notify();
      watchers.add(own);
      return () => void watchers.delete(own);
    },
  };
}
