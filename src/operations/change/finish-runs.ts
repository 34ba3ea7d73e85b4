// Goes on with runs that began together in one commit: performs their requests, some runs at a time.
import { AppError } from '../../errors.ts';
import type { Context } from '../context.ts';
import { type Answering, continueRun, type RunInput, type Step } from './run-triggers.ts';

/** The runs that wait for requests at a time. */
const RUNS_AT_ONCE = 8;

/** A run whose first segment is committed. */
export interface BegunRun {
  readonly input: RunInput;
  readonly step: Step;
  readonly answering: Answering;
}

/**
 * Resolves when every run is done. A run whose pass was deleted or invalidated meanwhile ends without
 * the others; its event says what was done. Fails only when the database does.
 */
export async function finishRuns(context: Context, runs: readonly BegunRun[]): Promise<void> {
  const waiting = runs.filter(({ step }) => !('done' in step));
  for (let start = 0; start < waiting.length; start += RUNS_AT_ONCE) {
    await Promise.all(waiting.slice(start, start + RUNS_AT_ONCE).map((run) => finishRun(context, run)));
  }
}

async function finishRun(context: Context, { input, step, answering }: BegunRun): Promise<void> {
  try {
    await continueRun(context, input, step, answering);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}
