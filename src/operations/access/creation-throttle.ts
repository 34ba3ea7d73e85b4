// How many passes links, forms and calls without a clientHash may make from one address: nobody registers by the dozen, a program that fills the database does.
import { AppError } from '../../errors.ts';
import { type BoundedLimiter, boundedLimiter } from './bounded-limiter.ts';

/** How many by default: a whole office, or everybody at the entrance of a stadium, may share an address. */
export const CREATION_LIMIT = 600;
/** In seconds. */
const WINDOW = 60;

export type CreationThrottle = BoundedLimiter;

/** `limit`: passes a minute and address. */
export function createCreationThrottle(mostKeys?: number, limit = CREATION_LIMIT): CreationThrottle {
  return boundedLimiter({ keyPrefix: 'creation', points: limit, duration: WINDOW }, mostKeys);
}

/** Counts a pass that is about to be made for this IP address. Fails with `rate_limited` and `retryAfter` (s). */
export async function countCreation(throttle: CreationThrottle, address: string): Promise<void> {
  try {
    await throttle.consume(address);
  } catch (refused) {
    // Kept in memory, it rejects for no other reason than that the points are used up.
    const retryAfter = Math.ceil((refused as { readonly msBeforeNext: number }).msBeforeNext / 1000);
    throw new AppError('rate_limited', {
      message: `Too many passes were made from your network in a short time. Try again in ${retryAfter} seconds.`,
      beside: { retryAfter },
    });
  }
}
