// Remembers the errors that were logged last, so that an operator without a terminal can read them.
import { withoutTokens } from './log.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { RecentError, RecentErrors } from './ports/recent-errors.ts';

/** The errors in memory; the log has all of them. */
export const MOST_ERRORS = 50;
/** How much of a reason is remembered, in UTF-16 units. */
const REASON_SHOWN = 300;

/** Answers a log that writes to `log` and remembers errors, and what it remembers. */
export function rememberErrors(log: Log, clock: Clock): { readonly log: Log; readonly recentErrors: RecentErrors } {
  const errors: RecentError[] = [];
  const remember = ({ err, reason }: Readonly<Record<string, unknown>>, message: string) => {
    const said = err instanceof Error ? err.message : typeof reason === 'string' ? reason : null;
    errors.unshift({
      time: clock.now(),
      message: withoutTokens(message),
      // Cut after the tokens are gone: half a token is none that the patterns know.
      reason: said === null ? null : withoutTokens(said).slice(0, REASON_SHOWN),
    });
    errors.length = Math.min(errors.length, MOST_ERRORS);
  };
  const remembering = (own: Log): Log => ({
    info: (fields, message) => own.info(fields, message),
    warn: (fields, message) => own.warn(fields, message),
    error: (fields, message) => {
      remember(fields, message);
      own.error(fields, message);
    },
    with: (fields) => remembering(own.with(fields)),
  });
  return { log: remembering(log), recentErrors: { list: () => [...errors] } };
}
