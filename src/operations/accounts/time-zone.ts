// Answers in which time zone an account's days begin, and which zones there are.
import type { Account } from '../../ports/store/accounts.ts';

const OF_SERVER = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The account's own zone, else the server's, such as `Europe/Berlin`. */
export function timeZoneOf({ timeZone }: Pick<Account, 'timeZone'>): string {
  return timeZone ?? OF_SERVER;
}

/** Whether a text names a zone of the tz database; an offset such as +01:00 has no summer time. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** The names of the zones to choose from, sorted. */
export function timeZones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}
