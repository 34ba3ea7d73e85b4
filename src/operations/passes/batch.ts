// Batches of passes: limits their size, and names the item at fault in an error.
import { AppError, atIndex } from '../../errors.ts';

/** The PassKit guide, "Batch Pass Methods". */
export const LARGEST_BATCH = 25;

/**
 * Runs the work for each item, one after another. Fails with `parameter_invalid` for more than 25
 * items, and with the codes of the work.
 */
export async function requireBatch<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  if (items.length > LARGEST_BATCH) {
    const message = `At most ${LARGEST_BATCH} passes at once; these are ${items.length}.`;
    throw new AppError('parameter_invalid', { field: 'passes', message });
  }
  const done: R[] = [];
  for (const [index, item] of items.entries()) {
    try {
      done.push(await work(item));
    } catch (error) {
      throw error instanceof AppError ? atIndex(error, index) : error;
    }
  }
  return done;
}
