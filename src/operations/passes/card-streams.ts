// Tells open cards in browsers that their pass shows something else. All of a server's cards share
// one look at the database, soon after a commit that may concern them, so a pass that nobody watches
// costs nothing.
import { StoreUnavailableError } from '../../errors.ts';
import type { Log } from '../../ports/log.ts';
import type { PassSnapshot, PassState } from '../../ports/store/passes.ts';
import type { Store } from '../../ports/store/store.ts';

/** The most open cards of one address, behind which may be a whole building, and of all. */
export const MOST_OF_ADDRESS = 50;
export const MOST_CARDS = 2000;
/** Passes that one statement looks at. */
const AT_ONCE = 500;
/** In ms: the shortest time between two looks. */
const PAUSE = 200;
/**
 * How often every card is looked at without news, in ms, because news of other servers may get lost.
 * Proxies end connections on which nothing is sent for a minute.
 */
const BEAT = 25_000;

/** A text that differs between two states of a pass, of at most 60 characters. */
export type CardTag = string;

export interface CardStream {
  /** The address of the caller, whose streams have a bound. */
  readonly address: string;
  readonly hash: string;
  /** The state that the browser shows; undefined: the browser does not say. */
  readonly tag: CardTag | undefined;
  /** The pass shows something else now; null: the pass is deleted. */
  changed(tag: CardTag | null): void;
  /** The card is as it was: called now and then. */
  same(): void;
  /** The server stops. */
  end(): void;
}

export interface CardStreams {
  /**
   * Adds a stream, which soon hears of `tag` if that is no longer the state of the pass. Answers the
   * function that takes the stream out again; null: there are as many as may be, or the server is
   * stopping.
   */
  add(stream: CardStream): (() => void) | null;
  /** How many streams are open. */
  size(): number;
  /** Ends all streams and takes no more. */
  close(): void;
}

/** The tag of what a page of the pass shows. */
export function cardTag({ pass, template }: Pick<PassSnapshot, 'pass' | 'template'>): CardTag {
  return tagOf({ passTag: pass.updateTag, templateTag: template.updateTag, templateUpdatedAt: template.updatedAt });
}

function tagOf({ passTag, templateTag, templateUpdatedAt }: PassState): CardTag {
  return `${passTag}-${templateTag}-${templateUpdatedAt}`;
}

interface Watch {
  readonly stream: CardStream;
  tag: CardTag | null | undefined;
}

export function createCardStreams(store: Pick<Store, 'watchEvents' | 'passStates'>, log: Log): CardStreams {
  const watches = new Set<Watch>();
  const ofAddress = new Map<string, number>();
  let isClosed = false;
  let stopWatching: (() => void) | null = null;
  let beat: NodeJS.Timeout | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isLooking = false;
  let isDue = false;

  const later = () => {
    if (isLooking) isDue = true;
    else if (watches.size > 0) timer ??= setTimeout(look, PAUSE).unref();
  };

  async function look(): Promise<void> {
    timer = null;
    isLooking = true;
    try {
      await lookAt([...watches]);
    } catch (error) {
      // The next beat looks again.
      if (!(error instanceof StoreUnavailableError)) log.error({ err: error }, 'open cards could not be looked at');
    }
    isLooking = false;
    if (!isDue) return;
    isDue = false;
    later();
  }

  async function lookAt(all: readonly Watch[]): Promise<void> {
    const hashes = [...new Set(all.map(({ stream }) => stream.hash))];
    for (let at = 0; at < hashes.length; at += AT_ONCE) {
      const asked = hashes.slice(at, at + AT_ONCE);
      const states = await store.passStates(asked);
      const inTurn = new Set(asked);
      for (const watch of all) {
        const { stream } = watch;
        // Whoever closed the page meanwhile hears nothing.
        if (!inTurn.has(stream.hash) || !watches.has(watch)) continue;
        const state = states.get(stream.hash);
        const tag = state === undefined ? null : tagOf(state);
        if (tag === watch.tag) continue;
        watch.tag = tag;
        stream.changed(tag);
      }
    }
  }

  const remove = (watch: Watch) => {
    if (!watches.delete(watch)) return;
    const { address } = watch.stream;
    const left = (ofAddress.get(address) ?? 1) - 1;
    if (left === 0) ofAddress.delete(address);
    else ofAddress.set(address, left);
    if (watches.size === 0) rest();
  };

  const rest = () => {
    stopWatching?.();
    stopWatching = null;
    if (beat !== null) clearInterval(beat);
    if (timer !== null) clearTimeout(timer);
    beat = null;
    timer = null;
  };

  const wake = () => {
    stopWatching ??= store.watchEvents(later);
    beat ??= setInterval(() => {
      for (const { stream } of [...watches]) stream.same();
      later();
    }, BEAT).unref();
  };

  return {
    add(stream) {
      const open = ofAddress.get(stream.address) ?? 0;
      if (isClosed || watches.size >= MOST_CARDS || open >= MOST_OF_ADDRESS) return null;
      const watch: Watch = { stream, tag: stream.tag };
      watches.add(watch);
      ofAddress.set(stream.address, open + 1);
      wake();
      later();
      return () => remove(watch);
    },
    size: () => watches.size,
    close() {
      isClosed = true;
      for (const { stream } of [...watches]) stream.end();
      watches.clear();
      ofAddress.clear();
      rest();
    },
  };
}
