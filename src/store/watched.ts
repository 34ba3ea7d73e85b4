// Wraps a store to say when its database goes away and when it is back: one line of the log each, not
// one for every request that fails meanwhile.
import { StoreUnavailableError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store/store.ts';

/** How often to ask a database that is away whether it is back, in ms. */
const PROBE = 1000;

/**
 * The same store. A call that fails with StoreUnavailableError says that the database is away; only
 * a probe that succeeds says that it is back, because other calls may be answered from memory.
 * `every`: calls a function every so many ms, and answers what stops it.
 */
export function watchedStore(
  store: Store,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
  every: (ms: number, work: () => unknown) => () => void,
): Store {
  let away: { readonly since: number; readonly stop: () => void } | null = null;
  const left = (error: unknown): never => {
    if (error instanceof StoreUnavailableError && away === null) {
      away = { since: clock.now(), stop: every(PROBE, () => probe().catch(() => {})) };
      log.error({ err: error.cause ?? error, reason: error.message }, 'the database is away');
    }
    throw error;
  };
  const came = () => {
    if (away === null) return;
    away.stop();
    log.warn({ ms: clock.now() - away.since }, 'the database is back');
    away = null;
  };
  const probe: Store['probe'] = async () => {
    const answer = await store.probe().catch(left);
    came();
    return answer;
  };
  const watched = (method: (...given: unknown[]) => unknown) => {
    return (...given: unknown[]) => {
      const answer = method(...given);
      return answer instanceof Promise ? answer.catch(left) : answer;
    };
  };
  const methods = Object.entries(store).map(([name, method]) => [
    name,
    typeof method === 'function' ? watched(method.bind(store)) : method,
  ]);
  const close = async () => {
    away?.stop();
    await store.close();
  };
  return { ...Object.fromEntries(methods), probe, close };
}
