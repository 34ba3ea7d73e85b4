// Warnings about a successful call: sentences in a header, which older clients ignore.
import type { Context as HonoContext } from 'hono';

/** A JSON array of sentences in ASCII. Answers without a warning have no such header. */
export const WARNINGS_HEADER = 'x-passwright-warnings';

/** Adds one sentence for the caller. */
export type Warn = (sentence: string) => void;

/** Proxies refuse headers of more than a few KB. */
const MOST_SENTENCES = 20;
const LONGEST_SENTENCE = 300;
const LONGEST_HEADER = 4000;

/** Collects the warnings of one request in the header of its answer, even of an error answer. */
export function warningsOf(c: HonoContext): Warn {
  const sentences: string[] = [];
  return (sentence) => {
    const next = [...sentences, sentence.slice(0, LONGEST_SENTENCE)];
    const header = asciiJson(next);
    if (next.length > MOST_SENTENCES || header.length > LONGEST_HEADER) return;
    sentences.push(next.at(-1)!);
    c.header(WARNINGS_HEADER, header);
  };
}

/** A header has no other characters than those of ASCII. */
function asciiJson(sentences: readonly string[]): string {
  return JSON.stringify(sentences).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
