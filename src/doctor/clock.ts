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

export async function checkClock(clock: Clock, from: string): Promise<Finding> {
  let header: string | null;
  let seen: number;
  try {
    const before = clock.now();
    const response = await fetch(from, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_LIMIT),
    });
    seen = (before + clock.now()) / 2;
    header = response.headers.get('date');
  } catch (error) {
    const message = `The clock was compared with nothing: ${from} was not reached (${reasonOf(error)}).`;
    return warning('clock', message, 'Name a server whose clock is right: passwright doctor --time-from https://…');
  }
  const there = Date.parse(header ?? '');
  if (Number.isNaN(there)) {
    return warning('clock', `${from} does not say what time it is.`, 'Name another server: --time-from https://…');
  }
  // The header cuts what is less than a second.
  const off = Math.round((seen - (there + 500)) / 1000);
  const message = `The clock is ${Math.abs(off)} s ${off < 0 ? 'behind' : 'ahead of'} that of ${from}.`;
  if (Math.abs(off) * 1000 <= NEAR) return ok('clock', `The clock agrees with that of ${from}.`);
  if (Math.abs(off) * 1000 <= FAR) return warning('clock', message, SET_IT);
  return problem('clock', `${message} Tokens, limits and campaigns go by it.`, SET_IT);
}
