// Notifies watchers when a commit may have written rows of a kind: those who deliver jobs and mails,
// and pages that show events as they come.

export interface Announcements {
  /**
   * Call this inside a write. Watchers run after its transaction, which ends before the event loop
   * turns.
   */
  announce(): void;
  /** Returns the function that ends the watch. */
  watch(notify: () => void): () => void;
}

export function announcements(): Announcements {
  const watchers = new Set<() => void>();
  let announced = false;
  return {
    announce() {
      if (announced || watchers.size === 0) return;
      announced = true;
      setImmediate(() => {
        announced = false;
        for (const notify of watchers) notify();
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
