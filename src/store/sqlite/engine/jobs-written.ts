// Notifies those who deliver jobs and mails when a commit may have written some.

/** Notifies its watchers that there may be new jobs or mails. */
export interface JobsWritten {
  /**
   * Call this inside a write. Watchers run after its transaction, which ends before the event loop
   * turns.
   */
  announce(): void;
  watch(notify: () => void): void;
}

export function jobsWritten(): JobsWritten {
  const watchers: (() => void)[] = [];
  let announced = false;
  return {
    announce() {
      if (announced || watchers.length === 0) return;
      announced = true;
      setImmediate(() => {
        announced = false;
        for (const notify of watchers) notify();
      });
    },
    watch: (notify) => void watchers.push(notify),
  };
}
