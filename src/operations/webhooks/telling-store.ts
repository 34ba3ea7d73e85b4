// Wraps the store so that every decision about a pass brings its messages to the owner's webhooks,
// which the store then writes in the same commit. An account without webhooks costs a look at an
// empty list.
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import type { Store } from '../../ports/store/store.ts';
import type { Deciding } from '../context.ts';
import { messagesOf } from './messages.ts';

type Decide = (...given: unknown[]) => unknown;

/**
 * The same store. Whatever of its methods takes a decision about a pass, as an argument or as
 * `decide` of an item of a list, is served: new methods are too.
 */
export function tellingStore(store: Store, known: Deciding): Store {
  const methods = Object.entries(store).map(([name, method]) => [
    name,
    typeof method === 'function' ? (...given: unknown[]) => method(...given.map((each) => told(known, each))) : method,
  ]);
  return Object.fromEntries(methods);
}

function told(known: Deciding, given: unknown): unknown {
  if (typeof given === 'function') return telling(known, given as Decide);
  if (!Array.isArray(given) || typeof given[0]?.decide !== 'function') return given;
  return given.map((item) => ({ ...item, decide: telling(known, item.decide) }));
}

function telling(known: Deciding, decide: Decide): Decide {
  return (...given) => {
    const decided = decide(...given);
    const snapshot = given[0] as Partial<PassSnapshot> | null | undefined;
    if (!snapshot?.webhooks?.length) return decided;
    // A bulk change decides about more than the pass.
    if (hasChange(decided)) return { ...decided, change: withMessages(known, snapshot, decided.change) };
    return withMessages(known, snapshot, decided);
  };
}

function withMessages(known: Deciding, snapshot: Partial<PassSnapshot>, decided: unknown): unknown {
  if (!isChange(snapshot, decided)) return decided;
  const messages = messagesOf(known, snapshot as PassSnapshot, decided);
  return messages.length === 0 ? decided : { ...decided, messages: [...(decided.messages ?? []), ...messages] };
}

function hasChange(decided: unknown): decided is { readonly change: unknown } {
  return typeof decided === 'object' && decided !== null && 'change' in decided;
}

/** Whether a decision is about a pass that is there or is being made. */
function isChange(snapshot: Partial<PassSnapshot>, decided: unknown): decided is PassChange<unknown> {
  if (typeof decided !== 'object' || decided === null || Array.isArray(decided)) return false;
  return snapshot.pass !== undefined || ('create' in decided && decided.create !== null);
}
