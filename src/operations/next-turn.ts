// Lets waiting requests go first in the middle of long work, so that nobody waits for all of it.
import type { Steps } from '../rules/values/steps.ts';

/** Resolves in the next turn of the event loop, after what waits in this one. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Does each step in a turn of its own. Rejects with what a step throws. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}
