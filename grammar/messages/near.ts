// Finds the word of the language that somebody most likely meant.
import { distance } from 'fastest-levenshtein';

/**
 * The nearest candidate, with at most one slip in a short word and two in a longer one; else
 * undefined.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const wanted = candidate.toLowerCase();
    const slips = distance(typed, wanted);
    // Two swapped letters count as two slips, which would be too many for a word as short as `adn`.
    const swapped = slips === 2 && typed.length === wanted.length && sorted(typed) === sorted(wanted);
    const allowed = Math.min(typed.length, wanted.length) >= 5 ? 2 : typed.length >= 3 ? 1 : 0;
    if ((slips <= allowed || swapped) && slips < least) {
      best = candidate;
      least = slips;
    }
  }
  return best ?? candidates.find((candidate) => typed.length >= 4 && candidate.toLowerCase().startsWith(typed));
}

const sorted = (word: string): string => [...word].sort().join('');
