// Collects what is wrong or doubtful in a template, for the owner who saves it, and suggests near
// words for mistyped ones.
import { closest, distance } from 'fastest-levenshtein';

/**
 * Errors refuse the template; warnings accompany its answer. `path` names the place in the
 * constructor.
 */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

/** Collects diagnostics in the order they are found. */
export interface Report {
  readonly diagnostics: Diagnostic[];
  error(code: string, path: string, message: string): void;
  warning(code: string, path: string, message: string): void;
  /** As `suggestion`, for words and candidates of which an owner may write any number. */
  near(word: string, candidates: () => Iterable<string>): string;
}

/**
 * Counts the remaining searches for near words: each search reads all candidates, so many wrong
 * words must not cost many searches.
 */
export interface Nears {
  left: number;
}

/** Also the wrong names of one list that are reported: an owner mends one after the other. */
export const MOST_NEARS = 20;

export function createNears(): Nears {
  return { left: MOST_NEARS };
}

export function createReport(nears: Nears = createNears()): Report {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    near: (word, candidates) => (nears.left-- > 0 ? suggestion(word, candidates()) : ''),
    error: (code, path, message) => diagnostics.push({ severity: 'error', code, path, message }),
    warning: (code, path, message) => diagnostics.push({ severity: 'warning', code, path, message }),
  };
}

/** ` Did you mean "x"?` for the nearest candidate, or "" when none is near. Ignores case. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near === null ? '' : ` Did you mean "${near}"?`;
}

/** The candidate nearest to the word, within a third of its length; null when none is. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const list = [...candidates];
  if (list.length === 0 || word.length > 200) return null;
  const lowered = list.map((candidate) => candidate.toLowerCase());
  const best = closest(word.toLowerCase(), lowered);
  const found = list[lowered.indexOf(best)]!;
  return distance(word.toLowerCase(), best) <= Math.max(2, Math.floor(word.length / 3)) ? found : null;
}
