// What a check of the doctor found, and what an operator does about it.

export interface Finding {
  readonly check: string;
  /** A warning leaves the server at work; a problem stops a part of its work. */
  readonly status: 'ok' | 'warning' | 'problem';
  /** What was found: a sentence. */
  readonly message: string;
  /** What to do; null when all is well. */
  readonly advice: string | null;
}

export const ok = (check: string, message: string): Finding => ({ check, status: 'ok', message, advice: null });

export const warning = (check: string, message: string, advice: string): Finding => ({
  check,
  status: 'warning',
  message,
  advice,
});

export const problem = (check: string, message: string, advice: string): Finding => ({
  check,
  status: 'problem',
  message,
  advice,
});

/** What an error says, in one line. `fetch` hides the reason in the error's cause. */
export function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown };
  const said = cause instanceof Error ? cause : error;
  const { code, message } = said as NodeJS.ErrnoException;
  const text = message || code || String(said);
  return text.replace(/\s+/g, ' ').slice(0, LONGEST_REASON);
}

/** The longest reason of an error that is shown, in characters. */
const LONGEST_REASON = 300;
