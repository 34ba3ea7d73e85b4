// Lets servers take turns in work that is more than one commit, such as a mail and the note that it
// was sent. The lock goes with the connection, so that a dead server holds up nobody.
import type { Store } from '../../../ports/store/store.ts';
import { isLockTimeout } from './failures.ts';
import { type Lane, lane } from './lanes.ts';

/** One wait for a turn, in ms: shorter than the longest statement (lanes.ts). */
const LONGEST_WAIT = 25_000;

/** How often to wait: a first start on a loaded machine takes longer than one wait. */
const MOST_WAITS = 6;

/** `url`: see lane. */
export function turns(url: string): Pick<Store, 'inTurn'> {
  return {
    async inTurn(name, work) {
      // A connection of its own: the others are for what the work does.
      const own = lane(url);
      try {
        await own.open();
        await own.send({ text: `SET lock_timeout = ${LONGEST_WAIT}` }, []);
        await locked(own, name);
        return await work();
      } finally {
        await own.close();
      }
    },
  };
}

async function locked(own: Lane, name: string): Promise<void> {
  for (let waits = 1; ; waits++) {
    try {
      await own.send({ text: 'SELECT pg_advisory_lock(hashtextextended($1, 2))' }, [name]);
      return;
    } catch (error) {
      if (waits === MOST_WAITS || !isLockTimeout(error)) throw error;
    }
  }
}
