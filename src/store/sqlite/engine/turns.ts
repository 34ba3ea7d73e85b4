// Lets work of the same name take turns. One server alone uses the database, so its memory is enough.
import type { Store } from '../../../ports/store/store.ts';

export function turns(): Pick<Store, 'inTurn'> {
  /** The last piece of work of each name; the names are few. */
  const last = new Map<string, Promise<unknown>>();
  return {
    inTurn(name, work) {
      const turn = (last.get(name) ?? Promise.resolve()).then(work);
      last.set(
        name,
        turn.catch(() => {}),
      );
      return turn;
    },
  };
}
