// Whether this machine's clock is right, by the Date header of another server.
import type { Clock } from '../ports/clock.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

/** The server whose clock is asked when nobody names another. */
export const TIME_FROM = 'https://www.apple.com/';
const ANSWER_LIMIT = 10_000;
/** In ms. The header has whole seconds, and PassKit's tokens live for a minute. */
const NEAR = 5_000;
const FAR = 30_000;

const SET_IT = 'Let the machine set its clock by NTP: timedatectl set-ntp true';

/** `databaseAhead`: how far the clock of the database server is ahead of ours, in ms; null: it has none. */
export async function checkClock(clock: Clock, from: string, databaseAhead: number | null): Promise<Finding> {
  const found = await aheadOf(clock, from);
  if (typeof found === 'number') return judged(found, from);
  if (databaseAhead !== null) return judged(databaseAhead, 'the database server');
  const advice = 'Name a server whose clock is right: passwright doctor --time-from https://…';
  return warning('clock', `The clock was compared with nothing: ${found}`, advice);
}

/** How far the clock of another server is ahead of ours, in ms, or why nobody knows. */
async function aheadOf(clock: Clock, from: string): Promise<number | string> {
  try {
    const before = clock.now();
    const signal = AbortSignal.timeout(ANSWER_LIMIT);
    const { headers } = await fetch(from, { method: 'HEAD', redirect: 'manual', signal });
    const seen = (before + clock.now()) / 2;
    const there = Date.parse(headers.get('date') ?? '');
    // The header cuts what is less than a second.
    return Number.isNaN(there) ? `${from} does not say what time it is.` : there + 500 - seen;
  } catch (error) {
    return `${from} was not reached (${reasonOf(error)}).`;
  }
}

function judged(ahead: number, from: string): Finding {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const message = `The clock is ${seconds} s ${ahead > 0 ? 'behind' : 'ahead of'} that of ${from}.`;
  if (Math.abs(ahead) <= NEAR) return ok('clock', `The clock agrees with that of ${from}.`);
  if (Math.abs(ahead) <= FAR) return warning('clock', message, SET_IT);
  return problem('clock', `${message} Tokens, limits and campaigns go by it.`, SET_IT);
}
