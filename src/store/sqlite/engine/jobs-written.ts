// Whoever delivers jobs and mails is told when a commit may have written some.

/** Tells who delivers jobs that there may be some. */
export interface JobsWritten {
  /** Inside a write: whoever watches is called after its transaction, which ends before the event loop turns. */
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
