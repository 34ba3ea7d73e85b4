// Long work in steps: between two steps, whoever runs them may let others go first. Pure: a step
// knows nothing of who runs the work, or of time.

/** Yields after each step, and returns the result. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all steps without a pause. Throws what a step throws. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
