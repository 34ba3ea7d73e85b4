// Bounds the bytes of request bodies that a server holds at one time: each body may be large, and
// anybody may begin many.
import { AppError } from '../errors.ts';

/** The bodies of some dozen large uploads, in bytes. */
export const MOST_BYTES = 256 * 1024 * 1024;

let held = 0;

/** Holds bytes until `release`; both are for one body. */
export interface BodyBytes {
  /** Counts bytes that arrived. Fails with `rate_limited` when the server holds too many. */
  add(bytes: number): void;
  release(): void;
}

export function countBody(most = MOST_BYTES): BodyBytes {
  let own = 0;
  return {
    add(bytes) {
      if (held + bytes > most) {
        const message = 'The server is receiving too many uploads at once. Try again in a minute.';
        throw new AppError('rate_limited', { message, beside: { retryAfter: 60 } });
      }
      held += bytes;
      own += bytes;
    },
    release() {
      held -= own;
      own = 0;
    },
  };
}

/** The bytes of bodies that the server holds now. */
export function heldBytes(): number {
  return held;
}
