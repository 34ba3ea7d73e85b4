// Google's list of the keys that sign callbacks: fetched when a callback arrives, and remembered as
// long as Google says.
import type { Outbound } from '../ports/outbound.ts';

export interface CallbackKeysOptions {
  readonly outbound: Outbound;
  readonly keysUrl: string;
  /** Ms since 1970. */
  readonly now: () => number;
}

const REQUEST_MS = 10_000;
/** In bytes; Google's list has some hundred. */
const LARGEST_LIST = 65_536;
/** A list is remembered for so long when Google does not say how long, in ms. */
const USUAL_AGE = 3_600_000;
const LONGEST_AGE = 86_400_000;
/** After a failure the next callback asks again only then, so that no stranger makes us ask often. */
const PAUSE = 30_000;

/**
 * Answers the text of the list; null: Google does not answer, and no list is remembered. While Google
 * does not answer, the last list counts, because each key says itself when it ends.
 */
export function openCallbackKeys({ outbound, keysUrl, now }: CallbackKeysOptions): () => Promise<string | null> {
  let text: string | null = null;
  let until = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    const result = await outbound.request({
      url: keysUrl,
      method: 'GET',
      headers: { accept: 'application/json' },
      timeoutMs: REQUEST_MS,
      maxBytes: LARGEST_LIST,
      onTooLarge: 'fail',
      followsRedirects: false,
      // No request of Google's goes to this server itself.
      ownCall: { depth: 0, header: '' },
    });
    if (!result.ok || result.status !== 200) {
      until = now() + PAUSE;
      return;
    }
    text = Buffer.from(result.body).toString('utf8');
    until = now() + ageOf(result.cacheControl);
  }

  return async () => {
    if (now() >= until) {
      asking ??= ask().finally(() => {
        asking = null;
      });
      await asking;
    }
    return text;
  };
}

/** The max-age of a Cache-Control header, in ms; never shorter than the pause. */
function ageOf(header = ''): number {
  const seconds = /\bmax-age=(\d{1,9})\b/.exec(header)?.[1];
  const age = seconds === undefined ? USUAL_AGE : Number(seconds) * 1000;
  return Math.min(Math.max(age, PAUSE), LONGEST_AGE);
}
